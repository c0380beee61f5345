//! The events and the outcome of a rollback.

use astern_ledger::{Revision, Status, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{RequestId, StartRollback};

/// The rollback has been taken on; follow it to learn what becomes of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Accepted {
    /// The id to follow it by.
    pub request_id: RequestId,
}

/// An event of a rollback.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Event {
    /// 0, 1, 2 … without gaps.
    pub seq: u64,
    /// The time, by the clock of the endpoint.
    pub at: Timestamp,
    /// The kind of event.
    pub what: EventKind,
}

/// The kind of an event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum EventKind {
    /// helm was started.
    Begun {
        /// What is carried out: the follower may not be the one who pressed.
        rollback: StartRollback,
        /// The command line, as one could type it.
        command: String,
    },
    /// helm printed a line.
    Printed {
        /// Where.
        stream: Stream,
        /// The line, without its end.
        line: String,
    },
    /// Something beside the rollback did not work, such as writing the journal. The rollback goes on.
    Warned {
        /// What did not work, and what that means.
        message: String,
    },
    /// The rollback is over. Always the last event.
    Ended {
        /// The outcome.
        outcome: Outcome,
    },
}

/// Where helm printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// The outcome of a rollback.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum Outcome {
    /// helm ended with exit status 0 and the ledger says `deployed`.
    Done {
        /// The revision that it made.
        revision: Revision,
    },
    /// The rollback failed.
    Failed {
        /// What happened and why.
        message: String,
        /// What to do now.
        advice: String,
        /// Where it ended, when helm's words tell.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stage: Option<Stage>,
        /// What the ledger says now, when it could be asked.
        recorded: Option<Recorded>,
    },
    /// The astern that ran it ended before it could see how it ended.
    Interrupted {
        /// What is known of it.
        message: String,
        /// What to do now.
        advice: String,
        /// What the ledger says now, when it could be asked.
        recorded: Option<Recorded>,
    },
}

/// Where a rollback ended that did not get there, in helm's order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The manifest of the revision that was the newest could not be read into objects; nothing was applied.
    CurrentManifest,
    /// The target's could not; nothing was applied.
    TargetManifest,
    /// A hook did not succeed.
    Hook,
    /// An object was refused.
    Apply,
    /// Everything was applied, and not everything became ready in time.
    Wait,
    /// Everything was applied, and what only the newer revision has could not be deleted.
    Delete,
}

/// What the ledger says of the newest revision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recorded {
    /// The revision.
    pub revision: Revision,
    /// Its status.
    pub status: Status,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_have_a_stable_form() {
        let event = Event {
            seq: 2,
            at: Timestamp::UNIX_EPOCH,
            what: EventKind::Ended {
                outcome: Outcome::Done {
                    revision: Revision::FIRST,
                },
            },
        };
        assert_eq!(
            serde_json::to_string(&event).unwrap(),
            r#"{"seq":2,"at":"1970-01-01T00:00:00Z","what":{"kind":"ended","outcome":{"result":"done","revision":1}}}"#
        );
    }
}

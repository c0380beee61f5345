//! The events and the outcome of a rollback.

use astern_ledger::{Revision, Status, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{RequestId, StartRollback};

/// The response to an accepted rollback request. The events of the rollback report its progress and outcome.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Accepted {
    /// The request id, which is part of the path of the events.
    pub request_id: RequestId,
}

/// An event of a rollback.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Event {
    /// The sequence number: 0, 1, 2 … without gaps.
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
        /// The request. A page that follows the rollback may not be the one that sent it.
        rollback: StartRollback,
        /// The command line, quoted for a shell.
        command: String,
    },
    /// helm printed a line.
    Printed {
        /// The output stream.
        stream: Stream,
        /// The line, without its line break.
        line: String,
    },
    /// A step other than the rollback itself failed, such as writing the journal. The rollback continues.
    Warned {
        /// What failed and the consequences.
        message: String,
    },
    /// The rollback ended. This is always the last event.
    Ended {
        /// The outcome.
        outcome: Outcome,
    },
}

/// An output stream of helm.
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
    /// helm exited with status 0, and the status of the new revision is `deployed`.
    Done {
        /// The revision that the rollback created.
        revision: Revision,
    },
    /// The rollback failed.
    Failed {
        /// What happened and why.
        message: String,
        /// What to do now.
        advice: String,
        /// The stage that failed, if helm's error message shows it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stage: Option<Stage>,
        /// The newest revision in Helm's records after the rollback, if they could be read.
        recorded: Option<Recorded>,
    },
    /// The endpoint process ended before helm did, so the result is not known.
    Interrupted {
        /// What is known of the rollback.
        message: String,
        /// What to do now.
        advice: String,
        /// The newest revision in Helm's records after the rollback, if they could be read.
        recorded: Option<Recorded>,
    },
}

/// The stage at which a rollback failed, in the order in which helm runs them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The manifest of the current revision could not be parsed; nothing was applied.
    CurrentManifest,
    /// The manifest of the target revision could not be parsed; nothing was applied.
    TargetManifest,
    /// A hook failed.
    Hook,
    /// The API server refused an object.
    Apply,
    /// Everything was applied, but not everything became ready before the timeout.
    Wait,
    /// Everything was applied, but objects that only the newer revision has could not be deleted.
    Delete,
}

/// The newest revision in Helm's records.
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

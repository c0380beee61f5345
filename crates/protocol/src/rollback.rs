//! Starting a rollback and following it.

use std::fmt;
use std::str::FromStr;

use astern_ledger::{Namespace, ReleaseName, Revision, Status, Timestamp};
use serde::{Deserialize, Serialize};

/// What a person asks for by pressing the button.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartRollback {
    /// Made by the page for this press: the same id again is the same rollback.
    pub request_id: RequestId,
    /// Where the release is.
    pub namespace: Namespace,
    /// The release.
    pub release: ReleaseName,
    /// The revision to go back to.
    pub target: Revision,
    /// The revision that the person saw as current. When that has changed, nothing is done.
    pub expected_current: Revision,
    /// How helm is to go about it.
    #[serde(default)]
    pub options: Options,
}

/// How helm is to go about it: the flags of `helm rollback`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// `--wait`: done means ready, not accepted.
    pub wait: bool,
    /// `--timeout`, in seconds, for each hook and for the wait. From 1 to 3600.
    pub timeout_seconds: u32,
    /// `--cleanup-on-fail`: delete what this rollback created when applying fails.
    pub cleanup_on_fail: bool,
}

impl Default for Options {
    /// What the runbook says: `--wait --timeout 5m --cleanup-on-fail`.
    fn default() -> Self {
        Self {
            wait: true,
            timeout_seconds: 300,
            cleanup_on_fail: true,
        }
    }
}

impl Options {
    /// The flags as they are given to helm; the page shows the same ones to run by hand.
    pub fn flags(&self) -> Vec<String> {
        let mut flags = Vec::new();
        if self.wait {
            flags.push("--wait".to_owned());
        }
        flags.push("--timeout".to_owned());
        flags.push(match self.timeout_seconds {
            seconds if seconds.is_multiple_of(60) => format!("{}m", seconds / 60),
            seconds => format!("{seconds}s"),
        });
        if self.cleanup_on_fail {
            flags.push("--cleanup-on-fail".to_owned());
        }
        flags
    }
}

/// 128 random bits as 32 hexadecimal digits, made for one press of the button.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RequestId(String);

/// The text is no request id.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a request id is 32 hexadecimal digits in lower case")]
pub struct InvalidRequestId;

impl RequestId {
    /// Makes one from random bits.
    pub fn new(random: u128) -> Self {
        Self(format!("{random:032x}"))
    }
}

impl FromStr for RequestId {
    type Err = InvalidRequestId;

    fn from_str(text: &str) -> Result<Self, InvalidRequestId> {
        let digits = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if text.len() == 32 && digits {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidRequestId)
        }
    }
}

impl TryFrom<String> for RequestId {
    type Error = InvalidRequestId;

    fn try_from(text: String) -> Result<Self, InvalidRequestId> {
        text.parse()
    }
}

impl From<RequestId> for String {
    fn from(id: RequestId) -> Self {
        id.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The rollback has been taken on; follow it to learn what becomes of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Accepted {
    /// The id to follow it by.
    pub request_id: RequestId,
}

/// One thing that happened in a rollback.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Event {
    /// 0, 1, 2 … without gaps.
    pub seq: u64,
    /// When, by the endpoint's clock.
    pub at: Timestamp,
    /// What.
    pub what: Happening,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Happening {
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
    /// The rollback is over. Always the last event.
    Ended {
        /// What came of it.
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

/// What came of a rollback.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum Outcome {
    /// helm ended with exit status 0 and the ledger says `deployed`.
    Done {
        /// The revision that it made.
        revision: Revision,
    },
    /// It did not get there.
    Failed {
        /// What happened and why.
        message: String,
        /// What to do now.
        advice: String,
        /// What the ledger says now, when it could be asked.
        recorded: Option<Recorded>,
    },
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
    fn the_defaults_are_the_runbooks() {
        let flags = Options::default().flags().join(" ");
        assert_eq!(flags, "--wait --timeout 5m --cleanup-on-fail");
        let hasty = Options {
            wait: false,
            timeout_seconds: 90,
            cleanup_on_fail: false,
        };
        assert_eq!(hasty.flags().join(" "), "--timeout 90s");
    }

    #[test]
    fn a_request_with_a_key_too_many_is_refused() {
        let good = r#"{"request_id":"00000000000000000000000000000001","namespace":"shop",
            "release":"shop","target":3,"expected_current":4}"#;
        assert!(serde_json::from_str::<StartRollback>(good).is_ok());
        for bad in [
            good.replace("\"target\"", "\"force\":true,\"target\""),
            good.replace(":3", ":0"),
            good.replace(":3", ":-1"),
            good.replace(":3", ":2147483648"),
            good.replace("\"release\":\"shop\"", "\"release\":\"--kube-apiserver=x\""),
            good.replace("0001", "000G"),
        ] {
            assert!(
                serde_json::from_str::<StartRollback>(&bad).is_err(),
                "{bad}"
            );
        }
    }

    #[test]
    fn events_have_a_stable_form() {
        let event = Event {
            seq: 2,
            at: Timestamp::UNIX_EPOCH,
            what: Happening::Ended {
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

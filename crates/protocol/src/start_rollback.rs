//! The request to start a rollback.

use astern_ledger::{Namespace, ReleaseName, Revision};
use serde::{Deserialize, Serialize};

use crate::{Claimant, Reason, RequestId};

/// A request to start a rollback.
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
    /// Why, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Who the page says pressed, by its SelfSubjectReview. Nobody but the API server can vouch for
    /// that, so it is only ever told as a claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_by: Option<Claimant>,
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
}

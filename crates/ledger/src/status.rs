//! The status of a revision.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The status of a revision. Source: `release.Status`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Status {
    /// `unknown`: Helm could not determine it.
    Unknown,
    /// `deployed`: the operation succeeded, and no later one has.
    Deployed,
    /// `uninstalled`: the objects are deleted, the history is kept.
    Uninstalled,
    /// `superseded`: a later revision succeeded.
    Superseded,
    /// `failed`: the install, upgrade or rollback ended with an error.
    Failed,
    /// `uninstalling`: the objects are being deleted.
    Uninstalling,
    /// `pending-install`, `pending-upgrade`, `pending-rollback`: the operation has not ended. A helm that is killed leaves
    /// this status behind.
    Pending(Operation),
    /// A status that no known version of Helm writes.
    Other(String),
}

/// The operation of a pending revision.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operation {
    /// The first revision is being installed.
    Install,
    /// A new chart or new values are being applied.
    Upgrade,
    /// An earlier revision is being applied again.
    Rollback,
}

impl Status {
    /// Returns Helm's name of the status.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unknown => "unknown",
            Self::Deployed => "deployed",
            Self::Uninstalled => "uninstalled",
            Self::Superseded => "superseded",
            Self::Failed => "failed",
            Self::Uninstalling => "uninstalling",
            Self::Pending(Operation::Install) => "pending-install",
            Self::Pending(Operation::Upgrade) => "pending-upgrade",
            Self::Pending(Operation::Rollback) => "pending-rollback",
            Self::Other(text) => text,
        }
    }
}

impl Status {
    /// Whether somebody has to look at a release whose current revision has this status: an operation failed, or has not ended,
    /// or nothing is known of it.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        match self {
            Self::Failed | Self::Pending(_) | Self::Uninstalling => true,
            Self::Unknown | Self::Other(_) => true,
            Self::Deployed | Self::Superseded | Self::Uninstalled => false,
        }
    }
}

impl From<String> for Status {
    fn from(text: String) -> Self {
        match text.as_str() {
            "unknown" => Self::Unknown,
            "deployed" => Self::Deployed,
            "uninstalled" => Self::Uninstalled,
            "superseded" => Self::Superseded,
            "failed" => Self::Failed,
            "uninstalling" => Self::Uninstalling,
            "pending-install" => Self::Pending(Operation::Install),
            "pending-upgrade" => Self::Pending(Operation::Upgrade),
            "pending-rollback" => Self::Pending(Operation::Rollback),
            _ => Self::Other(text),
        }
    }
}

impl From<Status> for String {
    fn from(status: Status) -> Self {
        status.as_str().to_owned()
    }
}

impl FromStr for Status {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.to_owned().into())
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_written_as_it_is_read() {
        for word in [
            "unknown",
            "deployed",
            "uninstalled",
            "superseded",
            "failed",
            "uninstalling",
            "pending-install",
            "pending-upgrade",
            "pending-rollback",
            "exploded",
            "",
        ] {
            assert_eq!(Status::from(word.to_owned()).to_string(), word);
        }
        assert_eq!(
            Status::from("exploded".to_owned()),
            Status::Other("exploded".to_owned())
        );
    }
}

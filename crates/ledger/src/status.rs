//! What Helm says of a revision.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The status of a revision, as Helm's `release.Status` spells it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Status {
    /// `unknown`: Helm itself could not tell.
    Unknown,
    /// `deployed`: this revision is the one in force.
    Deployed,
    /// `uninstalled`: removed, its history kept.
    Uninstalled,
    /// `superseded`: another revision came after it.
    Superseded,
    /// `failed`: its install, upgrade or rollback ended in an error.
    Failed,
    /// `uninstalling`: being removed.
    Uninstalling,
    /// `pending-install`, `pending-upgrade`, `pending-rollback`: begun and not ended. Helm has no
    /// signal handler, so a killed helm leaves this for good.
    Pending(Operation),
    /// A word that no known Helm writes; kept, so that it can be shown.
    Other(String),
}

/// What Helm is in the middle of while a revision is pending.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operation {
    /// The first revision is being made.
    Install,
    /// A new chart or new values are being applied.
    Upgrade,
    /// An earlier revision is being applied again.
    Rollback,
}

impl Status {
    /// Helm's word for it.
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
            Self::Other(word) => word,
        }
    }
}

impl From<String> for Status {
    fn from(word: String) -> Self {
        match word.as_str() {
            "unknown" => Self::Unknown,
            "deployed" => Self::Deployed,
            "uninstalled" => Self::Uninstalled,
            "superseded" => Self::Superseded,
            "failed" => Self::Failed,
            "uninstalling" => Self::Uninstalling,
            "pending-install" => Self::Pending(Operation::Install),
            "pending-upgrade" => Self::Pending(Operation::Upgrade),
            "pending-rollback" => Self::Pending(Operation::Rollback),
            _ => Self::Other(word),
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

    fn from_str(word: &str) -> Result<Self, Infallible> {
        Ok(word.to_owned().into())
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
    fn every_word_survives() {
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

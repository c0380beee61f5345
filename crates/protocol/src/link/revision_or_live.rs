//! One side of a comparison: a recorded revision, or the live state.

use std::fmt;
use std::str::FromStr;

use astern_ledger::Revision;

use super::InvalidRoute;

/// One side of a comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RevisionOrLive {
    /// A recorded revision.
    Revision(Revision),
    /// `live`: the objects in the cluster.
    Live,
}

impl From<Revision> for RevisionOrLive {
    fn from(revision: Revision) -> Self {
        Self::Revision(revision)
    }
}

impl fmt::Display for RevisionOrLive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Revision(revision) => revision.fmt(f),
            Self::Live => f.write_str("live"),
        }
    }
}

impl FromStr for RevisionOrLive {
    type Err = InvalidRoute;

    fn from_str(text: &str) -> Result<Self, InvalidRoute> {
        match text {
            "live" => Ok(Self::Live),
            number => number.parse().map(Self::Revision).map_err(|_| InvalidRoute),
        }
    }
}

//! Whether a revision is good, and what shows it.

/// Whether a revision is good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It is: it was live, it soaked, and nothing contradicts that its workloads ran.
    Good(GoodBy),
    /// That is not proven: it is the best that there is.
    Candidate,
}

/// What shows that a revision is good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GoodBy {
    /// The cluster has ready pods of it.
    PodsSeen,
    /// Helm's history alone: it was live for its soak time.
    LedgerOnly,
    /// It was in force until it was uninstalled.
    InForceUntilUninstall,
}

impl Standing {
    /// Whether the revision is good.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Good(_))
    }
}

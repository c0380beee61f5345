//! What a rule says about a change.

use crate::{Certainty, Why};

/// What a rule says about a change.
pub(crate) struct Opinion {
    /// How sure it is.
    pub certainty: Certainty,
    /// The order among changes of the same certainty: the highest comes first.
    pub weight: u32,
    /// Why.
    pub why: Why,
}

impl Opinion {
    /// It is the cause, almost certainly.
    pub(super) fn certain(weight: u32, why: Why) -> Self {
        Self {
            certainty: Certainty::AlmostCertain,
            weight,
            why,
        }
    }

    /// It could be the cause.
    pub(super) fn possible(weight: u32, why: Why) -> Self {
        Self {
            certainty: Certainty::Possible,
            weight,
            why,
        }
    }

    /// It adds to the trouble.
    pub(super) fn adds(why: Why) -> Self {
        Self {
            certainty: Certainty::AddsTo,
            weight: 0,
            why,
        }
    }
}

//! The last known good: which revision to go back to, and why.
//!
//! A pure function of what Helm's ledger tells ([`judge`]). It knows nothing of alerts or metrics:
//! a revision counts as good when it took effect, nobody rolled back from it, and it was live for
//! long enough. These are the rules, in the order in which they decide.
//!
//! 1. *Took effect.* `deployed` and `superseded` revisions did, unless Helm's own words or the one
//!    after it show that the word is borrowed ([`Ended`]): a failed upgrade becomes `superseded`
//!    by the next one when nothing was deployed, and a rollback that fails while it applies marks
//!    the one before it `superseded` whatever that was.
//! 2. *Not left.* A rollback undid everything between its target and itself, whether it came to
//!    its end or not: somebody wanted to leave those.
//! 3. *Another content.* A rollback holds what its target holds, so the two are one content. What
//!    the current revision holds, when it is deployed, is no way back.
//! 4. *Soak.* Among those left, the newest that was live for an hour; for a day, when its chart
//!    version was rolled back here before or an upgrade to the same content failed since. When none
//!    was, the newest that raises no such doubt, else the newest.

mod content;
mod ended;
mod judge;
mod known;
mod open;
mod past;
mod reasons;
#[cfg(test)]
mod tests;
mod weigh;

pub use ended::Ended;
pub use judge::{Already, Judgement, Recommended, judge};
pub use known::{ChartVersion, Content, Known, Telling, Told};
pub use past::{Live, Past, RolledBack, Undone, pasts};
pub use reasons::{Against, Favour, NoneGood};

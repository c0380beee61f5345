//! The page of one release: its last known good revision, its history, and what each revision changed.

mod adjacent_comparisons;
mod assessment;
mod change_counts;
mod effective_revision;
mod evidence;
mod facts;
mod follow_release;
mod headline;
mod history_table;
mod journal;
mod last_known_good;
mod live_duration;
mod not_found;
mod other_driver;
mod page;
mod revision_row;
mod summary;
mod suspects;
mod ways_out;
mod with_history;

pub use assessment::assess_history;
pub use effective_revision::{effective_record, effective_revision, follow_effective_workloads};
pub use evidence::{RecordedEvidence, follow_evidence};
pub use last_known_good::sentence_list;
pub use not_found::NotFound;
pub use other_driver::OtherDriverNotice;
pub use page::ReleasePage;
pub use with_history::{NoSuchRevision, WithHistory};

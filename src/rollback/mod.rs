//! Rolling back: before the press, and after it.

mod acting;
mod answer;
mod before;
mod button;
mod by_hand;
mod confirmation;
mod doubts;
mod ending;
mod executor;
mod follow;
mod form;
mod held_up;
mod hooks;
mod in_the_cluster;
mod may_not;
mod options;
mod page;
mod phase_list;
mod phases;
mod press;
mod pressed;
mod printed;
mod progress;
mod readiness;
mod reason;
mod refused;
mod warnings;
mod workload_table;

pub use page::RollbackPage;
pub use progress::ProgressPage;

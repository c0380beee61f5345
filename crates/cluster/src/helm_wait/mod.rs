//! What `helm --wait` waits for besides the workloads, and whether it is as helm wants it.
//!
//! Workloads are left out: [`Readiness`](crate::Readiness) says how far they are, by stricter rules than helm's.

mod condition;
mod kstatus;
mod ready_checker;
mod rules;
mod unmet;
mod waited_objects;
mod waiter;

pub use condition::ObjectCondition;
pub use unmet::Unmet;
pub use waited_objects::{WaitedObject, WaitedObjects, WaitedState};
pub use waiter::HelmWaiter;

//! The rules of either helm.

use serde_json::Value;

use super::kstatus::kstatus;
use super::ready_checker::ready_checker;
use super::unmet::Unmet;
use super::waiter::HelmWaiter;

/// Returns why helm waits for a live object; `None` when it does not.
pub(super) fn unmet(waiter: HelmWaiter, object: &Value) -> Option<Unmet> {
    match waiter {
        HelmWaiter::ReadyChecker => ready_checker(object),
        HelmWaiter::Kstatus => kstatus(object),
    }
}

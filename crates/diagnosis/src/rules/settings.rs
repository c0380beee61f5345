//! Fields that make pods or workloads wait, evictions, and pods about which nothing is said.

use std::cmp::Ordering;

use astern_compare::Change;

use super::amounts::order;
use super::opinion::Opinion;
use crate::changed::Changed;
use crate::place::Place;
use crate::{Setting, Why};

/// Returns whether a change is of the field that makes the workload wait.
pub(super) fn judge(setting: Setting, change: &Changed<'_>, place: &Place<'_>) -> Option<Opinion> {
    let added = change.change != Change::Removed;
    let is_it = match (setting, place) {
        (Setting::ReadinessGate, Place::Pod(path)) => {
            added && path.first() == Some(&"readinessGates")
        }
        (Setting::SchedulingGate, Place::Pod(path)) => {
            added && path.first() == Some(&"schedulingGates")
        }
        (Setting::Paused, Place::Workload(path)) => {
            path.as_slice() == ["spec", "paused"] && change.is_now("true")
        }
        (Setting::MinReadySeconds, Place::Workload(path)) => {
            path.as_slice() == ["spec", "minReadySeconds"]
                && order(change) == Some(Ordering::Greater)
        }
        (Setting::UpdateStrategy, Place::Workload(path)) => {
            matches!(path.as_slice(), ["spec", "updateStrategy", ..])
        }
        (Setting::Deadline, Place::Workload(path)) => {
            path.last() == Some(&"activeDeadlineSeconds") && order(change) != Some(Ordering::Equal)
        }
        (Setting::Deadline, Place::Pod(path)) => path.first() == Some(&"activeDeadlineSeconds"),
        (Setting::PostStart, Place::Container { path, .. }) => {
            matches!(path.as_slice(), ["lifecycle", "postStart", ..])
        }
        _ => false,
    };
    if is_it {
        return Some(Opinion::certain(20, Why::DependsOnIt));
    }
    let works_longer = match place {
        Place::Container { path, .. } => {
            matches!(path.first(), Some(&("image" | "command" | "args" | "env")))
        }
        Place::Read(_) => true,
        _ => false,
    };
    let runs = matches!(setting, Setting::Deadline | Setting::PostStart);
    (runs && works_longer).then(|| Opinion::possible(10, Why::DependsOnIt))
}

/// Returns whether a change explains that a pod was evicted.
pub(super) fn judge_eviction(
    resource: &str,
    change: &Changed<'_>,
    place: &Place<'_>,
) -> Option<Opinion> {
    let less = order(change) == Some(Ordering::Less) && change.change != Change::Removed;
    let limited = less || (change.change == Change::Added && order(change).is_some());
    match place {
        Place::Container { path, .. } | Place::Pod(path) => match path.as_slice() {
            ["resources", "limits", name] if *name == resource && limited => {
                Some(Opinion::certain(20, Why::AllowsLess))
            }
            // A pod that uses more than it asked for goes first.
            ["resources", "requests", name]
                if *name == resource && order(change) == Some(Ordering::Less) =>
            {
                Some(Opinion::possible(15, Why::AllowsLess))
            }
            ["volumes", name, "emptyDir", "sizeLimit"]
                if limited && (*name == resource || resource == "ephemeral-storage") =>
            {
                Some(Opinion::certain(20, Why::AllowsLess))
            }
            ["image"] | ["env" | "args" | "command", ..] => {
                Some(Opinion::possible(8, Why::DependsOnIt))
            }
            ["priorityClassName"] => Some(Opinion::possible(5, Why::DependsOnIt)),
            _ => None,
        },
        Place::Read(_) => Some(Opinion::possible(6, Why::DependsOnIt)),
        _ => None,
    }
}

/// Returns whether a change explains that pods wait and nothing says why: nobody schedules them.
pub(super) fn judge_unknown(change: &Changed<'_>, place: &Place<'_>) -> Option<Opinion> {
    match place {
        Place::Pod(path)
            if change.change != Change::Removed
                && matches!(path.first(), Some(&("schedulerName" | "schedulingGates"))) =>
        {
            Some(Opinion::possible(10, Why::DependsOnIt))
        }
        _ => None,
    }
}

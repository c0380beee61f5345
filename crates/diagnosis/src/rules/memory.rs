//! Containers that need more memory than their limit.

use std::cmp::Ordering;

use astern_compare::Change;

use super::amounts::order;
use super::opinion::Opinion;
use crate::Why;
use crate::changed::Changed;
use crate::place::{Place, steps};
use crate::scene::Scene;
use crate::words::has_any;

/// The words of variables, options and files that say how much memory a program may take.
const MEMORY_WORDS: [&str; 16] = [
    "Xmx",
    "Xms",
    "MaxRAM",
    "heap",
    "memory",
    "max-old-space",
    "GOMEMLIMIT",
    "MALLOC",
    "cache",
    "worker",
    "thread",
    "concurrency",
    "pool",
    "buffer",
    "batch",
    "mem_",
];

/// Returns whether a change explains that a container needs more memory than its limit.
pub(super) fn judge(change: &Changed<'_>, place: &Place<'_>, scene: &Scene<'_>) -> Option<Opinion> {
    let is_about_memory = || {
        let texts = [change.new_text(), change.old_text()].into_iter().flatten();
        let path = steps(&change.path).join(".");
        texts
            .chain([path])
            .any(|text| has_any(&text, &MEMORY_WORDS))
    };
    let lower = order(change) == Some(Ordering::Less) && change.change != Change::Removed;
    let limited = lower || (change.change == Change::Added && order(change).is_some());
    if let Some(path) = place.in_container(scene.container) {
        return match path {
            ["resources", "limits", "memory"] if limited => {
                Some(Opinion::certain(30, Why::AllowsLess))
            }
            ["env" | "envFrom" | "command" | "args", ..] if is_about_memory() => {
                Some(Opinion::possible(25, Why::DependsOnIt))
            }
            ["image"] => Some(Opinion::possible(15, Why::DependsOnIt)),
            _ => None,
        };
    }
    match place {
        Place::Pod(path) => match path.as_slice() {
            ["resources", "limits", "memory"] if limited => {
                Some(Opinion::certain(25, Why::AllowsLess))
            }
            ["volumes", _, "emptyDir", "medium"] if change.is_now("Memory") => {
                Some(Opinion::possible(20, Why::DependsOnIt))
            }
            _ => None,
        },
        Place::Read(_) if is_about_memory() => Some(Opinion::possible(20, Why::DependsOnIt)),
        _ => None,
    }
}

//! Pods of older templates, counted.

use astern_cluster::{Rollout, RolloutOrder};

use crate::{count, verb};

/// Returns how many pods of older templates are still there, of which `failing` are known to fail.
#[must_use]
pub fn older_pods(older: u64, failing: u64) -> String {
    let pods = count(usize::try_from(older).unwrap_or(usize::MAX), "older pod");
    let fail = |number: u64| match number {
        1 => "fails",
        _ => "fail",
    };
    match failing.min(older) {
        0 => format!(
            "{pods} still {}",
            verb(usize::from(older != 1) + 1, "runs", "run")
        ),
        failing if failing == older => format!("{pods} {}", fail(failing)),
        failing => format!("{pods}, of which {failing} {}", fail(failing)),
    }
}

/// Returns how many pods a workload is told to keep of an older template, and by what; `None` when it keeps none.
#[must_use]
pub fn kept_pods(rollout: &Rollout) -> Option<String> {
    let by = match (rollout.kept, rollout.order) {
        (0, _) | (_, RolloutOrder::Rolling) => return None,
        (_, RolloutOrder::Paused) => "it is paused",
        (_, RolloutOrder::OnDelete) => "OnDelete",
        (_, RolloutOrder::OrderedReady | RolloutOrder::Parallel) => "partition",
    };
    let kept = usize::try_from(rollout.kept).unwrap_or(usize::MAX);
    let keep = verb(kept, "keeps", "keep");
    Some(format!(
        "{} {keep} the older template ({by})",
        count(kept, "pod")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pods_that_fail_do_not_run() {
        assert_eq!(older_pods(1, 0), "1 older pod still runs");
        assert_eq!(older_pods(2, 0), "2 older pods still run");
        assert_eq!(older_pods(1, 1), "1 older pod fails");
        assert_eq!(older_pods(2, 5), "2 older pods fail");
        assert_eq!(older_pods(3, 1), "3 older pods, of which 1 fails");
    }

    #[test]
    fn what_keeps_pods_is_named() {
        let kept = |order, kept| {
            kept_pods(&Rollout {
                order,
                kept,
                ..Rollout::default()
            })
        };
        assert_eq!(kept(RolloutOrder::Paused, 0), None);
        assert_eq!(
            kept(RolloutOrder::Paused, 2).as_deref(),
            Some("2 pods keep the older template (it is paused)")
        );
        assert_eq!(
            kept(RolloutOrder::OrderedReady, 1).as_deref(),
            Some("1 pod keeps the older template (partition)")
        );
    }
}

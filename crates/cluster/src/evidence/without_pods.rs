//! Which workloads of a revision its manifest gives no pods.

use astern_ledger::WithoutPods;

use super::revision_workloads::{AsksFor, PodMaker, RevisionWorkloads};

/// Returns the workloads that `own` gives no pods, given the revisions before it, with `None` for those that were not read, and
/// the current one. A workload that never had pods before is switched off by its chart, and says nothing against a revision; what
/// an unread revision gave pods is not known, so it counts as if it had.
pub(super) fn without_pods(
    own: &RevisionWorkloads,
    earlier: &[Option<&RevisionWorkloads>],
    current: Option<&RevisionWorkloads>,
) -> WithoutPods {
    let asks_for_none = |maker: &&PodMaker| maker.asks_for == AsksFor::NoPods;
    let none: Vec<&PodMaker> = own.0.iter().filter(asks_for_none).collect();
    if !none.is_empty() && none.len() == own.0.len() {
        return WithoutPods::All(none.into_iter().map(PodMaker::name).collect());
    }
    let has_pods = |revision: &RevisionWorkloads, maker: &PodMaker| {
        revision.asks_for(&maker.key) == Some(AsksFor::Pods)
    };
    let taken: Vec<String> = none
        .into_iter()
        .filter(|maker| current.is_some_and(|current| has_pods(current, maker)))
        .filter(|maker| {
            let mut earlier = earlier.iter();
            earlier.any(|earlier| earlier.is_none_or(|earlier| has_pods(earlier, maker)))
        })
        .map(PodMaker::name)
        .collect();
    match taken.is_empty() {
        true => WithoutPods::None,
        false => WithoutPods::Some(taken),
    }
}

#[cfg(test)]
mod tests {
    use super::super::revision_workloads::read;
    use super::*;

    fn revision(workloads: &[(&str, u32)]) -> RevisionWorkloads {
        let documents = workloads.iter().map(|(name, replicas)| {
            format!("apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec: {{replicas: {replicas}}}\n")
        });
        read(&documents.collect::<Vec<_>>().join("---\n"))
    }

    #[test]
    fn only_what_had_pods_before_and_has_them_now_was_taken_away() {
        let (weekday, weekend) = (
            revision(&[("web", 2), ("db", 1)]),
            revision(&[("web", 0), ("db", 1)]),
        );
        let web = || vec!["Deployment/web".to_owned()];
        let now = Some(&weekday);
        assert_eq!(
            without_pods(&weekend, &[Some(&weekday)], now),
            WithoutPods::Some(web())
        );
        assert_eq!(without_pods(&weekend, &[], now), WithoutPods::None);
        assert_eq!(
            without_pods(&weekend, &[Some(&weekday)], Some(&weekend)),
            WithoutPods::None
        );
        assert_eq!(
            without_pods(&weekday, &[Some(&weekend)], now),
            WithoutPods::None
        );
        let nothing = revision(&[("web", 0)]);
        assert_eq!(
            without_pods(&nothing, &[], Some(&nothing)),
            WithoutPods::All(web())
        );
        assert_eq!(without_pods(&revision(&[]), &[], now), WithoutPods::None);
    }
}

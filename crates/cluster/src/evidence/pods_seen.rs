//! What the cluster shows of the pods with the templates of a revision.

use std::time::Duration;

use astern_ledger::{PodsSeen, Timestamp};

use super::revision_workloads::{AsksFor, PodMaker, RevisionWorkloads};
use super::seen_templates::{SeenPod, SeenTemplate};
use crate::WorkloadKind;

/// Returns what is seen of the pods of a revision, given the current one. `seen` returns the templates that the cluster has of a
/// workload.
pub(super) fn pods_seen<'a>(
    own: &RevisionWorkloads,
    current: Option<&RevisionWorkloads>,
    seen: impl Fn(&PodMaker) -> &'a [SeenTemplate],
    now: Timestamp,
) -> PodsSeen {
    let asking = own.0.iter().filter(|maker| maker.asks_for == AsksFor::Pods);
    let mut ready = Serving::default();
    let mut lasting: Option<Duration> = None;
    let mut is_all_seen = true;
    // Pods with a template that the current revision has too do not show that this revision ran.
    let mut serving = Serving::default();
    for maker in asking {
        let templates = seen(maker).iter();
        let same = templates.filter(|seen| maker.template.is_that_of(&seen.template));
        let pods: Vec<SeenPod> = same.flat_map(|seen| seen.pods.iter().copied()).collect();
        if pods.iter().any(|pod| is_failing(*pod, now)) {
            return PodsSeen::Failing {
                workload: maker.name(),
            };
        }
        if is_job(maker) {
            // One that has ended is often removed, so that it is no sign that it is not there.
            continue;
        }
        let since = |pod: &SeenPod| match pod {
            SeenPod::Ready(since) => Some(
                since
                    .and_then(|since| now.duration_since(since))
                    .unwrap_or_default(),
            ),
            SeenPod::Failing | SeenPod::NotReady(_) => None,
        };
        let durations: Vec<Duration> = pods.iter().filter_map(since).collect();
        match durations.iter().max() {
            Some(longest) => lasting = Some(lasting.map_or(*longest, |known| known.min(*longest))),
            None => is_all_seen = false,
        }
        ready.count(durations.len(), pods.len());
        if !current.is_some_and(|current| current.has_template_of(maker)) {
            serving.count(durations.len(), pods.len());
        }
    }
    match lasting {
        Some(lasting) if is_all_seen => PodsSeen::Ready {
            ready: ready.ready,
            of: ready.of,
            lasting,
        },
        _ if serving.ready > 0 => PodsSeen::StillServing {
            ready: serving.ready,
            of: serving.of,
        },
        _ => PodsSeen::Nothing,
    }
}

/// How many of some pods are ready.
#[derive(Default)]
struct Serving {
    ready: u32,
    of: u32,
}

impl Serving {
    fn count(&mut self, ready: usize, of: usize) {
        let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
        self.ready = self.ready.saturating_add(number(ready));
        self.of = self.of.saturating_add(number(of));
    }
}

/// How many seconds a pod may take to become ready before it counts as failing although nothing says why.
const LONGEST_START: u64 = 300;

fn is_failing(pod: SeenPod, now: Timestamp) -> bool {
    match pod {
        SeenPod::Failing => true,
        SeenPod::Ready(_) | SeenPod::NotReady(None) => false,
        SeenPod::NotReady(Some(since)) => now
            .duration_since(since)
            .is_some_and(|not_ready| not_ready.as_secs() >= LONGEST_START),
    }
}

fn is_job(maker: &PodMaker) -> bool {
    let kind = maker
        .observed
        .as_ref()
        .map(|observed| observed.workload.kind);
    kind == Some(WorkloadKind::Job) || maker.key[0] == "CronJob"
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::revision_workloads::read;
    use super::super::template_spec::PodTemplateSpec;
    use super::*;

    fn revision(image: &str) -> RevisionWorkloads {
        read(&format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec:\n  selector: {{matchLabels: {{app: web}}}}\n  \
             template: {{spec: {{containers: [{{name: web, image: {image}}}]}}}}\n"
        ))
    }

    fn seen(image: &str, pods: &[SeenPod]) -> SeenTemplate {
        let template = json!({ "spec": { "containers": [{ "name": "web", "image": image }] } });
        SeenTemplate {
            template: PodTemplateSpec::of(&json!({ "spec": { "template": template } })),
            pods: pods.to_vec(),
        }
    }

    #[test]
    fn a_revision_is_judged_by_the_pods_of_its_own_template() {
        let now = Timestamp::from_second(10_000);
        let ready = |second| SeenPod::Ready(Some(Timestamp::from_second(second)));
        let not_ready = |second| SeenPod::NotReady(Some(Timestamp::from_second(second)));
        let templates = [
            seen("web:1", &[ready(1_000), ready(9_000), not_ready(9_990)]),
            seen("web:2", &[SeenPod::Failing]),
            seen("web:3", &[]),
            seen("web:5", &[not_ready(9_000)]),
        ];
        let of = |image: &str| pods_seen(&revision(image), None, |_| &templates, now);
        let first = PodsSeen::Ready {
            ready: 2,
            of: 3,
            lasting: Duration::from_secs(9_000),
        };
        assert_eq!(of("web:1"), first);
        assert_eq!(
            of("web:2"),
            PodsSeen::Failing {
                workload: "Deployment/web".to_owned()
            }
        );
        assert_eq!(of("web:3"), PodsSeen::Nothing);
        assert!(matches!(of("web:5"), PodsSeen::Failing { .. }));
        assert_eq!(of("web:4"), PodsSeen::Nothing);
    }
}

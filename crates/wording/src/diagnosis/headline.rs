//! The first sentence about a revision whose pods are not ready, and what to do.

use astern_diagnosis::{Diagnosis, Finding, ImageFailure, Trouble};
use astern_ledger::Revision;

use super::cause::{deed, undoing};
use super::trouble::{has_run, is_hook, sentence, who_has_it};
use crate::{count, verb};

/// How many pods of a revision are ready.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct PodCounts {
    /// Ready pods of the revision.
    pub ready: u64,
    /// The pods that it asks for.
    pub wanted: u64,
    /// Pods of older revisions that still run and are not known to fail.
    pub older: u64,
}

/// Returns the first sentences about a revision whose pods are not ready: that, why, and which change explains it. `None` where
/// there is no finding.
#[must_use]
pub fn diagnosis_headline(diagnosis: &Diagnosis, pods: PodCounts) -> Option<String> {
    let finding = diagnosis.findings.first()?;
    let state = state(diagnosis.revision, finding, pods);
    Some(match finding.suspects.first() {
        Some(suspect) => {
            let trouble = capitalized(&sentence(finding));
            format!("{state}. {trouble}: {}.", deed(suspect))
        }
        None if diagnosis.since.is_some() => {
            format!("{state}. Nothing that it changed explains why.")
        }
        None => format!("{state}. {}.", capitalized(&sentence(finding))),
    })
}

/// Returns the same for a comparison, which names no numbers of pods.
#[must_use]
pub fn comparison_headline(diagnosis: &Diagnosis) -> Option<String> {
    let finding = diagnosis.findings.first()?;
    let verb = what_it_does_not(finding);
    let revision = diagnosis.revision;
    let cause = match finding.suspects.first() {
        Some(suspect) => capitalized(&deed(suspect)),
        None => "Nothing that it changed explains why".to_owned(),
    };
    Some(format!(
        "Revision {revision} {verb}: {}. {cause}.",
        sentence(finding)
    ))
}

fn state(revision: Revision, finding: &Finding, pods: PodCounts) -> String {
    let PodCounts { ready, wanted, .. } = pods;
    match () {
        () if is_hook(finding) => {
            format!("Hook {} of revision {revision} failed", who_has_it(finding))
        }
        () if wanted == 0 => format!("Revision {revision} {}", what_it_does_not(finding)),
        () if ready > 0 => {
            let are = verb(usize::try_from(ready).unwrap_or(usize::MAX), "is", "are");
            format!("Only {ready} of {wanted} pods of revision {revision} {are} ready")
        }
        () => {
            let pods = verb(usize::try_from(wanted).unwrap_or(usize::MAX), "pod", "pods");
            format!(
                "Revision {revision} {}: 0 of {wanted} {pods}",
                what_it_does_not(finding)
            )
        }
    }
}

fn what_it_does_not(finding: &Finding) -> &'static str {
    match (is_hook(finding), has_run(finding)) {
        (true, _) => "has a hook that fails",
        (false, true) => "is not ready",
        (false, false) => "does not start",
    }
}

/// Returns what to do, given the last known good revision: what still serves, the rollback, and the change that undoes the cause.
/// Paths of values stand between backticks.
#[must_use]
pub fn way_out(diagnosis: &Diagnosis, pods: PodCounts, good: Option<Revision>) -> String {
    let mut sentences = Vec::new();
    if pods.older > 0 {
        let older = usize::try_from(pods.older).unwrap_or(usize::MAX);
        let (pods, serve) = (count(older, "older pod"), verb(older, "serves", "serve"));
        sentences.push(format!("It still answers: {pods} {serve}."));
    }
    let finding = diagnosis.findings.first();
    let undo = finding.and_then(|finding| undoing(finding.suspects.first()?));
    match (good, undo) {
        (Some(good), Some(undo)) => {
            sentences.push(format!("Roll back to {good}, or {undo} and upgrade."));
        }
        (Some(good), None) if finding.is_some_and(|finding| !finding.suspects.is_empty()) => {
            sentences.push(format!(
                "Roll back to {good}, or undo the change and upgrade."
            ));
        }
        (None, Some(undo)) => sentences.push(format!("{} and upgrade.", capitalized(&undo))),
        _ => {}
    }
    if let Some(finding) = finding.filter(|finding| finding.suspects.is_empty()) {
        sentences.extend(diagnosis.since.map(|since| nothing_matches(since, finding)));
    }
    sentences.join(" ")
}

/// Returns what follows where nothing that changed explains a trouble: that a rollback may not help, and where to look.
#[must_use]
pub fn nothing_matches(since: Revision, finding: &Finding) -> String {
    let trouble = capitalized(&sentence(finding));
    let look = match &finding.trouble {
        Trouble::Image(image) => match image.failure {
            ImageFailure::Unreachable | ImageFailure::Certificate | ImageFailure::RateLimited => {
                "Look at the registry first."
            }
            _ => "Look at the registry and the pull secret first.",
        },
        Trouble::Unschedulable(_) => "Look at the nodes first.",
        Trouble::Missing(_) => "See who removed it.",
        Trouble::Volume(_) => "Look at the volume and its claim first.",
        Trouble::Exceeded(_) => "Look at what else runs in the namespace.",
        Trouble::Refused(_) => "Look at who changed that rule.",
        Trouble::Ended { .. } | Trouble::Probe(_) | Trouble::OutOfMemory => {
            "Read the container's log, and look at what it needs from outside of the release."
        }
        _ => "Look at the pods' Events.",
    };
    format!(
        "{trouble}. What that depends on is as in revision {since}, so its pods would probably not start again either. {look}"
    )
}

fn capitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match letters.next() {
        // `shop-web:1.2` keeps its letters.
        Some(first) if !is_name(sentence) => first.to_uppercase().chain(letters).collect(),
        _ => sentence.to_owned(),
    }
}

fn is_name(sentence: &str) -> bool {
    let first = sentence.split(' ').next().unwrap_or_default();
    first.contains([':', '/', '.', '-'])
}

#[cfg(test)]
mod tests {
    use astern_cluster::{Workload, WorkloadKind};
    use astern_compare::{Change, FieldPath, Origin};
    use astern_diagnosis::{
        Certainty, ImageTrouble, Reach, Shortage, Suspect, SuspectPart, SymptomOf, Why,
    };
    use astern_manifest::ObjectId;
    use astern_masking::MaskedValue;
    use serde_json::{Value, json};

    use super::*;

    fn revision(number: u32) -> Revision {
        number.try_into().unwrap()
    }

    fn suspect(path: &[&str], from: Value, to: Value) -> Suspect {
        Suspect {
            certainty: Certainty::AlmostCertain,
            why: Why::AsksForMore,
            object: ObjectId {
                group: "apps".to_owned(),
                kind: "Deployment".to_owned(),
                namespace: None,
                name: "shop-web".to_owned(),
            },
            part: SuspectPart::Object,
            change: Change::Changed,
            path: Some(FieldPath::from_keys(path.iter().copied())),
            from: Some(MaskedValue::Plain(from)),
            to: Some(MaskedValue::Plain(to)),
            provenance: vec![Origin::Value {
                path: FieldPath::from_keys(["web", "cpu"].into_iter()),
            }],
            line: None,
            more: 0,
        }
    }

    const CONTAINER: [&str; 5] = ["spec", "template", "spec", "containers", "web"];

    fn diagnosis(trouble: Trouble, suspects: Vec<Suspect>) -> Diagnosis {
        Diagnosis {
            revision: revision(4),
            since: Some(revision(3)),
            findings: vec![Finding {
                of: vec![SymptomOf::Workload(Workload {
                    kind: WorkloadKind::Deployment,
                    namespace: "shop".parse().unwrap(),
                    name: "shop-web".to_owned(),
                })],
                trouble,
                reason: "Unschedulable".to_owned(),
                message: String::new(),
                log: Vec::new(),
                suspects,
                others: 11,
                reach: Reach::NotScheduled,
            }],
        }
    }

    fn none_of_three(older: u64) -> PodCounts {
        PodCounts {
            ready: 0,
            wanted: 3,
            older,
        }
    }

    #[test]
    fn symptom_and_cause_stand_in_one_headline() {
        let path = [&CONTAINER[..], &["resources", "requests", "cpu"]].concat();
        let cpu = Trouble::Unschedulable(vec![Shortage::Resource("cpu".to_owned())]);
        let found = diagnosis(cpu, vec![suspect(&path, json!("100m"), json!("64"))]);
        assert_eq!(
            diagnosis_headline(&found, none_of_three(2)).unwrap(),
            "Revision 4 does not start: 0 of 3 pods. No node has room: it raised the CPU request from 100m to 64."
        );
        assert_eq!(
            way_out(&found, none_of_three(2), Some(revision(3))),
            "It still answers: 2 older pods serve. Roll back to 3, or set `web.cpu` back to 100m and upgrade."
        );
        assert_eq!(
            comparison_headline(&found).unwrap(),
            "Revision 4 does not start: no node has room. It raised the CPU request from 100m to 64."
        );
        let some = PodCounts {
            ready: 1,
            ..none_of_three(0)
        };
        assert!(
            diagnosis_headline(&found, some)
                .unwrap()
                .starts_with("Only 1 of 3 pods of revision 4 is ready.")
        );
    }

    #[test]
    fn an_image_is_named_by_its_tags() {
        let image = Trouble::Image(ImageTrouble {
            image: Some("registry.example.com/shop-web:1.2.0-rc1".to_owned()),
            failure: ImageFailure::NotFound,
        });
        let path = [&CONTAINER[..], &["image"]].concat();
        let from = json!("registry.example.com/shop-web:1.1.0");
        let to = json!("registry.example.com/shop-web:1.2.0-rc1");
        let found = diagnosis(image, vec![suspect(&path, from, to)]);
        assert_eq!(
            diagnosis_headline(&found, none_of_three(0)).unwrap(),
            "Revision 4 does not start: 0 of 3 pods. registry.example.com/shop-web:1.2.0-rc1 is not in the registry: it changed \
             the image from 1.1.0 to 1.2.0-rc1."
        );
    }

    #[test]
    fn where_nothing_matches_that_is_said_with_where_to_look() {
        let image = Trouble::Image(ImageTrouble {
            image: None,
            failure: ImageFailure::Certificate,
        });
        let found = diagnosis(image, Vec::new());
        assert_eq!(
            diagnosis_headline(&found, none_of_three(0)).unwrap(),
            "Revision 4 does not start: 0 of 3 pods. Nothing that it changed explains why."
        );
        assert_eq!(
            way_out(&found, none_of_three(0), Some(revision(3))),
            "The registry's certificate is not accepted. What that depends on is as in revision 3, so its pods would probably \
             not start again either. Look at the registry first."
        );
    }

    #[test]
    fn without_another_revision_only_the_trouble_is_said() {
        let found = Diagnosis {
            since: None,
            ..diagnosis(Trouble::OutOfMemory, Vec::new())
        };
        assert_eq!(
            diagnosis_headline(&found, none_of_three(0)).unwrap(),
            "Revision 4 is not ready: 0 of 3 pods. The container needs more memory than its limit."
        );
        assert_eq!(way_out(&found, none_of_three(0), None), "");
    }
}

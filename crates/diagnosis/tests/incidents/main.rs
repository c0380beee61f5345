//! Incidents: what the cluster reports, word for word, of a release of which one change is the cause and at least six others
//! are not. The suspect named first has to be the true one; where no change could be the cause, none may be named.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod admission;
mod configuration;
mod crashes;
mod held;
mod images;
mod nothing;
mod precision;
mod probes;
mod release;
mod scheduling;
mod volumes;

use astern_cluster::{Ended, ProblemCause, ReadinessProblem, SeenIn, Workload, WorkloadKind};
use astern_compare::compare;
use astern_diagnosis::{Certainty, Diagnosis, Finding, Suspect, Symptom, SymptomOf, diagnose};
use astern_masking::Masking;

/// What happened to the container `web` of the Deployment `web`, or to its pods.
struct Incident {
    /// What the cluster reports.
    report: Report,
    /// What the revision changed: old and new text of the manifest.
    cause: &'static [(&'static str, &'static str)],
    /// The object and a part of the path of the suspect named first: `Deployment/web`, `resources.requests.cpu`. An object
    /// without a path is one that was added, removed or renamed.
    suspect: (&'static str, &'static str),
}

/// What the cluster reports.
#[derive(Clone)]
struct Report {
    cause: ProblemCause,
    reason: &'static str,
    message: &'static str,
    ended: Option<(i32, &'static str, &'static str)>,
    log: &'static [&'static str],
    workload: (WorkloadKind, &'static str),
    container: Option<&'static str>,
}

impl Report {
    fn new(cause: ProblemCause, reason: &'static str, message: &'static str) -> Self {
        Self {
            cause,
            reason,
            message,
            ended: None,
            log: &[],
            workload: (WorkloadKind::Deployment, "web"),
            container: None,
        }
    }

    /// A container that cannot be made: the message of `CreateContainerConfigError` and its like.
    fn configuration(reason: &'static str, message: &'static str) -> Self {
        Self::new(ProblemCause::Configuration, reason, message).in_web()
    }

    fn image(message: &'static str) -> Self {
        Self::new(ProblemCause::Image, "ImagePullBackOff", message).in_web()
    }

    fn unschedulable(message: &'static str) -> Self {
        Self::new(ProblemCause::Unschedulable, "Unschedulable", message)
    }

    /// A container that ended with an exit code, the message of its end, and what it logged.
    fn crash(code: i32, message: &'static str, log: &'static [&'static str]) -> Self {
        Self {
            ended: Some((code, "Error", message)),
            log,
            ..Self::new(ProblemCause::Crash, "CrashLoopBackOff", "").in_web()
        }
    }

    fn start_error(message: &'static str) -> Self {
        Self {
            ended: Some((128, "StartError", message)),
            ..Self::new(ProblemCause::Crash, "RunContainerError", "").in_web()
        }
    }

    fn memory(log: &'static [&'static str]) -> Self {
        Self {
            ended: Some((137, "OOMKilled", "")),
            log,
            ..Self::new(ProblemCause::Memory, "CrashLoopBackOff", "").in_web()
        }
    }

    fn probe(message: &'static str) -> Self {
        Self::new(ProblemCause::Probe, "Unhealthy", message)
    }

    fn volume(message: &'static str) -> Self {
        Self::new(ProblemCause::Volume, "FailedMount", message)
    }

    /// Pods that the API server does not create.
    fn refused(cause: ProblemCause, message: &'static str) -> Self {
        Self::new(cause, "ReplicaFailure", message)
    }

    fn in_web(self) -> Self {
        self.in_container("web")
    }

    fn in_container(mut self, container: &'static str) -> Self {
        self.container = Some(container);
        self
    }

    fn of(mut self, kind: WorkloadKind, name: &'static str) -> Self {
        self.workload = (kind, name);
        self
    }

    fn logs(mut self, log: &'static [&'static str]) -> Self {
        self.log = log;
        self
    }

    fn symptom(&self) -> Symptom {
        let (kind, name) = self.workload;
        Symptom {
            of: SymptomOf::Workload(Workload {
                kind,
                namespace: "shop".parse().unwrap(),
                name: name.to_owned(),
            }),
            problem: ReadinessProblem {
                cause: self.cause,
                reason: self.reason.to_owned(),
                seen_in: SeenIn {
                    kind: "Pod".to_owned(),
                    name: format!("{name}-5d8f9c7b6-x2x4z"),
                    container: self.container.map(str::to_owned),
                },
                message: self.message.to_owned(),
                ended: self.ended.map(|(exit_code, reason, message)| Ended {
                    exit_code,
                    reason: reason.to_owned(),
                    message: message.to_owned(),
                }),
                since: None,
                more: 0,
            },
            log: self.log.iter().map(|line| (*line).to_owned()).collect(),
        }
    }
}

/// Diagnoses a report after these changes of the manifest, beside those that mean nothing for it.
fn diagnosis_of(report: &Report, changes: &[(&str, &str)]) -> Diagnosis {
    let (from, to) = release::revisions(changes);
    let comparison = compare(&from, &to, &Masking::new([7; 16]));
    diagnose(&comparison, &[report.symptom()])
}

fn finding_of(report: &Report, changes: &[(&str, &str)]) -> Finding {
    let mut diagnosis = diagnosis_of(report, changes);
    diagnosis.findings.pop().unwrap()
}

fn described(suspect: &Suspect) -> String {
    let path = suspect.path.as_ref().map(ToString::to_string);
    let certainty = match suspect.certainty {
        Certainty::AlmostCertain => "almost certain",
        Certainty::Possible => "possible",
        Certainty::AddsTo => "adds",
    };
    format!(
        "{}/{} {} ({certainty}, {:?})",
        suspect.object.kind,
        suspect.object.name,
        path.unwrap_or_default(),
        suspect.why,
    )
}

/// Checks that the suspect named first is the true one, in each of the incidents.
#[track_caller]
fn check(incidents: &[Incident]) {
    let mut wrong = Vec::new();
    for incident in incidents {
        let finding = finding_of(&incident.report, incident.cause);
        let (object, part) = incident.suspect;
        let is_it = |suspect: &&Suspect| {
            let path = suspect.path.as_ref().map(ToString::to_string);
            let path = path.unwrap_or_default();
            let own = format!("{}/{}", suspect.object.kind, suspect.object.name);
            own == object && path.contains(part) && path.is_empty() == part.is_empty()
        };
        if finding.suspects.first().filter(is_it).is_none() {
            let suspects: Vec<String> = finding.suspects.iter().map(described).collect();
            wrong.push(format!(
                "{} {}\n  trouble: {:?}\n  expected {object} {part}\n  got {suspects:#?}",
                incident.report.reason, incident.report.message, finding.trouble,
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

//! Reads what is wrong from a problem.

use astern_cluster::{ProblemCause, ReadinessProblem};

use super::admission::{exceeded, refusal};
use super::missing::missing_object;
use super::scheduling::shortages;
use super::start::start_trouble;
use super::volume::volume_trouble;
use super::{
    ImageTrouble, Missing, MissingKind, ProbeTrouble, Refusal, Setting, StartTrouble, Trouble,
    VolumeTrouble,
};
use crate::words::{between, has_any, quoted_after};

impl Trouble {
    /// Reads what is wrong.
    pub(crate) fn of(problem: &ReadinessProblem) -> Self {
        let message = problem.message.as_str();
        match problem.cause {
            ProblemCause::NotReplaced(_) => Self::Held(Setting::UpdateStrategy),
            ProblemCause::Configuration => configuration(problem),
            ProblemCause::Image => Self::Image(ImageTrouble::read(&problem.reason, message)),
            ProblemCause::Crash => ended(problem),
            ProblemCause::Memory => Self::OutOfMemory,
            ProblemCause::Unschedulable if problem.reason == "SchedulingGated" => {
                Self::Held(Setting::SchedulingGate)
            }
            ProblemCause::Unschedulable => scheduling(message),
            ProblemCause::Volume => volume(message),
            ProblemCause::Quota | ProblemCause::Webhook | ProblemCause::Policy => refused(message),
            ProblemCause::Probe => Self::Probe(ProbeTrouble::read(message)),
            ProblemCause::InitContainer => Self::InitContainer,
            ProblemCause::ReadinessGate => Self::Held(Setting::ReadinessGate),
            ProblemCause::Paused => Self::Held(Setting::Paused),
            ProblemCause::MinReadySeconds => Self::Held(Setting::MinReadySeconds),
            ProblemCause::Terminating(_) | ProblemCause::NotSaid => Self::Unknown,
            ProblemCause::Other => other(problem),
        }
    }
}

/// Reads what the scheduler reports.
fn scheduling(message: &str) -> Trouble {
    if let Some(missing) = missing_object(message) {
        return Trouble::Missing(missing);
    }
    match shortages(message) {
        found if found.is_empty() => Trouble::Unknown,
        found => Trouble::Unschedulable(found),
    }
}

/// Reads why a volume cannot be mounted.
fn volume(message: &str) -> Trouble {
    match missing_object(message) {
        Some(missing) => Trouble::Missing(missing),
        None => volume_trouble(message).map_or(Trouble::Unknown, Trouble::Volume),
    }
}

/// Reads why the API server refuses a pod.
fn refused(message: &str) -> Trouble {
    if let Some(missing) = missing_object(message) {
        return Trouble::Missing(missing);
    }
    match exceeded(message) {
        found if found.is_empty() => Trouble::Refused(refusal(message)),
        found => Trouble::Exceeded(found),
    }
}

/// Reads why a container cannot be made or started.
fn configuration(problem: &ReadinessProblem) -> Trouble {
    let message = problem.message.as_str();
    if let Some(missing) = missing_object(message) {
        return Trouble::Missing(missing);
    }
    if has_any(message, &["runAsNonRoot", "non-root policy"]) {
        return Trouble::Refused(Refusal::of_kubelet(message));
    }
    let volume = quoted_after(message, "failed to prepare subPath for volumeMount ")
        .or_else(|| quoted_after(message, "cannot find volume "));
    if let Some(volume) = volume {
        return Trouble::Volume(VolumeTrouble::Named {
            volume: volume.to_owned(),
        });
    }
    if let Some(path) = quoted_after(message, "to rootfs at ") {
        return Trouble::Volume(VolumeTrouble::MountPath {
            path: path.to_owned(),
        });
    }
    Trouble::Start(start_trouble(message).unwrap_or(StartTrouble::Other))
}

/// Reads how a container ended: a runtime that cannot start it reports that as an end.
fn ended(problem: &ReadinessProblem) -> Trouble {
    if problem.reason == "FailedPostStartHook" || problem.reason == "PostStartHookError" {
        return Trouble::Held(Setting::PostStart);
    }
    let Some(ended) = &problem.ended else {
        return Trouble::Ended { exit_code: None };
    };
    let never_started = matches!(ended.reason.as_str(), "StartError" | "ContainerCannotRun");
    match start_trouble(&ended.message) {
        Some(trouble) if never_started => Trouble::Start(trouble),
        _ => Trouble::Ended {
            exit_code: Some(ended.exit_code),
        },
    }
}

/// Reads a problem whose reason has no cause of its own.
fn other(problem: &ReadinessProblem) -> Trouble {
    let message = problem.message.as_str();
    match problem.reason.as_str() {
        "Evicted" => Trouble::Evicted {
            resource: evicted_for(message),
        },
        "DeadlineExceeded" => Trouble::Held(Setting::Deadline),
        "PostStartHookError" | "FailedPostStartHook" => Trouble::Held(Setting::PostStart),
        "FailedCreatePodSandBox" if has_any(message, &["RuntimeHandler", "runtime handler"]) => {
            let name = quoted_after(message, "RuntimeHandler ");
            Trouble::Missing(Missing {
                kind: MissingKind::RuntimeClass,
                name: name.unwrap_or_default().to_owned(),
                key: None,
            })
        }
        "SysctlForbidden" | "AppArmor" => Trouble::Refused(Refusal::of_kubelet(message)),
        "FailedCreate" => refused(message),
        _ if has_any(message, &["longer than specified deadline"]) => {
            Trouble::Held(Setting::Deadline)
        }
        _ => Trouble::Unknown,
    }
}

/// Returns what a pod was evicted for. Source: `pkg/kubelet/eviction/helpers.go`.
fn evicted_for(message: &str) -> String {
    let volume = quoted_after(message, "Usage of EmptyDir volume ");
    let low = between(message, "The node was low on resource: ", ".");
    let storage = has_any(message, &["ephemeral local storage", "ephemeral storage"]);
    match (volume, low, storage) {
        (Some(volume), ..) => volume.to_owned(),
        (_, Some(low), _) => low.to_owned(),
        (.., true) => "ephemeral-storage".to_owned(),
        _ => String::new(),
    }
}

//! What is wrong with pods, in words.

use astern_diagnosis::{
    Exceeded, Finding, ImageFailure, MissingKind, ProbeFailure, ProbeKind, Refuser, Setting,
    Shortage, StartTrouble, SymptomOf, Trouble, VolumeTrouble,
};

use crate::list;

/// The most objects that are named.
const MAX_NAMED: usize = 2;

/// Returns what is wrong, as a heading: `No node has room for the pod`.
#[must_use]
pub fn trouble_heading(finding: &Finding) -> String {
    let mut heading = sentence(finding);
    if let Some(first) = heading.get(..1) {
        let first = first.to_uppercase();
        heading.replace_range(..1, &first);
    }
    heading
}

/// Returns what has the trouble: `Deployment/web and 2 more`.
#[must_use]
pub fn who_has_it(finding: &Finding) -> String {
    list(finding.of.iter(), MAX_NAMED)
}

/// Returns what is wrong, as a part of a sentence: `no node has room`.
pub(super) fn sentence(finding: &Finding) -> String {
    match &finding.trouble {
        Trouble::Missing(missing) => match (&missing.key, missing.name.as_str()) {
            (Some(key), name) => format!("key {key} is missing in {} {name}", missing.kind),
            (None, "") => format!("the {} is missing", missing.kind),
            (None, name) => match missing.kind {
                MissingKind::ServiceAccount => format!("service account {name} does not exist"),
                kind => format!("{kind} {name} does not exist"),
            },
        },
        Trouble::Image(image) => {
            let name = image.image.as_deref().unwrap_or("the image");
            match image.failure {
                ImageFailure::NotFound => format!("{name} is not in the registry"),
                ImageFailure::Denied => format!("the registry does not give {name} to the nodes"),
                ImageFailure::Unreachable => "the registry cannot be reached".to_owned(),
                ImageFailure::Certificate => {
                    "the registry's certificate is not accepted".to_owned()
                }
                ImageFailure::RateLimited => {
                    "the registry answers no more pulls for now".to_owned()
                }
                ImageFailure::InvalidName => format!("{name} is no valid name of an image"),
                ImageFailure::NeverPulled => {
                    format!("{name} is not on the node, and it may not be pulled")
                }
                ImageFailure::Platform => format!("{name} does not exist for the nodes' platform"),
                ImageFailure::Signature => format!("the signature of {name} is not accepted"),
                ImageFailure::NotSaid => format!("{name} cannot be pulled"),
            }
        }
        Trouble::Unschedulable(shortages) => shortage(shortages),
        Trouble::Start(start) => match start {
            StartTrouble::NotFound { program } => format!("{program} does not exist in the image"),
            StartTrouble::NotExecutable { program } => format!("{program} may not be executed"),
            StartTrouble::WorkingDirectory { path } => {
                format!("the working directory {path} does not exist")
            }
            StartTrouble::Other => "the container cannot be started".to_owned(),
        },
        Trouble::Ended { exit_code } => match exit_code {
            Some(code) => format!("the container ends with exit code {code}"),
            None => "the container ends".to_owned(),
        },
        Trouble::OutOfMemory => "the container needs more memory than its limit".to_owned(),
        Trouble::Probe(probe) => {
            let kind = match probe.kind {
                ProbeKind::Readiness => "readiness",
                ProbeKind::Liveness => "liveness",
                ProbeKind::Startup => "startup",
            };
            match &probe.failure {
                ProbeFailure::Status(status) => {
                    format!("the {kind} probe gets status {status}")
                }
                ProbeFailure::Refused => match probe.port {
                    Some(port) => format!("nothing answers the {kind} probe on port {port}"),
                    None => format!("nothing answers the {kind} probe"),
                },
                ProbeFailure::Timeout => format!("the {kind} probe gets no answer in time"),
                ProbeFailure::Scheme => {
                    format!("the {kind} probe asks over the wrong scheme, HTTP or HTTPS")
                }
                ProbeFailure::Command | ProbeFailure::Other => format!("the {kind} probe fails"),
            }
        }
        Trouble::Volume(volume) => match volume {
            VolumeTrouble::Key { volume, key } => {
                format!("key {key} of volume {volume} does not exist")
            }
            VolumeTrouble::InUse { .. } => "a volume is still used by another pod".to_owned(),
            VolumeTrouble::MountPath { path } => format!("nothing can be mounted at {path}"),
            VolumeTrouble::Named { volume } if volume.is_empty() => {
                "a volume cannot be mounted".to_owned()
            }
            VolumeTrouble::Named { volume } => format!("volume {volume} cannot be mounted"),
        },
        Trouble::Exceeded(exceeded) => exceeds(exceeded),
        Trouble::Refused(refusal) => match &refusal.by {
            Refuser::PodSecurity(level) => {
                format!("Pod Security ({level}) does not allow the pods")
            }
            Refuser::Webhook(name) => format!("the webhook {name} denies the pods"),
            Refuser::SilentWebhook(name) => format!("the webhook {name} does not answer"),
            Refuser::ApiServer => "a rule of the cluster does not allow the pods".to_owned(),
            Refuser::Kubelet => "the kubelet does not start the container".to_owned(),
        },
        Trouble::Evicted { resource } => match resource.as_str() {
            "" => "the pod was evicted".to_owned(),
            resource => format!("the pod was evicted for {resource}"),
        },
        Trouble::Held(setting) => match setting {
            Setting::ReadinessGate => "a readiness gate is not met",
            Setting::SchedulingGate => "a scheduling gate holds the pods back",
            Setting::Paused => "the Deployment is paused",
            Setting::MinReadySeconds => "ready pods do not count before minReadySeconds",
            Setting::UpdateStrategy => "the update strategy keeps an older pod that fails",
            Setting::Deadline => "its deadline passed",
            Setting::PostStart => "the postStart hook fails",
        }
        .to_owned(),
        Trouble::InitContainer => "an init container does not end".to_owned(),
        Trouble::Unknown => "Kubernetes does not say why".to_owned(),
    }
}

fn shortage(shortages: &[Shortage]) -> String {
    let say = |shortage: &Shortage| match shortage {
        Shortage::Resource(resource) if resource == "pods" => "no node takes more pods".to_owned(),
        Shortage::Resource(resource) if matches!(resource.as_str(), "cpu" | "memory") => {
            "no node has room".to_owned()
        }
        Shortage::Resource(resource) => format!("no node has {resource} left"),
        Shortage::NodeSelection => "no node has the labels that the pod selects".to_owned(),
        Shortage::Taint(taint) => format!("the pod does not tolerate the taint {taint}"),
        Shortage::PodAffinity | Shortage::ExistingAntiAffinity => {
            "affinity rules leave no node".to_owned()
        }
        Shortage::Spread => "topology spread constraints leave no node".to_owned(),
        Shortage::HostPort => "the host port is taken on every node".to_owned(),
        Shortage::UnboundClaim => "a claim is not bound to a volume".to_owned(),
        Shortage::VolumeNode => "the pod's volume is on another node".to_owned(),
        Shortage::VolumeCount => "no node can attach another volume".to_owned(),
        Shortage::DeviceClaim => "a device claim cannot be met".to_owned(),
        Shortage::Cordoned => "the nodes take no pods".to_owned(),
    };
    // What the pod asks for is told before what is usual on some nodes, such as the taint of the control plane.
    let resource = shortages
        .iter()
        .find(|one| matches!(one, Shortage::Resource(_)));
    let usual = |one: &&Shortage| !matches!(one, Shortage::Taint(_) | Shortage::Cordoned);
    let first = resource
        .or_else(|| shortages.iter().find(usual))
        .or_else(|| shortages.first());
    first.map_or_else(|| "no node takes the pod".to_owned(), say)
}

fn exceeds(exceeded: &[Exceeded]) -> String {
    match exceeded.first() {
        Some(Exceeded::Quota { resource }) => format!("the quota of {resource} is used up"),
        Some(Exceeded::NotSet { resource }) => {
            format!("a quota asks for {resource}, which is not set")
        }
        Some(Exceeded::Maximum { resource }) => {
            format!("the pods ask for more {resource} than a LimitRange allows")
        }
        Some(Exceeded::Minimum { resource }) => {
            format!("the pods ask for less {resource} than a LimitRange allows")
        }
        Some(Exceeded::Ratio { resource }) => {
            format!("the {resource} limit is more times the request than a LimitRange allows")
        }
        None => "a limit of the namespace is reached".to_owned(),
    }
}

/// Returns whether a trouble is one of something that ran.
pub(super) fn has_run(finding: &Finding) -> bool {
    matches!(
        finding.trouble,
        Trouble::Ended { .. }
            | Trouble::OutOfMemory
            | Trouble::Probe(_)
            | Trouble::Evicted { .. }
            | Trouble::Held(_)
    )
}

/// Returns whether what has the trouble is a hook.
pub(super) fn is_hook(finding: &Finding) -> bool {
    matches!(finding.of.first(), Some(SymptomOf::Hook(_)))
}

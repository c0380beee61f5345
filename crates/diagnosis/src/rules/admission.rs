//! Pods that the API server or the kubelet refuses.

use std::cmp::Ordering;

use astern_compare::Change;

use super::amounts::order;
use super::opinion::Opinion;
use crate::changed::Changed;
use crate::place::{Place, steps};
use crate::scene::Scene;
use crate::words::{has_any, names};
use crate::{Exceeded, Refusal, Refuser, Why};

/// Returns whether a change explains that an amount is not allowed.
pub(super) fn judge_amount(
    exceeded: &Exceeded,
    change: &Changed<'_>,
    place: &Place<'_>,
) -> Option<Opinion> {
    let order = order(change);
    let (more, less) = (
        order == Some(Ordering::Greater),
        order == Some(Ordering::Less),
    );
    let rule = match exceeded {
        Exceeded::Quota { .. } | Exceeded::NotSet { .. } => "ResourceQuota",
        _ => "LimitRange",
    };
    if change.object.id.kind == rule {
        return (change.change != Change::Removed).then(|| Opinion::certain(15, Why::AllowsLess));
    }
    let path = match place {
        Place::Container { path, .. } | Place::Pod(path) => path.as_slice(),
        Place::Workload(path) => match (exceeded, path.as_slice()) {
            (Exceeded::Quota { resource }, ["spec", "replicas" | "parallelism"]) if more => {
                return Some(match resource.as_str() {
                    "pods" | "count/pods" => Opinion::certain(20, Why::MorePods),
                    _ => Opinion::adds(Why::MorePods),
                });
            }
            (Exceeded::Quota { .. }, ["spec", "strategy", "rollingUpdate", "maxSurge"]) => {
                return Some(Opinion::possible(5, Why::MorePods));
            }
            _ => return None,
        },
        _ => return None,
    };
    let ["resources", kind @ ("requests" | "limits"), name] = path else {
        return None;
    };
    // `cpu` of a quota means the requests.
    let is_it = |resource: &str| match resource.split_once('.') {
        Some((of, resource)) if matches!(of, "requests" | "limits") => {
            // A limit without a request is also the request.
            (of == *kind || of == "requests") && resource == *name
        }
        _ => resource == *name,
    };
    let certain = |weight, why| Some(Opinion::certain(weight, why));
    match exceeded {
        Exceeded::Quota { resource } if is_it(resource) && more => certain(20, Why::AsksForMore),
        Exceeded::NotSet { resource } if is_it(resource) && change.change == Change::Removed => {
            certain(20, Why::RemovesIt)
        }
        Exceeded::Maximum { resource } if resource == name && more => certain(20, Why::AsksForMore),
        Exceeded::Minimum { resource } if resource == name && less => certain(20, Why::AllowsLess),
        Exceeded::Ratio { resource } if resource == name => {
            let widens = match *kind {
                "limits" => more,
                _ => less || change.change == Change::Removed,
            };
            widens.then(|| Opinion::certain(20, Why::DependsOnIt))
        }
        _ => None,
    }
}

/// Words of a policy's message, each with the fields that it is about.
const POLICY_WORDS: [(&[&str], &[&str]); 9] = [
    (
        &[
            "image",
            "registry",
            "registries",
            "repository",
            "repo",
            "tag",
            "latest",
            "digest",
        ],
        &["image", "imagePullPolicy"],
    ),
    (&["label", "labels"], &["labels"]),
    (&["annotation", "annotations"], &["annotations"]),
    (
        &["limits", "limit", "requests", "memory", "cpu", "resources"],
        &["resources"],
    ),
    (
        &[
            "privileged",
            "root",
            "capabilities",
            "runAsUser",
            "runAsNonRoot",
            "securityContext",
            "seccomp",
            "privilege",
            "read-only",
            "readOnlyRootFilesystem",
        ],
        &["securityContext"],
    ),
    (&["hostPath", "volume", "volumes"], &["volumes"]),
    (
        &["hostNetwork", "hostPID", "hostIPC", "hostPort"],
        &["hostNetwork", "hostPID", "hostIPC", "ports"],
    ),
    (
        &["probe", "probes", "livenessProbe", "readinessProbe"],
        &["livenessProbe", "readinessProbe", "startupProbe"],
    ),
    (
        &["serviceAccount", "service account", "token"],
        &["serviceAccountName", "automountServiceAccountToken"],
    ),
];

/// Returns whether a change explains that pods are refused for what they are.
pub(super) fn judge_refusal(
    refusal: &Refusal,
    change: &Changed<'_>,
    place: &Place<'_>,
    scene: &Scene<'_>,
) -> Option<Opinion> {
    let id = &change.object.id;
    match &refusal.by {
        Refuser::SilentWebhook(name) => return silent_webhook(name, change, scene),
        Refuser::PodSecurity(_) if id.kind == "Namespace" => {
            let steps = steps(&change.path);
            let enforces = steps.contains(&"pod-security.kubernetes.io/enforce");
            return enforces.then(|| Opinion::certain(30, Why::AllowsLess));
        }
        Refuser::Webhook(_) | Refuser::ApiServer if is_policy(&id.kind) => {
            return names(scene.message, &id.name)
                .then(|| Opinion::certain(15, Why::NamedInMessage));
        }
        _ => {}
    }
    let path: Vec<&str> = match place {
        Place::Container { name, path } => {
            let is_named = scene.message.contains(&format!("\"{name}\""));
            let names_others =
                scene.message.contains("container \"") || scene.message.contains("containers \"");
            if names_others && !is_named && matches!(refusal.by, Refuser::PodSecurity(_)) {
                return None;
            }
            path.clone()
        }
        Place::Pod(path) | Place::PodMetadata(path) => path.clone(),
        _ => return None,
    };
    // What lets pods have more than they may is no cause once it is gone.
    let loosens = [
        "hostNetwork",
        "hostPID",
        "hostIPC",
        "hostPath",
        "hostPort",
        "volumes",
        "sysctls",
        "privileged",
    ];
    let is_gone =
        change.change == Change::Removed && path.iter().any(|step| loosens.contains(step));
    let is_field = !is_gone
        && refusal
            .fields
            .iter()
            .any(|field| path.contains(&field.as_str()) || is_inside(field, change));
    let value_named = [change.new_text(), change.old_text()]
        .into_iter()
        .flatten()
        .any(|value| value.len() >= 4 && names(scene.message, &value));
    match &refusal.by {
        Refuser::PodSecurity(_) | Refuser::Kubelet => {
            is_field.then(|| Opinion::certain(20, Why::NamedInMessage))
        }
        _ if is_field || (value_named && path.last() != Some(&"name")) => {
            let both = u32::from(is_field) + u32::from(value_named);
            Some(Opinion::certain(20 + 5 * both, Why::NamedInMessage))
        }
        _ => {
            let last = path.last().copied().unwrap_or_default();
            if last.len() >= 4 && names(scene.message, last) {
                return Some(Opinion::certain(18, Why::NamedInMessage));
            }
            let is_about = POLICY_WORDS.iter().any(|(words, fields)| {
                let says = words.iter().any(|word| word_in(scene.message, word));
                says && path.first().is_some_and(|first| fields.contains(first))
            });
            is_about.then(|| Opinion::possible(10, Why::DependsOnIt))
        }
    }
}

fn word_in(message: &str, word: &str) -> bool {
    names(message, word) || names(&message.to_ascii_lowercase(), &word.to_ascii_lowercase())
}

/// Returns whether a value that was added or removed as a whole has a field of this name, such as `{}` for a
/// `securityContext` that was emptied.
fn is_inside(field: &str, change: &Changed<'_>) -> bool {
    let security = [
        "runAsNonRoot",
        "runAsUser",
        "allowPrivilegeEscalation",
        "capabilities",
        "seccompProfile",
    ];
    security.contains(&field) && steps(&change.path).last() == Some(&"securityContext")
}

fn is_policy(kind: &str) -> bool {
    matches!(
        kind,
        "ValidatingAdmissionPolicy"
            | "ValidatingAdmissionPolicyBinding"
            | "ValidatingWebhookConfiguration"
            | "MutatingWebhookConfiguration"
            | "ClusterPolicy"
            | "Policy"
    )
}

/// A webhook that does not answer: what it is made of changed in the release.
fn silent_webhook(name: &str, change: &Changed<'_>, scene: &Scene<'_>) -> Option<Opinion> {
    let id = &change.object.id;
    let is_configuration = matches!(
        id.kind.as_str(),
        "ValidatingWebhookConfiguration" | "MutatingWebhookConfiguration"
    );
    let path = steps(&change.path);
    if is_configuration && (path.contains(&name) || path.is_empty()) {
        let looser = has_any(&path.join("."), &["timeoutSeconds"]);
        return (change.change != Change::Removed && !looser)
            .then(|| Opinion::certain(25, Why::DependsOnIt));
    }
    // `Post "https://policy.shop.svc:443/validate"`
    let service = format!("://{}.", id.name);
    let serves = id.kind == "Service" && scene.message.contains(&service);
    let matters = path.is_empty() || matches!(path.as_slice(), ["spec", ..]);
    (serves && matters && change.change != Change::Added)
        .then(|| Opinion::certain(20, Why::NamedInMessage))
}

//! Changes that Kubernetes is known to refuse, by its rules, and the ways out. The API server has not been asked.

use astern_compare::{Comparison, ImmutableChange, ImmutableRule};
use astern_ledger::{Namespace, ReleaseName, Revision};
use astern_manifest::ObjectId;

use crate::shell;

/// A change that Kubernetes refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedChange {
    /// What it refuses, as a sentence.
    pub what: String,
    /// What to do instead or before, as a sentence.
    pub way_out: String,
    /// The command of the way out, if there is one.
    pub command: Option<String>,
}

/// Returns the changes of immutable fields that Kubernetes refuses when the comparison's first revision is changed to the second,
/// one for each object.
#[must_use]
pub fn refused_changes(comparison: &Comparison) -> Vec<RefusedChange> {
    let refused = comparison.effects.immutable.iter();
    let refused = refused.filter(|change| change.rule != ImmutableRule::Kept);
    let mut found: Vec<(&ObjectId, RefusedChange)> = Vec::new();
    for change in refused {
        if !found.iter().any(|(object, _)| *object == &change.object) {
            found.push((
                &change.object,
                refused_change(change, &comparison.namespace),
            ));
        }
    }
    found.into_iter().map(|(_, refused)| refused).collect()
}

fn refused_change(change: &ImmutableChange, release_namespace: &Namespace) -> RefusedChange {
    let ImmutableChange {
        object,
        field,
        rule,
    } = change;
    let name = format!("{}/{}", object.kind, object.name);
    let what = match rule {
        ImmutableRule::Shrinks => format!("{name} cannot be made smaller: {field}."),
        ImmutableRule::MarkedImmutable => {
            format!("{name} cannot be changed: it says `immutable: true` ({field}).")
        }
        ImmutableRule::Refused | ImmutableRule::Kept => {
            format!("{field} of {name} cannot be changed.")
        }
    };
    let delete = |options: &[&str]| {
        let namespace = object.namespace.as_deref();
        let namespace = namespace.unwrap_or(release_namespace.as_str());
        let kind = resource(object);
        let words = [
            "kubectl",
            "delete",
            &kind,
            &object.name,
            "--namespace",
            namespace,
        ];
        Some(shell::command(
            words.into_iter().chain(options.iter().copied()),
        ))
    };
    let (way_out, command) = match (object.group.as_str(), object.kind.as_str()) {
        ("apps", "Deployment" | "DaemonSet" | "ReplicaSet") => (
            format!(
                "Take the {} away first and leave its pods running. Helm then makes it anew; the pods that run now belong to \
                 nobody, so delete them afterwards.",
                object.kind
            ),
            delete(&["--cascade=orphan"]),
        ),
        ("apps", "StatefulSet") => (
            "Take the StatefulSet away first and leave its pods running. Helm then makes it anew, and it takes them over."
                .to_owned(),
            delete(&["--cascade=orphan"]),
        ),
        ("batch", "Job") => (
            "Delete the Job first. Helm then makes it anew, and it runs again.".to_owned(),
            delete(&[]),
        ),
        ("", "PersistentVolumeClaim") => (
            "A claim keeps what it has: go back by an upgrade with the chart and values of that revision, and this field as it is \
             now."
                .to_owned(),
            None,
        ),
        ("", "Secret" | "ConfigMap") => (
            format!(
                "Delete the {} first. Helm then makes it anew; pods that start in between fail.",
                object.kind
            ),
            delete(&[]),
        ),
        ("", "Service") => (
            "Delete the Service first. Helm then makes it anew; until then nobody reaches it.".to_owned(),
            delete(&[]),
        ),
        _ => (
            format!("Delete the {} first. Helm then makes it anew.", object.kind),
            delete(&[]),
        ),
    };
    RefusedChange {
        what,
        way_out,
        command,
    }
}

/// Returns how kubectl names the kind of an object: `deployment`, `rolebinding.rbac.authorization.k8s.io`.
fn resource(object: &ObjectId) -> String {
    let kind = object.kind.to_lowercase();
    match object.group.as_str() {
        "" | "apps" | "batch" => kind,
        group => format!("{kind}.{group}"),
    }
}

/// Returns that the cluster serves a kind no longer that the manifest of a revision has, so that helm cannot build it.
#[must_use]
pub fn unserved_kind(
    (kind, api_version): (&str, &str),
    revision: Revision,
    (namespace, release): (&Namespace, &ReleaseName),
) -> RefusedChange {
    let words = [
        "helm",
        "mapkubeapis",
        release.as_str(),
        "--namespace",
        namespace.as_str(),
    ];
    RefusedChange {
        what: format!(
            "The cluster serves no {kind} in {api_version}, which revision {revision} has: helm stops before it applies anything, \
             and leaves the release pending-rollback."
        ),
        way_out: "Rewrite the API version in the records of the release with the plugin mapkubeapis, where another version of the \
                  kind is served."
            .to_owned(),
        command: Some(shell::command(words)),
    }
}

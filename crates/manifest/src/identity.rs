//! The identity of an object.

use std::fmt;

use serde::Serialize;

/// Identifies an object by API group, kind, namespace and name. The API *version* is not part of the identity: the same
/// Deployment can be written as `apps/v1beta2` and `apps/v1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ObjectId {
    /// The API group; empty for the core group.
    pub group: String,
    /// The kind, such as `Deployment`.
    pub kind: String,
    /// The namespace as written; `None` when it is missing or empty.
    pub namespace: Option<String>,
    /// The name. For an object with only a `generateName`: that prefix and `*`, which no name can contain.
    pub name: String,
}

/// Built-in API groups with unambiguous kinds. They are left out of the displayed name of an object.
const KNOWN_GROUPS: [&str; 15] = [
    "",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "apps",
    "autoscaling",
    "batch",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
];

/// `Deployment/namespace/name`, or `ClusterRole/name` without a namespace; with the group after the kind where it is not
/// in [`KNOWN_GROUPS`] (`Certificate.cert-manager.io/namespace/name`).
impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind)?;
        if !KNOWN_GROUPS.contains(&self.group.as_str()) {
            write!(f, ".{}", self.group)?;
        }
        if let Some(namespace) = &self.namespace {
            write!(f, "/{namespace}")?;
        }
        write!(f, "/{}", self.name)
    }
}

/// Returns the group of an `apiVersion`: the part before the slash; empty for the core group.
pub(crate) fn group(api_version: &str) -> &str {
    api_version.split_once('/').map_or("", |(group, _)| group)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(group: &str, kind: &str, namespace: Option<&str>) -> ObjectId {
        ObjectId {
            group: group.to_owned(),
            kind: kind.to_owned(),
            namespace: namespace.map(str::to_owned),
            name: "web".to_owned(),
        }
    }

    #[test]
    fn objects_are_displayed_with_kind_namespace_and_name() {
        assert_eq!(
            id("apps", "Deployment", Some("shop")).to_string(),
            "Deployment/shop/web"
        );
        assert_eq!(id("", "Namespace", None).to_string(), "Namespace/web");
        assert_eq!(
            id("cert-manager.io", "Certificate", Some("shop")).to_string(),
            "Certificate.cert-manager.io/shop/web"
        );
        assert_eq!(
            id("extensions", "Ingress", None).to_string(),
            "Ingress.extensions/web"
        );
    }

    #[test]
    fn the_group_precedes_the_slash() {
        assert_eq!(group("v1"), "");
        assert_eq!(group("apps/v1"), "apps");
    }
}

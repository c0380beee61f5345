//! Finds the installations of Astern that a cluster-scoped object proves.
//!
//! Everybody who may write in some namespace can create a Service there with the labels of Astern's. The page that it serves
//! through the API server's service proxy has the origin of the API, so its scripts act with the rights of whoever opens
//! it. Therefore no Service is believed: the proof is the ClusterRoleBinding of the chart, which only those can create who
//! may bind its ClusterRole in the whole cluster.

use std::collections::BTreeMap;

use astern_ledger::{Namespace, Timestamp};
use serde::Deserialize;

use crate::exchange::ask;
use crate::object_meta::{ObjectMeta, PartialObject, null_is_empty};
use crate::request::segment;
use crate::{Accept, Request, Right, Transport, Verb};

/// The label that every object of the chart has.
const SELECTOR: &str = "app.kubernetes.io/name=astern";

/// The annotation of the chart's ClusterRoleBinding: `NAMESPACE/SERVICE` of the endpoint.
const ENDPOINT: &str = "astern.dev/endpoint";

/// The service account that the endpoint runs as.
const ENDPOINT_ACCOUNT: &str = "astern";

/// An endpoint in the cluster, and what proves that it is Astern's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Installation {
    /// The namespace of the installation.
    pub namespace: Namespace,
    /// The name of its Service.
    pub service: String,
    /// The name of the ClusterRoleBinding that names both.
    pub cluster_role_binding: String,
}

impl Installation {
    /// Returns the path of the page through the service proxy of the API server, with a trailing slash.
    pub fn path(&self) -> String {
        let (namespace, service) = (&self.namespace, segment(&self.service));
        format!("api/v1/namespaces/{namespace}/services/https:{service}:443/proxy/")
    }
}

/// What a user may know about the installations in the cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Installations {
    /// No ClusterRoleBinding is one of Astern's.
    None,
    /// There may be some, but the ClusterRoleBindings may not be read, or none of them proves where.
    Unproven,
    /// These are proven. There is at least one.
    Proven(Vec<Installation>),
}

/// Returns the installations that a ClusterRoleBinding proves. Whether they respond is not checked.
///
/// A ClusterRoleBinding is a proof when it has the form that the chart gives it, and its namespace existed before it. A
/// namespace that was deleted and created again is younger than a ClusterRoleBinding that was left behind, and may belong to
/// somebody else. The API server sets both times.
pub async fn find_installations<T: Transport>(transport: &T) -> Installations {
    let right = Right {
        verb: Verb::List,
        resource: "clusterrolebindings.rbac.authorization.k8s.io".into(),
        namespace: None,
    };
    let path = "apis/rbac.authorization.k8s.io/v1/clusterrolebindings";
    let request = Request::get(path, Accept::Json)
        .needing(right)
        .query("labelSelector", SELECTOR);
    let Ok(bindings) = ask::<_, BindingList>(transport, &request).await else {
        return Installations::Unproven;
    };
    let mut proven = Vec::new();
    for binding in &bindings.items {
        if let Some(claim) = binding.claim()
            && is_older_namespace(transport, &claim).await
        {
            proven.push(claim.installation);
        }
    }
    match (proven.is_empty(), bindings.items.is_empty()) {
        (false, _) => Installations::Proven(proven),
        (true, false) => Installations::Unproven,
        (true, true) => Installations::None,
    }
}

/// Whether the namespace of a claim existed when the ClusterRoleBinding was created, and still does.
async fn is_older_namespace<T: Transport>(transport: &T, claim: &Claim) -> bool {
    let namespace = &claim.installation.namespace;
    let right = Right {
        verb: Verb::Get,
        resource: "namespaces".into(),
        namespace: None,
    };
    let path = format!("api/v1/namespaces/{namespace}");
    let request = Request::get(path, Accept::Metadata).needing(right);
    let Ok(PartialObject { metadata }) = ask(transport, &request).await else {
        return false;
    };
    existed_at(&metadata, claim.made_at)
}

/// Whether an object was created at or before a time and is not being deleted.
fn existed_at(object: &ObjectMeta, time: Timestamp) -> bool {
    object.deletion_timestamp.is_none()
        && object
            .creation_timestamp
            .is_some_and(|created| created <= time)
}

/// What a ClusterRoleBinding of the chart's form says.
#[derive(PartialEq, Eq, Debug)]
struct Claim {
    installation: Installation,
    /// When the ClusterRoleBinding was created.
    made_at: Timestamp,
}

#[derive(Deserialize)]
struct BindingList {
    #[serde(default, deserialize_with = "null_is_empty")]
    items: Vec<ClusterRoleBinding>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClusterRoleBinding {
    metadata: BindingMeta,
    role_ref: Reference,
    #[serde(default, deserialize_with = "null_is_empty")]
    subjects: Vec<Reference>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BindingMeta {
    name: String,
    #[serde(default)]
    annotations: BTreeMap<String, String>,
    creation_timestamp: Option<Timestamp>,
    deletion_timestamp: Option<Timestamp>,
}

/// A `RoleRef` or a `Subject`.
#[derive(Deserialize, PartialEq, Eq)]
struct Reference {
    kind: String,
    name: String,
    #[serde(default)]
    namespace: String,
}

impl ClusterRoleBinding {
    /// Returns what it says, if it has the form that the chart gives it: the name follows from the namespace, it binds the
    /// ClusterRole of the same name to the endpoint's account in that namespace and to nobody else, and its annotation names
    /// a Service there.
    fn claim(&self) -> Option<Claim> {
        let meta = &self.metadata;
        let (namespace, service) = meta.annotations.get(ENDPOINT)?.split_once('/')?;
        let namespace: Namespace = namespace.parse().ok()?;
        let name = format!("astern-token-review-{namespace}");
        let [subject] = self.subjects.as_slice() else {
            return None;
        };
        let account = Reference {
            kind: "ServiceAccount".to_owned(),
            name: ENDPOINT_ACCOUNT.to_owned(),
            namespace: namespace.to_string(),
        };
        let is_of_chart = meta.name == name
            && meta.deletion_timestamp.is_none()
            && self.role_ref.kind == "ClusterRole"
            && self.role_ref.name == name
            && *subject == account
            && is_service_name(service);
        let made_at = meta.creation_timestamp?;
        is_of_chart.then(|| Claim {
            installation: Installation {
                namespace,
                service: service.to_owned(),
                cluster_role_binding: name,
            },
            made_at,
        })
    }
}

/// Whether it is a name that a Service can have: a DNS label (RFC 1035).
fn is_service_name(name: &str) -> bool {
    let is_label_byte = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    name.len() <= 63
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('-')
        && name.bytes().all(is_label_byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn chart() -> Value {
        json!({
            "metadata": { "name": "astern-token-review-tools", "creationTimestamp": "2026-11-28T10:00:00Z",
                "annotations": { "astern.dev/endpoint": "tools/astern" } },
            "roleRef": { "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
                "name": "astern-token-review-tools" },
            "subjects": [{ "kind": "ServiceAccount", "name": "astern", "namespace": "tools" }],
        })
    }

    fn claim(binding: Value) -> Option<Claim> {
        let binding: ClusterRoleBinding = serde_json::from_value(binding).unwrap();
        binding.claim()
    }

    #[test]
    fn the_binding_of_the_chart_names_the_endpoint() {
        let claim = claim(chart()).unwrap();
        assert_eq!(
            claim.installation,
            Installation {
                namespace: "tools".parse().unwrap(),
                service: "astern".to_owned(),
                cluster_role_binding: "astern-token-review-tools".to_owned(),
            }
        );
        assert_eq!(
            claim.installation.path(),
            "api/v1/namespaces/tools/services/https:astern:443/proxy/"
        );
    }

    #[test]
    fn a_binding_of_any_other_form_names_nothing() {
        let with = |pointer: &str, value: Value| {
            let mut binding = chart();
            *binding.pointer_mut(pointer).unwrap() = value;
            binding
        };
        let annotated = |value: &str| {
            with(
                "/metadata/annotations",
                json!({ "astern.dev/endpoint": value }),
            )
        };
        let others = [
            with("/metadata/name", json!("astern-token-review-mallory")),
            with("/metadata/name", json!("view-for-the-team")),
            with("/metadata/annotations", json!({})),
            with("/metadata/creationTimestamp", Value::Null),
            annotated("mallory/astern"),
            annotated("tools"),
            annotated("tools/"),
            annotated("tools/astern/x"),
            annotated("tools/../../../nodes/n"),
            annotated("tools/Astern"),
            annotated("../astern"),
            annotated("/astern"),
            with("/roleRef/name", json!("view")),
            with("/roleRef/kind", json!("Role")),
            with("/subjects", Value::Null),
            with("/subjects", json!([])),
            with("/subjects/0/namespace", json!("mallory")),
            with("/subjects/0/name", json!("default")),
            with("/subjects/0/kind", json!("User")),
            with(
                "/subjects",
                json!([chart()["subjects"][0], { "kind": "User", "name": "mallory" }]),
            ),
        ];
        for binding in others {
            assert_eq!(claim(binding.clone()), None, "{binding}");
        }
        let mut deleted = chart();
        deleted["metadata"]["deletionTimestamp"] = json!("2026-11-28T11:00:00Z");
        assert_eq!(claim(deleted), None);
    }

    #[test]
    fn a_namespace_that_was_created_again_is_not_the_one_that_was_proven() {
        let existed = |metadata: Value| {
            let metadata: ObjectMeta = serde_json::from_value(metadata).unwrap();
            existed_at(&metadata, claim(chart()).unwrap().made_at)
        };
        for created in ["2026-01-01T00:00:00Z", "2026-11-28T10:00:00Z"] {
            assert!(
                existed(json!({ "creationTimestamp": created })),
                "{created}"
            );
        }
        for other in [
            json!({ "creationTimestamp": "2026-11-28T10:00:01Z" }),
            json!({ "creationTimestamp": null }),
            json!({ "creationTimestamp": "2026-01-01T00:00:00Z",
                "deletionTimestamp": "2026-11-28T11:00:00Z" }),
        ] {
            assert!(!existed(other.clone()), "{other}");
        }
    }
}

//! Finds the installations of Astern that a ClusterRoleBinding proves.

use crate::scripted_transport::ScriptedTransport;
use astern_cluster::{Accept, Installations, find_installations};
use pollster::block_on;
use serde_json::{Value, json};

/// The ClusterRoleBinding that the chart creates in a namespace.
fn binding(namespace: &str) -> Value {
    let name = format!("astern-token-review-{namespace}");
    json!({
        "metadata": { "name": name, "creationTimestamp": "2026-11-28T10:00:00Z",
            "annotations": { "astern.dev/endpoint": format!("{namespace}/astern") } },
        "roleRef": { "kind": "ClusterRole", "name": name },
        "subjects": [{ "kind": "ServiceAccount", "name": "astern", "namespace": namespace }],
    })
}

fn list(items: &[Value]) -> (u16, Value) {
    (200, json!({ "metadata": {}, "items": items }))
}

fn namespace_created(at: &str) -> (u16, Value) {
    (200, json!({ "metadata": { "creationTimestamp": at } }))
}

const BEFORE: &str = "2026-11-28T09:59:59Z";
const AFTER: &str = "2026-11-28T10:00:01Z";

fn find(responses: impl IntoIterator<Item = (u16, Value)>) -> (Installations, ScriptedTransport) {
    let transport = ScriptedTransport::new(responses);
    (block_on(find_installations(&transport)), transport)
}

#[test]
fn a_cluster_role_binding_proves_an_installation_in_a_namespace_that_is_older() {
    let (found, transport) = find([
        list(&[binding("tools"), binding("mallory")]),
        namespace_created(BEFORE),
        namespace_created(AFTER),
    ]);
    let Installations::Proven(proven) = found else {
        panic!("{found:?}")
    };
    let proven: Vec<_> = proven
        .iter()
        .map(|one| (one.path(), one.cluster_role_binding.as_str()))
        .collect();
    assert_eq!(
        proven,
        [(
            "api/v1/namespaces/tools/services/https:astern:443/proxy/".to_owned(),
            "astern-token-review-tools"
        )]
    );
    assert_eq!(
        transport.targets(),
        [
            "apis/rbac.authorization.k8s.io/v1/clusterrolebindings?labelSelector=app.kubernetes.io%2Fname%3Dastern",
            "api/v1/namespaces/tools",
            "api/v1/namespaces/mallory",
        ]
    );
    assert_eq!(transport.requests()[1].accept, Accept::Metadata);
}

/// Services are never asked for: everybody with a namespace can create one, with any label.
#[test]
fn nothing_is_proven_where_the_bindings_or_the_namespace_may_not_be_read() {
    let refused = || (403, json!({ "kind": "Status", "message": "forbidden" }));
    for responses in [
        vec![refused()],
        vec![(200, json!({ "kind": "Unexpected", "items": [{}] }))],
        vec![list(&[binding("tools")]), refused()],
        vec![list(&[binding("tools")]), (404, json!({}))],
        vec![list(&[binding("tools")]), namespace_created(AFTER)],
        vec![],
    ] {
        let (found, transport) = find(responses);
        assert_eq!(found, Installations::Unproven);
        let targets = transport.targets();
        assert!(!targets.iter().any(|target| target.contains("services")));
    }
}

#[test]
fn without_a_binding_of_astern_there_is_no_installation() {
    assert_eq!(find([list(&[])]).0, Installations::None);
}

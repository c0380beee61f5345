//! Secrets within other objects: custom resources that make Secrets or carry manifests, and texts in ConfigMaps.

use serde_json::{Value, json};

use crate::places::{SECRETS, masked_object, masked_values};

/// The secret of a case, and its base64.
struct Planted<'a> {
    text: &'a str,
    base64: String,
}

/// Returns objects in which a secret stands under a name that does not tell.
fn objects(Planted { text, base64 }: &Planted<'_>) -> Vec<Value> {
    let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "stringData": {"zone": text}});
    let encoded = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "data": {"zone": base64}});
    let yaml = format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  zone: {text}\n"
    );
    let two = format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n---\n{yaml}");
    vec![
        json!({"apiVersion": "isindir.github.com/v1alpha3", "kind": "SopsSecret", "metadata": {"name": "a"},
            "spec": {"secretTemplates": [{"name": "b", "stringData": {"zone": text}}, {"name": "c", "data": {"zone": base64}}]}}),
        json!({"apiVersion": "bitnami.com/v1alpha1", "kind": "SealedSecret", "metadata": {"name": "a"},
            "spec": {"encryptedData": {"b": "AgBy3i4OJSWK"}, "template": {"data": {"zone": text}}}}),
        json!({"apiVersion": "external-secrets.io/v1", "kind": "ExternalSecret", "metadata": {"name": "a"},
            "spec": {"target": {"template": {"data": {"zone": text}}}}}),
        json!({"apiVersion": "external-secrets.io/v1", "kind": "ClusterExternalSecret", "metadata": {"name": "a"},
            "spec": {"externalSecretSpec": {"target": {"template": {"data": {"zone": text}}}}}}),
        json!({"apiVersion": "secrets.hashicorp.com/v1beta1", "kind": "VaultStaticSecret", "metadata": {"name": "a"},
            "spec": {"destination": {"transformation": {"templates": {}}, "stringData": {"zone": text}}}}),
        json!({"apiVersion": "fleet.cattle.io/v1alpha1", "kind": "Bundle", "metadata": {"name": "a"},
            "spec": {"resources": [{"name": "templates/a.yaml", "content": yaml}]}}),
        json!({"apiVersion": "work.open-cluster-management.io/v1", "kind": "ManifestWork", "metadata": {"name": "a"},
            "spec": {"workload": {"manifests": [secret]}}}),
        json!({"apiVersion": "kubernetes.crossplane.io/v1alpha2", "kind": "Object", "metadata": {"name": "a"},
            "spec": {"forProvider": {"manifest": encoded}}}),
        json!({"apiVersion": "helm.toolkit.fluxcd.io/v2", "kind": "HelmRelease", "metadata": {"name": "a"},
            "spec": {"values": {"extraDeploy": [secret], "extraObjects": [yaml]}}}),
        json!({"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"name": "a"},
            "spec": {"source": {"helm": {"valuesObject": {"extraObjects": [encoded]}, "values": format!("extraDeploy:\n- |\n  kind: Secret\n  stringData:\n    zone: {text}\n")}}}}),
        json!({"apiVersion": "templates.gatekeeper.sh/v1", "kind": "Policy", "metadata": {"name": "a"},
            "spec": {"object-templates": [{"objectDefinition": secret}]}}),
        json!({"apiVersion": "kyverno.io/v1", "kind": "ClusterPolicy", "metadata": {"name": "a"},
            "spec": {"rules": [{"name": "b", "generate": {"kind": "Secret", "name": "c", "data": {"stringData": {"zone": text}}}}]}}),
        json!({"apiVersion": "v1", "kind": "List", "items": [secret]}),
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a.yaml": yaml, "b.yaml": two, "c": two}}),
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a.json": secret.to_string(), "b": encoded.to_string()}}),
    ]
}

#[test]
fn no_secret_within_another_object_is_shown() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let mut shown = Vec::new();
    for text in SECRETS {
        let planted = Planted {
            text,
            base64: STANDARD.encode(text),
        };
        for object in objects(&planted) {
            let as_values = json!({ "extraDeploy": [object] });
            for (place, output) in [
                ("object", masked_object(&object).to_string()),
                ("values", masked_values(&as_values).to_string()),
            ] {
                if output.contains(text) || output.contains(&planted.base64) {
                    shown.push(format!("{place}: {output}"));
                }
            }
        }
    }
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}

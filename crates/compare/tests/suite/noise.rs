//! Changes of chart labels, version labels and checksums, which are classified as noise.

use crate::fixtures::{self, compared};
use astern_compare::{Noise, NoiseCount};
use serde_json::{Value, json};

/// An object with the version in every label, annotation and selector that could be noise.
fn object_with_version(version: &str) -> Value {
    json!({
        "apiVersion": "example.com/v1", "kind": "Widget",
        "metadata": {
            "name": "web",
            "labels": {"helm.sh/chart": version, "chart": version, "app.kubernetes.io/version": version, "tier": version},
            "annotations": {"checksum/config": version, "helm.sh/chart": version},
        },
        "spec": {
            "selector": {"matchLabels": {"app.kubernetes.io/version": version}},
            "template": {"metadata": {"labels": {"helm.sh/chart": version}, "annotations": {"checksum/secret": version}}},
            "jobTemplate": {"spec": {"template": {"metadata": {"labels": {"chart": version}}}}},
            "volumeClaimTemplates": [{"metadata": {"name": "data", "labels": {"helm.sh/chart": version}}}],
        },
    })
}

#[test]
fn labels_and_annotations_are_noise_outside_of_selectors() {
    let comparison = compared(&[object_with_version("1")], &[object_with_version("2")]);
    let fields: Vec<_> = comparison.objects[0]
        .fields
        .iter()
        .map(|field| (field.path.to_string(), field.noise))
        .collect();
    let fields: Vec<_> = fields
        .iter()
        .map(|(path, noise)| (path.as_str(), *noise))
        .collect();
    assert_eq!(
        fields,
        [
            (
                "metadata.labels[\"helm.sh/chart\"]",
                Some(Noise::ChartLabel)
            ),
            ("metadata.labels.chart", Some(Noise::ChartLabel)),
            (
                "metadata.labels[\"app.kubernetes.io/version\"]",
                Some(Noise::VersionLabel)
            ),
            ("metadata.labels.tier", None),
            (
                "metadata.annotations[\"checksum/config\"]",
                Some(Noise::Checksum)
            ),
            ("metadata.annotations[\"helm.sh/chart\"]", None),
            (
                "spec.selector.matchLabels[\"app.kubernetes.io/version\"]",
                None
            ),
            (
                "spec.template.metadata.labels[\"helm.sh/chart\"]",
                Some(Noise::ChartLabel)
            ),
            (
                "spec.template.metadata.annotations[\"checksum/secret\"]",
                Some(Noise::Checksum)
            ),
            (
                "spec.jobTemplate.spec.template.metadata.labels.chart",
                Some(Noise::ChartLabel)
            ),
            (
                "spec.volumeClaimTemplates[0].metadata.labels[\"helm.sh/chart\"]",
                None
            ),
        ]
    );
    assert!(!comparison.objects[0].noise_only);
    assert_eq!(
        comparison.noise,
        NoiseCount {
            objects: 0,
            fields: 7
        }
    );
}

#[test]
fn an_added_or_removed_labels_map_is_noise_if_all_its_labels_are() {
    let service_account = |labels: Value| json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "web", "labels": labels}});
    let without_labels =
        json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "web"}});
    for (labels, noise) in [
        (
            json!({"helm.sh/chart": "web-1", "app.kubernetes.io/version": "1"}),
            Some(Noise::ChartLabel),
        ),
        (json!({"helm.sh/chart": "web-1", "team": "shop"}), None),
    ] {
        for (from, to) in [
            (without_labels.clone(), service_account(labels.clone())),
            (service_account(labels), without_labels.clone()),
        ] {
            let comparison = compared(&[from], &[to]);
            assert_eq!(comparison.objects[0].fields[0].noise, noise);
            assert_eq!(comparison.objects[0].noise_only, noise.is_some());
        }
    }
}

/// Pods without a label that a Service selects receive no traffic.
#[test]
fn a_label_that_a_selector_uses_is_not_noise() {
    let service =
        |selector: Value| fixtures::object("v1", "Service", "web", json!({"selector": selector}));
    let deployment = |chart: &str| {
        let template = json!({"metadata": {"labels": {"chart": chart, "helm.sh/chart": chart}}});
        let mut deployment = fixtures::object(
            "apps/v1",
            "Deployment",
            "web",
            json!({"template": template}),
        );
        deployment["metadata"]["labels"] = json!({"chart": chart});
        deployment
    };
    for (selector, noise) in [
        (json!({"app": "web"}), [true, true, true]),
        (json!({"app": "web", "chart": "1"}), [true, false, true]),
        (json!({"matchLabels": {"chart": "1"}}), [true, false, true]),
        (
            json!({"matchExpressions": [{"key": "helm.sh/chart", "operator": "Exists"}]}),
            [true, true, false],
        ),
    ] {
        let service = service(selector);
        let comparison = compared(
            &[service.clone(), deployment("1")],
            &[service, deployment("2")],
        );
        let is_noise: Vec<_> = comparison.objects[0]
            .fields
            .iter()
            .map(|field| field.noise.is_some())
            .collect();
        assert_eq!(is_noise, noise);
    }
}

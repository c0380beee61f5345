//! What is folded because only a version label differs.

use crate::fixtures::{self, compared};
use astern_compare::{Noise, NoiseCount};
use serde_json::{Value, json};

/// An object with this in every place that could be noise.
fn object(version: &str) -> Value {
    json!({
        "apiVersion": "example.com/v1", "kind": "Thing",
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
fn only_labels_and_annotations_that_select_nothing_are_noise() {
    let comparison = compared(&[object("1")], &[object("2")]);
    let fields: Vec<_> = comparison.objects[0]
        .fields
        .iter()
        .map(|field| (field.path.to_string(), field.noise))
        .collect();
    let said: Vec<_> = fields
        .iter()
        .map(|(path, noise)| (path.as_str(), *noise))
        .collect();
    assert_eq!(
        said,
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
fn labels_that_come_as_a_whole_are_noise_when_all_of_them_are() {
    let account = |labels: Value| json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "web", "labels": labels}});
    let bare = json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "web"}});
    for (labels, noise) in [
        (
            json!({"helm.sh/chart": "web-1", "app.kubernetes.io/version": "1"}),
            Some(Noise::ChartLabel),
        ),
        (json!({"helm.sh/chart": "web-1", "team": "shop"}), None),
        (json!({}), None),
    ] {
        for (from, to) in [
            (bare.clone(), account(labels.clone())),
            (account(labels), bare.clone()),
        ] {
            let comparison = compared(&[from], &[to]);
            assert_eq!(comparison.objects[0].fields[0].noise, noise);
            assert_eq!(comparison.objects[0].noise_only, noise.is_some());
        }
    }
}

/// Pods that lose the label by which a Service finds them are no longer reached.
#[test]
fn a_label_that_is_selected_by_is_no_noise() {
    let service =
        |selector: Value| fixtures::object("v1", "Service", "web", json!({"selector": selector}));
    let pods = |chart: &str| {
        let template = json!({"metadata": {"labels": {"chart": chart, "helm.sh/chart": chart}}});
        let mut pods = fixtures::object(
            "apps/v1",
            "Deployment",
            "web",
            json!({"template": template}),
        );
        pods["metadata"]["labels"] = json!({"chart": chart});
        pods
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
        let comparison = compared(&[service.clone(), pods("1")], &[service, pods("2")]);
        let marked: Vec<_> = comparison.objects[0]
            .fields
            .iter()
            .map(|field| field.noise.is_some())
            .collect();
        assert_eq!(marked, noise);
    }
}

//! The release of the incidents, and what changes in each of them without being the cause.

use astern_ledger::Release;
use serde_json::json;

/// The manifest of the good revision.
pub(crate) const MANIFEST: &str = include_str!("release.yaml");

/// Changes that are the cause of none of the incidents.
pub(crate) const NOISE: &[(&str, &str)] = &[
    ("shop-worker:1.0.0", "shop-worker:1.1.0"),
    ("host: shop.example.com", "host: www.shop.example.com"),
    ("maxReplicas: 4", "maxReplicas: 6"),
    ("minAvailable: 1", "minAvailable: 2"),
    ("opening: nine", "opening: ten"),
    (
        "terminationGracePeriodSeconds: 30",
        "terminationGracePeriodSeconds: 45",
    ),
    ("team: blue", "team: green"),
    ("revisionHistoryLimit: 10", "revisionHistoryLimit: 5"),
];

/// Returns the good revision and the one that fails.
pub(crate) fn revisions(changes: &[(&str, &str)]) -> (Release, Release) {
    let mut manifest = MANIFEST.to_owned();
    for (old, new) in NOISE.iter().chain(changes) {
        assert!(manifest.contains(old), "not in the manifest: {old}");
        manifest = manifest.replacen(old, new, 1);
    }
    (release(1, MANIFEST), release(2, &manifest))
}

pub(crate) fn release(revision: u32, manifest: &str) -> Release {
    serde_json::from_value(json!({
        "name": "shop", "namespace": "shop", "version": revision, "hooks": [],
        "info": { "status": "deployed" },
        "chart": { "metadata": { "name": "shop", "version": "1.0.0" } },
        "manifest": manifest,
    }))
    .unwrap()
}

//! Releases made up for tests.

use astern_ledger::Release;
use serde_json::{Value, json};

/// A release of the chart `web` in the namespace `shop`.
pub fn release(revision: u32, chart_version: &str, config: Value, manifest: &str) -> Release {
    serde_json::from_value(json!({
        "name": "web",
        "namespace": "shop",
        "version": revision,
        "info": {"status": "deployed", "notes": "Open http://web."},
        "chart": {"metadata": {"name": "web", "version": chart_version, "appVersion": "2.0"}},
        "config": config,
        "manifest": manifest,
        "hooks": [],
    }))
    .unwrap()
}

/// The same release with one hook.
pub fn with_hook(mut release: Release, manifest: &str) -> Release {
    let hook = json!({"name": "migrate", "kind": "Job", "path": "web/templates/migrate.yaml", "manifest": manifest,
                      "events": ["pre-upgrade"], "weight": 0, "delete_policies": []});
    release.hooks.push(serde_json::from_value(hook).unwrap());
    release
}

/// A manifest of these objects, as Helm writes it.
pub fn manifest(objects: &[Value]) -> String {
    objects
        .iter()
        .map(|object| {
            format!(
                "---\n# Source: web/templates/{}.yaml\n{}",
                object["kind"].as_str().unwrap(),
                astern_manifest::to_yaml(object)
            )
        })
        .collect()
}

//! Releases made up for tests.

use astern_compare::{Comparison, FieldChange, compare};
use astern_ledger::Release;
use astern_masking::Masking;
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

/// The same release with one hook, its terms read from its annotations as Helm does.
pub fn with_hook(mut release: Release, manifest: &str) -> Release {
    let object = astern_manifest::value(manifest).unwrap();
    let annotation = |name: &str| {
        let annotations = &object["metadata"]["annotations"];
        annotations[name].as_str().unwrap_or_default().to_owned()
    };
    let words = |name: &str| -> Vec<String> {
        let list = annotation(name);
        let words = list.split(',').map(str::trim);
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let hook = json!({
        "name": object["metadata"]["name"].as_str().unwrap_or_default(),
        "kind": object["kind"].as_str().unwrap_or_default(),
        "path": "web/templates/migrate.yaml",
        "manifest": manifest,
        "events": words("helm.sh/hook"),
        "weight": annotation("helm.sh/hook-weight").parse().unwrap_or(0),
        "delete_policies": words("helm.sh/hook-delete-policy"),
    });
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

/// An object of the release with this `spec`.
pub fn object(api_version: &str, kind: &str, name: &str, spec: Value) -> Value {
    json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": name}, "spec": spec})
}

/// The object with another value at a place whose parent is there; `null` leaves it as it was.
pub fn with(mut object: Value, field: &str, value: Value) -> Value {
    let (parent, key) = field.rsplit_once('/').unwrap();
    if !value.is_null() {
        object.pointer_mut(parent).unwrap()[key] = value;
    }
    object
}

/// What revisions 1 and 2 differ in, which hold these objects.
pub fn compared(from: &[Value], to: &[Value]) -> Comparison {
    compare(
        &release(1, "1.0.0", json!({}), &manifest(from)),
        &release(2, "1.0.0", json!({}), &manifest(to)),
        &Masking::new([1; 16]),
    )
}

/// Changes as lines: `Changed a.b: 1 -> 2`.
pub fn described(changes: &[FieldChange]) -> Vec<String> {
    let shown = |shown: &Option<_>| shown.as_ref().map_or_else(String::new, ToString::to_string);
    let line = |change: &FieldChange| {
        format!(
            "{:?} {}: {} -> {}",
            change.change,
            change.path,
            shown(&change.from),
            shown(&change.to)
        )
    };
    changes.iter().map(line).collect()
}

/// The same release whose chart holds these files.
pub fn with_files(mut release: Release, files: &[(&str, &str)]) -> Release {
    let file = |(name, text): &(&str, &str)| json!({"name": name, "data": base64(text)});
    let files: Vec<_> = files.iter().map(file).collect();
    release.chart.files = serde_json::from_value(json!(files)).unwrap();
    release
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    text.as_bytes()
        .chunks(3)
        .flat_map(|chunk| {
            let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            (0..4).map(move |digit| match digit <= chunk.len() {
                true => char::from(DIGITS[(bits >> (18 - 6 * digit)) as usize & 63]),
                false => '=',
            })
        })
        .collect()
}

//! Builds releases, manifests and objects for tests.

use astern_compare::{Comparison, Deployed, FieldChange, compare};
use astern_ledger::Release;
use astern_masking::Masking;
use serde_json::{Value, json};

/// Returns a release of the chart `web` in the namespace `shop`.
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

/// Returns the revision that Helm deployed last, which is the compared one where it is `None`.
pub fn other(deployed: Option<&Release>) -> Deployed<'_> {
    deployed.map_or(Deployed::Same, Deployed::Other)
}

/// Adds a hook to the release. Its events, weight and delete policies are read from its annotations, as Helm does.
pub fn add_hook(mut release: Release, manifest: &str) -> Release {
    let object = astern_manifest::value(manifest).unwrap();
    let annotation = |name: &str| {
        let annotations = &object["metadata"]["annotations"];
        annotations[name].as_str().unwrap_or_default().to_owned()
    };
    let list = |name: &str| -> Vec<String> {
        let text = annotation(name);
        let entries = text.split(',').map(str::trim);
        entries
            .filter(|entry| !entry.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let hook = json!({
        "name": object["metadata"]["name"].as_str().unwrap_or_default(),
        "kind": object["kind"].as_str().unwrap_or_default(),
        "path": "web/templates/migrate.yaml",
        "manifest": manifest,
        "events": list("helm.sh/hook"),
        "weight": annotation("helm.sh/hook-weight").parse().unwrap_or(0),
        "delete_policies": list("helm.sh/hook-delete-policy"),
    });
    release.hooks.push(serde_json::from_value(hook).unwrap());
    release
}

/// Renders the objects as a manifest, with the `# Source:` comments that Helm writes.
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

/// Returns an object with this `spec` and no namespace.
pub fn object(api_version: &str, kind: &str, name: &str, spec: Value) -> Value {
    json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": name}, "spec": spec})
}

/// Sets the field at a JSON pointer, unless the value is `null`. The parent of the field must exist.
pub fn set_field(mut object: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    if !value.is_null() {
        object.pointer_mut(parent).unwrap()[key] = value;
    }
    object
}

/// Compares revision 1 with the objects `from` and revision 2 with the objects `to`.
pub fn compared(from: &[Value], to: &[Value]) -> Comparison {
    compare(
        &release(1, "1.0.0", json!({}), &manifest(from)),
        &release(2, "1.0.0", json!({}), &manifest(to)),
        &Masking::new([1; 16]),
    )
}

/// Describes each change on a line: `Changed a.b: 1 -> 2`.
pub fn change_lines(changes: &[FieldChange]) -> Vec<String> {
    let value_text =
        |value: &Option<_>| value.as_ref().map_or_else(String::new, ToString::to_string);
    let line = |change: &FieldChange| {
        format!(
            "{:?} {}: {} -> {}",
            change.change,
            change.path,
            value_text(&change.from),
            value_text(&change.to)
        )
    };
    changes.iter().map(line).collect()
}

/// Sets the files of the release's chart.
pub fn set_chart_files(mut release: Release, files: &[(&str, &str)]) -> Release {
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
            let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            (0..4).map(move |digit| match digit <= chunk.len() {
                true => char::from(DIGITS[(bits >> (18 - 6 * digit)) as usize & 63]),
                false => '=',
            })
        })
        .collect()
}

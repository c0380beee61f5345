//! Releases and objects for tests.

use astern_compare::{Comparison, compare};
use astern_ledger::Release;
use astern_masking::Masking;
use serde_json::{Value, json};

/// Returns a revision of the release `web` in the namespace `shop` with these objects.
pub fn release(revision: u32, objects: &[Value]) -> Release {
    let documents = objects.iter().map(astern_manifest::to_yaml);
    let manifest: String = documents.map(|text| format!("---\n{text}")).collect();
    serde_json::from_value(json!({
        "name": "web",
        "namespace": "shop",
        "version": revision,
        "info": {"status": "deployed"},
        "chart": {"metadata": {"name": "web", "version": "1.0.0"}},
        "manifest": manifest,
        "hooks": [],
    }))
    .unwrap()
}

/// Returns an object with this `spec`.
pub fn object(api_version: &str, kind: &str, name: &str, spec: Value) -> Value {
    json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": name}, "spec": spec})
}

/// Returns the object with another value at a JSON pointer whose parent exists.
pub fn set_field(mut object: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    object.pointer_mut(parent).unwrap()[key] = value;
    object
}

/// Compares two revisions with these objects.
pub fn compared(from: &[Value], to: &[Value]) -> Comparison {
    compare(&release(1, from), &release(2, to), &Masking::new([1; 16]))
}

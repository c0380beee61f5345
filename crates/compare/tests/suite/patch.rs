//! Comparisons rendered as unified patches.

use crate::fixtures::{manifest, release};
use astern_compare::{Comparison, compare, patch};
use astern_masking::Masking;
use proptest::{prelude::*, sample::select};
use serde_json::{Value, json};

/// Compares two manifests.
fn compare_manifests(from: &str, to: &str) -> Comparison {
    compare(
        &release(1, "1.0.0", json!({}), from),
        &release(2, "1.0.0", json!({}), to),
        &Masking::new([7; 16]),
    )
}

/// Renders the comparison of two manifests as a patch with one line of context.
fn patch_text(from: &str, to: &str) -> String {
    let comparison = compare_manifests(from, to);
    patch(&comparison.objects, 1).to_string()
}

fn service(namespace: Option<&str>, name: &str, port: u16) -> Value {
    json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "namespace": namespace}, "spec": {"port": port}})
}

#[test]
fn each_object_is_a_file_of_the_patch() {
    let certificate = json!({"apiVersion": "cert-manager.io/v1", "kind": "Certificate", "metadata": {"name": "c"}});
    let from = manifest(&[service(Some("shop"), "web", 80), certificate]);
    let to = manifest(&[service(Some("shop"), "web", 81), service(None, "../x y", 1)]);
    let text = patch_text(&from, &to);
    let headers: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with("---") || line.starts_with("+++") || line.starts_with("@@"))
        .collect();
    assert_eq!(
        headers,
        [
            "--- a/Service/shop/web.yaml",
            "+++ b/Service/shop/web.yaml",
            "@@ -7,2 +7,2 @@",
            "--- /dev/null",
            "+++ b/Service/%2E.%2Fx%20y.yaml",
            "@@ -0,0 +1,8 @@",
            "--- a/Certificate.cert-manager.io/c.yaml",
            "+++ /dev/null",
            "@@ -1,5 +0,0 @@",
        ],
        "{text}"
    );
}

#[test]
fn a_patch_with_masked_values_begins_with_a_comment() {
    let secret = |data: &str| {
        manifest(&[
            json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"a": data}}),
        ])
    };
    let text = patch_text(&secret("aHVudGVyMg=="), &secret("aHVudGVyMw=="));
    assert!(text.starts_with("# Secret values are masked"), "{text}");
    assert!(!text.contains("aHVudGVy"), "{text}");
}

/// Applies unified hunks to a text. Panics if a context line or removed line differs from the text.
fn apply_patch(text: &str, patch: &str) -> String {
    let old: Vec<&str> = text.split_inclusive('\n').collect();
    let mut new = String::new();
    let mut position = 0;
    let mut lines = patch.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        if let Some(header) = line.strip_prefix("@@ -") {
            let (start, count) = parse_range(header.split(' ').next().unwrap());
            let start = if count == 0 { start } else { start - 1 };
            new.extend(old[position..start].iter().copied());
            position = start;
            continue;
        }
        let (sign, content) = line.split_at(1);
        let without_newline = lines
            .next_if(|next| next.starts_with("\\ No newline"))
            .is_some();
        let content = if without_newline {
            content.strip_suffix('\n').unwrap()
        } else {
            content
        };
        if sign != "+" {
            assert_eq!(old[position], content);
            position += 1;
        }
        if sign != "-" {
            new.push_str(content);
        }
    }
    new.extend(old[position..].iter().copied());
    new
}

/// Parses `start,count` or `start` of a hunk header.
fn parse_range(text: &str) -> (usize, usize) {
    let (start, count) = text.split_once(',').unwrap_or((text, "1"));
    (start.parse().unwrap(), count.parse().unwrap())
}

/// A manifest of one Pod with arbitrary lines in `spec`.
fn pod_manifest() -> impl Strategy<Value = String> {
    let line = select(vec![
        "  a: 1",
        "  b: 2",
        "  c: one two",
        "  # x",
        "  d: é",
        "",
    ]);
    (prop::collection::vec(line, 0..12), any::<bool>()).prop_map(|(lines, ends_with_newline)| {
        let text = format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec:\n{}",
            lines.join("\n")
        );
        text + if ends_with_newline { "\n" } else { "" }
    })
}

proptest! {
    #[test]
    fn hunks_applied_to_the_old_text_give_the_new_text(from in pod_manifest(), to in pod_manifest(), context in 0..4_usize) {
        for object in &compare_manifests(&from, &to).objects {
            let text = |side| object.object(side).unwrap().text.to_string();
            let hunks = object.text_diff().unified(context).to_string();
            prop_assert_eq!(apply_patch(&text(astern_compare::Side::From), &hunks), text(astern_compare::Side::To));
        }
    }
}

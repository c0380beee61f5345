//! Differences as a patch.

use crate::fixtures::{manifest, release};
use astern_compare::{Comparison, compare, patch};
use astern_masking::Masking;
use proptest::{prelude::*, sample::select};
use serde_json::{Value, json};

fn compared(from: &str, to: &str) -> Comparison {
    compare(
        &release(1, "1.0.0", json!({}), from),
        &release(2, "1.0.0", json!({}), to),
        &Masking::new([7; 16]),
    )
}

fn patched(from: &str, to: &str) -> String {
    let comparison = compared(from, to);
    patch(&comparison.objects, &Masking::new([7; 16]), 1).to_string()
}

fn service(namespace: Option<&str>, name: &str, port: u16) -> Value {
    json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "namespace": namespace}, "spec": {"port": port}})
}

#[test]
fn each_object_is_a_file() {
    let certificate = json!({"apiVersion": "cert-manager.io/v1", "kind": "Certificate", "metadata": {"name": "c"}});
    let from = manifest(&[service(Some("shop"), "web", 80), certificate]);
    let to = manifest(&[service(Some("shop"), "web", 81), service(None, "../x y", 1)]);
    let said = patched(&from, &to);
    let headers: Vec<_> = said
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
        "{said}"
    );
}

#[test]
fn masked_values_are_said_to_be() {
    let secret = |data: &str| {
        manifest(&[
            json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"a": data}}),
        ])
    };
    let said = patched(&secret("aHVudGVyMg=="), &secret("aHVudGVyMw=="));
    assert!(said.starts_with("# Secret values are masked"), "{said}");
    assert!(!said.contains("aHVudGVy"), "{said}");
}

/// What `patch` makes of a text and hunks; every line of the hunks must fit.
fn apply(text: &str, patch: &str) -> String {
    let old: Vec<&str> = text.split_inclusive('\n').collect();
    let mut new = String::new();
    let mut at = 0;
    let mut lines = patch.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        if let Some(header) = line.strip_prefix("@@ -") {
            let (start, count) = span(header.split(' ').next().unwrap());
            let start = if count == 0 { start } else { start - 1 };
            new.extend(old[at..start].iter().copied());
            at = start;
            continue;
        }
        let (sign, content) = line.split_at(1);
        let ends_here = lines
            .next_if(|next| next.starts_with("\\ No newline"))
            .is_some();
        let content = if ends_here {
            content.strip_suffix('\n').unwrap()
        } else {
            content
        };
        if sign != "+" {
            assert_eq!(old[at], content);
            at += 1;
        }
        if sign != "-" {
            new.push_str(content);
        }
    }
    new.extend(old[at..].iter().copied());
    new
}

fn span(text: &str) -> (usize, usize) {
    let (start, count) = text.split_once(',').unwrap_or((text, "1"));
    (start.parse().unwrap(), count.parse().unwrap())
}

fn pod() -> impl Strategy<Value = String> {
    let line = select(vec![
        "  a: 1",
        "  b: 2",
        "  c: one two",
        "  # x",
        "  d: é",
        "",
    ]);
    (prop::collection::vec(line, 0..12), any::<bool>()).prop_map(|(lines, end)| {
        let text = format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec:\n{}",
            lines.join("\n")
        );
        text + if end { "\n" } else { "" }
    })
}

proptest! {
    #[test]
    fn hunks_lead_from_one_text_to_the_other(from in pod(), to in pod(), context in 0..4_usize) {
        for object in &compared(&from, &to).objects {
            let text = |side| object.object(side).unwrap().text.to_string();
            let hunks = object.text_diff(&Masking::off()).unified(context).to_string();
            prop_assert_eq!(apply(&text(astern_compare::Side::From), &hunks), text(astern_compare::Side::To));
        }
    }
}

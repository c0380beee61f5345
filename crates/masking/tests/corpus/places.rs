//! The places in a release where a text can stand.

use astern_manifest::Object;
use astern_masking::{Masked, Masking};
use serde_json::{Value, json};

/// What stands in a case where the secret is planted.
pub const MARK: char = '§';

/// The secrets that are planted: of words, random, and a word with digits.
pub const SECRETS: [&str; 3] = ["harvest-moon-41", "Zq7QmXw8RtYp", "hunter2"];

fn masking() -> Masking {
    Masking::new([7; 16])
}

/// Parses a value as an object of a manifest.
fn object(value: &Value) -> Object {
    astern_manifest::parse(&astern_manifest::to_yaml(value))
        .objects
        .remove(0)
}

/// Returns the masked values.
pub fn masked_values(values: &Value) -> Masked<Value> {
    masking().mask_values(values)
}

/// Returns the masked object.
pub fn masked_object(value: &Value) -> Masked<Value> {
    masking().mask_object(&object(value))
}

/// Returns what is shown of a text of configuration in each place of a release where it can stand.
pub fn configuration(text: &str) -> Vec<(&'static str, String)> {
    let config_map = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"app.conf": text}});
    let resource = json!({"apiVersion": "x.io/v1", "kind": "Config", "metadata": {"name": "a"}, "spec": {"config": [text]}});
    vec![
        ("ConfigMap", masked_object(&config_map).to_string()),
        ("custom resource", masked_object(&resource).to_string()),
        (
            "values",
            masked_values(&json!({"files": {"app": text}})).to_string(),
        ),
        ("text", masking().mask_text(text).to_string()),
    ]
}

/// Returns what is shown of a command in each place of a release where it can stand.
pub fn command(text: &str) -> Vec<(&'static str, String)> {
    let pod = |container: Value| json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [container]}});
    let shell = pod(json!({"name": "a", "command": ["sh", "-c", text]}));
    let probe = pod(
        json!({"name": "a", "livenessProbe": {"exec": {"command": ["sh", "-ec", format!("set -e\n{text}\n")]}}}),
    );
    let mut shown = configuration(text);
    shown.push(("command", masked_object(&shell).to_string()));
    shown.push(("probe", masked_object(&probe).to_string()));
    shown
}

/// Returns what is shown of a list of arguments.
pub fn arguments(items: &[String]) -> Vec<(&'static str, String)> {
    let pod = |container: Value| json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [container]}});
    let values = json!({"command": items});
    // Options alone are the arguments of the image's own program.
    let program = items
        .iter()
        .take_while(|item| !item.starts_with('-'))
        .take(1);
    let (command, args) = items.split_at(program.count());
    let with_args = json!({"name": "a", "command": command, "args": args});
    vec![
        (
            "command",
            masked_object(&pod(json!({"name": "a", "command": items}))).to_string(),
        ),
        ("args", masked_object(&pod(with_args)).to_string()),
        ("values", masked_values(&values).to_string()),
    ]
}

/// Returns what is shown of sentences.
pub fn sentences(text: &str) -> Vec<(&'static str, String)> {
    let values = json!({"description": text});
    let notes = format!("The release was installed.\n\n{text}\n\nHave fun.\n");
    vec![
        ("description", masked_values(&values).to_string()),
        ("notes", masking().mask_text(&notes).to_string()),
    ]
}

/// Asserts that no output shows any of the secrets of a table, a case on each line. `\n` begins a new line of the case.
///
/// Panics with every case that shows one.
#[track_caller]
pub fn assert_masked(table: &str, show: impl Fn(&str) -> Vec<(&'static str, String)>) {
    let cases: Vec<String> = cases(table).collect();
    let mut shown = Vec::new();
    for case in &cases {
        assert!(case.contains(MARK), "no secret is planted in {case}");
        for secret in SECRETS {
            for (place, output) in show(&case.replace(MARK, secret)) {
                if output.contains(secret) {
                    shown.push(format!("{place}, {secret}: {case}"));
                }
            }
        }
    }
    assert!(
        shown.is_empty(),
        "{} outputs of {} cases show a secret:\n{}",
        shown.len(),
        cases.len(),
        shown.join("\n")
    );
}

/// Returns the cases of a table.
pub fn cases(table: &str) -> impl Iterator<Item = String> {
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| line.replace("\\n", "\n"))
}

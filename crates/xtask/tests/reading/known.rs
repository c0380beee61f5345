//! Texts that readers of YAML read differently.

use serde::de::DeserializeOwned;

const OBJECT: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";

const HIDDEN: &str = "kind: ClusterRoleBinding\u{2028}apiVersion: rbac.authorization.k8s.io/v1\u{2028}metadata: {name: b}";

/// Values of the field `a` of an object.
const VALUES: &str = include_str!("values.json");

/// Whole manifests.
const MANIFESTS: &str = include_str!("manifests.json");

/// Pairs of what may stand before and after an object.
const AROUND: &str = include_str!("around.json");

fn list<T: DeserializeOwned>(json: &str) -> Vec<T> {
    serde_json::from_str(json).expect("the file is a list")
}

/// Returns the texts.
pub fn texts() -> Vec<String> {
    let mut texts: Vec<String> = list(MANIFESTS);
    for value in list::<String>(VALUES) {
        texts.push(format!("{OBJECT}a: {value}"));
        texts.push(format!("{OBJECT}a: {value}\n"));
        texts.push(format!("{OBJECT}d:\n  a: {value}\n  e: f\n"));
        texts.push(format!("{OBJECT}a: [{value}]\n"));
        texts.push(format!("{OBJECT}a: {{b: {value}, c: d}}\n"));
        texts.push(format!("{OBJECT}d:\n- {value}\n- e\n"));
        texts.push(
            format!("---\n# Source: a\n{OBJECT}a: {value}\n---\n{OBJECT}").replace('\n', "\r\n"),
        );
    }
    for (before, after) in list::<(String, String)>(AROUND) {
        texts.push(format!("{before}{OBJECT}{after}"));
        texts.push(format!("{before}{OBJECT}{after}---\n{OBJECT}"));
        texts.push(format!("{before}{{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {{\"name\": \"a\"}}}}\n{after}"));
    }
    for separator in [
        "\u{2028}", "\u{2029}", "\u{85}", "\r", "\r\n", "\u{b}", "\u{c}",
    ] {
        let hidden = HIDDEN.replace('\u{2028}', separator);
        texts.push(format!("{OBJECT}# note{separator}{hidden}\n"));
        texts.push(format!(
            "{OBJECT}---\n# Source: a.yaml{separator}{hidden}\n"
        ));
        texts.push(format!(
            "{OBJECT}data:\n  text: |\n    hello{separator}{hidden}\n"
        ));
        texts.push(format!("{OBJECT}data:\n  text: hello{separator}{hidden}\n"));
        texts.push(format!(
            "{OBJECT}data:\n  text: \"hello{separator}{hidden}\"\n"
        ));
    }
    texts.extend(long_texts());
    texts
}

/// Texts beside a limit of go-yaml: the length of a key, the end of a chunk, the depth, the share of aliases.
fn long_texts() -> Vec<String> {
    let mut texts = Vec::new();
    for length in [1000, 1020, 1021, 1022, 1023, 1024, 1025, 1026, 3000] {
        let long = "k".repeat(length);
        texts.push(format!("{OBJECT}{long}: a\n"));
        texts.push(format!("{OBJECT}? {long}\n: a\n"));
        texts.push(format!("{OBJECT}a: {{{long}: b}}\n"));
        texts.push(format!("{OBJECT}a: [[{long}], b]\n"));
        texts.push(format!("{OBJECT}'{long}': a\n"));
        texts.push(format!("{OBJECT}a: {long}\n"));
        texts.push(format!("{OBJECT}a: [{}: b]\n", "é".repeat(length)));
    }
    for length in 440..530 {
        let long = "x".repeat(length);
        texts.push(format!("{OBJECT}a: {long}\n...\n\u{1}\n"));
        texts.push(format!("{OBJECT}a: {long}é\n...\né\u{1}\n"));
        texts.push(format!("\u{feff}\u{feff}{OBJECT}a: {long}\nbb: c\nd: e\n"));
    }
    for depth in [10, 100, 150] {
        texts.push(format!(
            "{OBJECT}a: {}{}\n",
            "[".repeat(depth),
            "]".repeat(depth)
        ));
        texts.push(format!(
            "{OBJECT}a: {}b{}\n",
            "{a: ".repeat(depth),
            "}".repeat(depth)
        ));
        texts.push(format!("{OBJECT}a:\n{}b\n", "- ".repeat(depth)));
    }
    for count in [50, 99, 100, 101, 500, 1100] {
        let aliases = vec!["*x"; count].join(", ");
        texts.push(format!(
            "{OBJECT}a: &x [b, c, d, e, f, g, h, i]\nz: [{aliases}]\n"
        ));
        texts.push(format!("{OBJECT}a: &x b\nz: [{aliases}]\n"));
        texts.push(format!(
            "{OBJECT}a: &x [{}]\ny: &y [{aliases}]\nz: [*y, *y, *y]\n",
            vec!["b"; count].join(", ")
        ));
    }
    texts
}

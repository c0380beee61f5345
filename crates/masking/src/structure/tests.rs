//! The secrets of texts that cannot be parsed.

use proptest::prelude::*;

use super::*;

/// Returns the secrets of a text.
fn secrets(text: &str) -> Vec<&str> {
    structural_secrets(text, Scope::Configuration)
        .into_iter()
        .map(|range| &text[range])
        .collect()
}

#[test]
fn values_under_secret_names_are_found_without_parsing() {
    for (text, expected) in [
        ("tenant: north\n---\ntoken: x1\n", &["x1"][..]),
        ("tenant: a\ntenant: b\ntoken: x1\n", &["x1"]),
        (
            "id: 9123456789012345678\ndb:\n  jwt_secret: 'x1'\n",
            &["x1"],
        ),
        ("token: x1", &["x1"]),
        ("a: {{ .Values.a }}\npassword: x1\n", &["x1"]),
        ("tokens:\n- x1\n- x2\nhost: h\n", &["x1", "x2"]),
        ("tokens:\n  a: x1\n  b: x2\nhost: h\n", &["x1", "x2"]),
        ("password: |-\n  x1\n  x2\nhost: h\n", &["x1\n  x2"]),
        ("password: x1\n  x2\nhost: h\n", &["x1\n  x2"]),
        ("password:\n  x1\nhost: h\n", &["x1"]),
        ("auth: {user: a, password: x1}\nport: 1\n", &["x1"]),
        (
            "env:\n- name: A_TOKEN\n  value: x1\n- name: B\n  value: b\n",
            &["x1"],
        ),
        ("env:\n  - value: x1\n    name: A_TOKEN\n", &["x1"]),
        ("# password: x1\nhost: h\n", &["x1"]),
        ("{\n // own\n \"token\": \"x1\",\n}", &["x1"]),
        ("{token: 'x1', a: [1, {password: x2}], b: c}", &["x1", "x2"]),
        (
            "[{\"name\": \"A_TOKEN\", /* a */ \"value\": \"x1\"}, {}",
            &["x1"],
        ),
        ("{\"password\": \"x1\n\"host\": \"h\"}", &["x1"]),
    ] {
        assert_eq!(secrets(text), expected, "{text}");
    }
}

#[test]
fn the_contents_of_secrets_are_found_without_parsing() {
    for (text, expected) in [
        (
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ include \"x\" . }}\ndata:\n  zone: x1\n  a.b: x2\n",
            &["x1", "x2"][..],
        ),
        ("stringData:\n  zone: x1\nkind: \"Secret\" # a\n", &["x1"]),
        (
            "items:\n- kind: Secret\n  stringData:\n    zone: x1\n- kind: ConfigMap\n  data:\n    zone: b\n",
            &["x1"],
        ),
        (
            "- apiVersion: v1\n  kind: Secret\n  data: {zone: x1}\n- kind: A\n  data: {zone: b}\n",
            &["x1"],
        ),
        (
            "kind: A\n---\nkind: Secret\ndata:\n  {{ .k }}: x1\n---\ndata:\n  zone: b\n",
            &["{{ .k }}: x1"],
        ),
        (
            "{\"data\": {\"zone\": \"x1\"}, // a\n \"kind\": \"Secret\"}",
            &["x1"],
        ),
        (
            "objects: |\n  kind: Secret\n  stringData:\n    zone: |\n      x1\n    other: x2\n",
            &["x1", "x2"],
        ),
        (
            "kind: ExternalSecret\nspec:\n  target:\n    template:\n      data:\n        zone: x1\n  data:\n  - property: b\n",
            &["x1"],
        ),
        (
            "cat <<EOF | kubectl apply -f -\nkind: Secret\nstringData:\n  zone: x1\nEOF\n",
            &["x1"],
        ),
    ] {
        assert_eq!(secrets(text), expected, "{text}");
    }
}

#[test]
fn other_texts_have_no_secrets() {
    for text in [
        "",
        "kind: ConfigMap\ndata:\n  zone: a\n",
        "kind: Secret\nmetadata:\n  name: a\ntype: Opaque\n",
        "secretName: a\nexistingSecret: b\n",
        "kind: SecretStore\nspec:\n  data:\n  - a\n",
        "kind: ExternalSecret\nspec:\n  data:\n    - remoteRef: a\n",
        "the password: ask\nhttps://host:8080/path",
        "secret:\n  name: a\n  key: b\n",
        "password: \"\"\n",
        "{\"kind\": \"Secret\", \"metadata\": {\"name\": \"a\"}}",
    ] {
        assert_eq!(secrets(text), [""; 0], "{text}");
    }
}

#[test]
fn sentences_name_secrets_and_contain_the_contents_of_those_that_are_written_out() {
    let found = |text| structural_secrets(text, Scope::SecretObjects).len();
    assert_eq!(found("Token: see below\npassword: ask\n"), 0);
    assert_eq!(
        found("kind: Secret\nstringData:\n  zone: x1\nSecret: a\n"),
        1
    );
}

/// Each of these took quadratic time in an earlier version, or would in a version that reads lines twice.
#[test]
fn long_texts_are_read_once() {
    for part in [
        "a:\n ",
        "- ",
        "- a: b\n",
        "{",
        "password: |\n  a\n",
        "\"",
        "'a: b\n",
        "/*",
        ": ",
        "a: {\n",
        "-\n",
    ] {
        let _ = secrets(&part.repeat(100_000));
        let deep: String = (0..2_000).map(|depth| " ".repeat(depth) + part).collect();
        let _ = secrets(&deep);
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "([ -~\n]|é|kind: Secret\n|data:\n|password: |- |[{}:,'\"|>#/*]|  |---\n){0,40}") {
        for scope in [Scope::Configuration, Scope::SecretObjects] {
            let mut end = 0;
            for range in structural_secrets(&text, scope) {
                prop_assert!(range.start >= end && !range.is_empty(), "{range:?} of {text:?}");
                end = range.end;
                let _ = &text[range];
            }
        }
    }
}

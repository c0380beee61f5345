//! Fields of real charts that hold no secret: how many are hidden for nothing.

use astern_manifest::DocumentFormat;
use serde_json::{Value, json};

use crate::places::{configuration, masked_object, masked_values};

/// The values and objects, chart by chart.
const DOCUMENTS: [(&str, &str); 5] = [
    ("ingress", include_str!("harmless/ingress.yaml")),
    ("databases", include_str!("harmless/databases.yaml")),
    ("monitoring", include_str!("harmless/monitoring.yaml")),
    ("security", include_str!("harmless/security.yaml")),
    ("workloads", include_str!("harmless/workloads.yaml")),
];

/// The number of fields of which at most one in a hundred may be hidden.
const FIELDS: usize = 500;

/// Returns the fields of a value that are neither mappings nor lists, with their paths.
fn fields<'v>(value: &'v Value, path: String, found: &mut Vec<(String, &'v Value)>) {
    match value {
        Value::Object(entries) => entries
            .iter()
            .for_each(|(key, value)| fields(value, format!("{path}.{key}"), found)),
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| fields(item, format!("{path}[{index}]"), found));
        }
        other => found.push((path, other)),
    }
}

#[test]
fn at_most_one_field_in_a_hundred_is_hidden_for_nothing() {
    let mut count = 0;
    let mut hidden = Vec::new();
    for (name, text) in DOCUMENTS {
        let values = DocumentFormat::Yaml.parse_whole(text).unwrap();
        let masked = masked_values(&values);
        let (mut before, mut after) = (Vec::new(), Vec::new());
        fields(&values, name.to_owned(), &mut before);
        fields(&masked, name.to_owned(), &mut after);
        assert_eq!(before.len(), after.len());
        count += before.len();
        let pairs = before
            .into_iter()
            .zip(after)
            .filter(|((_, before), (_, after))| before != after);
        hidden.extend(pairs.map(|((path, _), (_, after))| format!("{path}: {after}")));
    }
    assert!(count >= FIELDS, "{count}");
    println!(
        "{} of {count} fields are hidden for nothing:\n{}",
        hidden.len(),
        hidden.join("\n")
    );
    assert!(
        hidden.len() <= FIELDS / 100,
        "{} of {count} fields are hidden:\n{}",
        hidden.len(),
        hidden.join("\n")
    );
}

/// In a text the fields beside an entry are not known, so `{secret: db, key: password}` can hide more than in an object.
#[test]
fn at_most_three_fields_in_a_hundred_of_a_text_are_hidden_for_nothing() {
    let mut count = 0;
    let mut hidden = Vec::new();
    for (_, text) in DOCUMENTS {
        let config_map = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"config": text}});
        let masked = masked_object(&config_map);
        let masked = masked["data"]["config"].as_str().unwrap();
        let values = DocumentFormat::Yaml.parse_whole(text).unwrap();
        let mut found = Vec::new();
        fields(&values, String::new(), &mut found);
        count += found.len();
        hidden.extend(masked.match_indices("(masked ").map(|(at, _)| {
            masked[..at]
                .rsplit(['\n', ',', '{'])
                .next()
                .unwrap_or_default()
                .to_owned()
        }));
    }
    assert!(
        hidden.len() <= count * 3 / 100,
        "{} of {count} fields are hidden:\n{}",
        hidden.len(),
        hidden.join("\n")
    );
}

#[test]
fn what_only_resembles_a_secret_is_shown() {
    for line in [
        "token_bucket: {max_tokens: 100, tokens_per_fill: 10}",
        "image: registry.example.com/token-service:1.2.3",
        "secretName: web-tls",
        "existingSecret: db",
        "passwordFile: /run/secrets/password",
        "password: $(PASSWORD)",
        "password: ${PASSWORD}",
        "password: \"\"",
        "password: {{ .Values.password | quote }}",
        "proxy_pass http://web:8080;",
        "ssl_certificate_key /etc/tls/tls.key;",
        "enabled: true",
        "topologyKey: kubernetes.io/hostname",
        "primaryKey: id",
        "keyspace: shop",
        "digest: sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "git@github.com:example/app.git",
        "http://host:8080/path",
        "time: 12:30:00",
        "password_encryption = scram-sha-256",
        "secret: {}",
        "if [ -z \"$PASSWORD\" ]; then exit 1; fi",
        "PASSWORD=$(cat /run/secrets/password)",
        "export TOKEN=\"${TOKEN}\"",
        "const token = await getToken(request);",
        "password = var.db_password",
        "return os.environ[\"PASSWORD\"]",
        "user nginx;",
        "rate(http_requests_total{code=\"500\"}[5m])",
        "authorization: enabled",
        "auth: basic",
        "Authorization $http_authorization;",
        "kubernetes.io/dockerconfigjson",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db",
        "token: \"\"",
        "password: null",
        "tokens: 4096",
        "key: node-role.kubernetes.io/control-plane",
        "root:x:0:0:root:/root:/bin/bash",
        "# the password is set elsewhere",
    ] {
        for (place, output) in configuration(line) {
            assert!(!output.contains("(masked "), "{place}: {output}");
        }
    }
}

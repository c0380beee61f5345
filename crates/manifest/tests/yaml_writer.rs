//! How values are written as YAML.

use astern_manifest::to_yaml;
use serde_json::json;

#[test]
fn values_are_written_in_block_style() {
    let value = json!({
        "apiVersion": "v1",
        "metadata": {"name": "web", "labels": {}, "annotations": {"a.b/c": "true"}},
        "spec": {
            "ports": [{"port": 80, "name": "http"}, {"port": 443}],
            "args": ["--flag=1", "-v", "- x", ""],
            "script": "set -e\nrun\n",
            "none": null,
            "nested": [[1, 2], []],
        },
    });
    assert_eq!(
        to_yaml(&value),
        "\
apiVersion: v1
metadata:
  name: web
  labels: {}
  annotations:
    a.b/c: 'true'
spec:
  ports:
  - port: 80
    name: http
  - port: 443
  args:
  - --flag=1
  - -v
  - '- x'
  - ''
  script: |
    set -e
    run
  none: null
  nested:
  - - 1
    - 2
  - []
"
    );
}

#[test]
fn strings_are_quoted_only_where_they_must_be() {
    for (text, yaml) in [
        ("plain", "plain"),
        ("two words", "two words"),
        ("8080", "'8080'"),
        ("0777", "'0777'"),
        ("yes", "'yes'"),
        ("1.2.3", "1.2.3"),
        ("12:30", "12:30"),
        ("http://host:80/x?a=b#c", "http://host:80/x?a=b#c"),
        ("a: b", "'a: b'"),
        ("it's", "it's"),
        ("'", "''''"),
        ("tab\there", "\"tab\\there\""),
        ("*", "'*'"),
    ] {
        assert_eq!(to_yaml(&json!(text)), format!("{yaml}\n"));
    }
}

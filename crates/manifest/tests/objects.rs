//! How manifests are read into objects.

use astern_manifest::{DocumentProblem, DuplicateKey, Manifest, YamlError, parse};

fn object_ids(manifest: &Manifest) -> Vec<String> {
    manifest
        .objects
        .iter()
        .map(|object| object.id.to_string())
        .collect()
}

const TWO_OBJECTS: &str = "\
---
# Source: web/templates/service.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
---
# Source: web/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
";

#[test]
fn objects_have_identity_template_and_lines() {
    let manifest = parse(TWO_OBJECTS);
    assert_eq!(
        object_ids(&manifest),
        ["Service/shop/web", "Deployment/web"]
    );
    assert!(manifest.invalid.is_empty());
    let deployment = &manifest.objects[1];
    assert_eq!(deployment.id.group, "apps");
    assert_eq!(deployment.api_version, "apps/v1");
    assert_eq!(
        deployment.template.as_deref(),
        Some("web/templates/deployment.yaml")
    );
    assert_eq!(deployment.lines, 9..14);
    assert!(
        deployment
            .text
            .starts_with("# Source: web/templates/deployment.yaml\napiVersion")
    );
}

#[test]
fn an_invalid_document_does_not_hide_the_others() {
    let manifest = parse(&format!(
        "{TWO_OBJECTS}---\na: [1\n---\n- a\n---\nkind: X\n---\napiVersion: v1\nkind: X\n--- x\nb: 1\n"
    ));
    assert_eq!(
        object_ids(&manifest),
        ["Service/shop/web", "Deployment/web"]
    );
    let problems: Vec<_> = manifest
        .invalid
        .iter()
        .map(|document| (document.lines.start, document.problem.clone()))
        .collect();
    assert!(
        matches!(
            problems[0],
            (
                15,
                DocumentProblem::Yaml(YamlError::Syntax { line: 15 | 16, .. })
            )
        ),
        "{problems:?}"
    );
    assert_eq!(
        problems[1..],
        [
            (17, DocumentProblem::NotAMapping),
            (
                19,
                DocumentProblem::Field {
                    field: "apiVersion"
                }
            ),
            (
                21,
                DocumentProblem::Field {
                    field: "metadata.name"
                }
            ),
            (24, DocumentProblem::TextAfterSeparator),
        ]
    );
}

#[test]
fn empty_and_comment_only_documents_are_left_out() {
    let manifest = parse("---\n---\n# nothing here\n---\n\n   \n---\nnull\n");
    assert!(manifest.objects.is_empty() && manifest.invalid.is_empty());
}

#[test]
fn lists_become_their_items() {
    let manifest = parse(
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: a}\n\
         - apiVersion: v1\n  kind: ConfigMapList\n  items:\n  - metadata: {name: b}\n- metadata: {name: c}\n  kind: Pod\n",
    );
    assert_eq!(object_ids(&manifest), ["Secret/a", "ConfigMap/b"]);
    assert_eq!(manifest.objects[0].lines, 1..13);
    assert_eq!(
        &*manifest.objects[0].text,
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n"
    );
    assert_eq!(
        manifest.invalid[0].problem,
        DocumentProblem::Field {
            field: "apiVersion"
        }
    );
}

#[test]
fn a_generated_name_is_its_prefix_and_a_star() {
    let manifest = parse("apiVersion: batch/v1\nkind: Job\nmetadata:\n  generateName: migrate-\n");
    assert_eq!(object_ids(&manifest), ["Job/migrate-*"]);
}

#[test]
fn a_numeric_name_is_invalid() {
    let manifest = parse("apiVersion: v1\nkind: Pod\nmetadata:\n  name: 12\n");
    assert_eq!(
        manifest.invalid[0].problem,
        DocumentProblem::Field {
            field: "metadata.name"
        }
    );
}

#[test]
fn duplicate_keys_are_reported_and_the_last_one_counts() {
    let manifest = parse("---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  name: b\n");
    assert_eq!(object_ids(&manifest), ["ConfigMap/b"]);
    assert_eq!(
        manifest.objects[0].duplicate_keys,
        [DuplicateKey {
            key: "name".to_owned(),
            line: 6
        }]
    );
}

#[test]
fn json_documents_are_read() {
    let manifest = parse(
        "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"a\"},\n\t\"data\": {\"smile\": \"\\ud83d\\ude00\"}}",
    );
    assert_eq!(object_ids(&manifest), ["ConfigMap/a"]);
    assert_eq!(manifest.objects[0].value["data"]["smile"], "😀");
}

#[test]
fn debug_output_holds_no_content() {
    let manifest =
        parse("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {token: hunter2}\n");
    assert!(!format!("{manifest:?}").contains("hunter2"));
}

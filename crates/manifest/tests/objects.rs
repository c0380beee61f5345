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
         - apiVersion: v1\n  kind: ConfigMapList\n  items:\n  - metadata: {name: b}\n- metadata: {name: c}\n  kind: Pod\n\
         ---\napiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata: {name: d}\n",
    );
    assert_eq!(object_ids(&manifest), ["Secret/a", "ConfigMap/d"]);
    assert_eq!(manifest.objects[0].lines, 1..13);
    assert_eq!(
        &*manifest.objects[0].text,
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n"
    );
    let problems: Vec<_> = manifest
        .invalid
        .into_iter()
        .map(|document| document.problem)
        .collect();
    assert_eq!(
        problems,
        [
            DocumentProblem::NestedList,
            DocumentProblem::Field {
                field: "apiVersion"
            }
        ]
    );
}

#[test]
fn an_object_of_any_kind_with_items_is_its_items() {
    let object = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
    let item =
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: b}}";
    for (items, ids, problem) in [
        (
            format!("items: [{item}]\n"),
            &["ClusterRoleBinding/b"][..],
            None,
        ),
        ("items:\n".to_owned(), &[], None),
        ("items: []\n".to_owned(), &[], None),
        (
            "items: {}\n".to_owned(),
            &[],
            Some(DocumentProblem::WrongType { field: "items" }),
        ),
        (
            "items: [a]\n".to_owned(),
            &[],
            Some(DocumentProblem::NotAMapping),
        ),
        (format!("Items: [{item}]\n"), &["ConfigMap/a"], None),
    ] {
        let manifest = parse(&format!("{object}{items}"));
        assert_eq!(object_ids(&manifest), ids, "{items}");
        let problems: Vec<_> = manifest
            .invalid
            .into_iter()
            .map(|document| document.problem)
            .collect();
        assert_eq!(problems, Vec::from_iter(problem), "{items}");
    }
}

#[test]
fn a_line_break_of_yaml_does_not_hide_an_object() {
    let object = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";
    for line_break in ["\u{85}", "\u{2028}", "\u{2029}", "\r"] {
        let hidden = ["kind: ClusterRole", "apiVersion: v1", "metadata: {name: b}"];
        let hidden = hidden.map(|line| format!("{line_break}{line}")).concat();
        for before in ["# note", "data:\n  a: |\n    b", "data: {}"] {
            let manifest = parse(&format!("{object}{before}{hidden}\n"));
            assert_eq!(object_ids(&manifest), ["ClusterRole/b"], "{before:?}");
            assert!(manifest.invalid.is_empty());
        }
        let manifest = parse(&format!("---\n# Source: web/a.yaml{hidden}\n"));
        assert_eq!(object_ids(&manifest), ["ClusterRole/b"]);
        assert_eq!(manifest.objects[0].template.as_deref(), Some("web/a.yaml"));
        let manifest = parse(&format!("--- # note{hidden}\n"));
        assert_eq!(object_ids(&manifest), ["ClusterRole/b"]);
        assert!(manifest.objects[0].text.contains("ClusterRole"));
    }
}

#[test]
fn too_many_documents_are_one_that_is_not_read() {
    let manifest = parse(&"---\nkind: X\n".repeat(30_000));
    assert_eq!(manifest.invalid.len(), 20_001);
    let last = &manifest.invalid[20_000];
    assert_eq!(last.lines, 40_002..60_001);
    assert!(matches!(
        last.problem,
        DocumentProblem::Yaml(YamlError::OverBudget { .. })
    ));
}

#[test]
fn documents_share_their_budget() {
    let mut laughs = format!(
        "x0: &x0 [a, a, a, a, a, a, a, a]\nx: [{}]\n",
        "a, ".repeat(200)
    );
    for level in 1..4 {
        let aliases = vec![format!("*x{}", level - 1); 8].join(", ");
        laughs.push_str(&format!("x{level}: &x{level} [{aliases}]\n"));
    }
    let object = |name: &str| format!("---\napiVersion: v1\nkind: X\nmetadata: {{name: {name}}}\n");
    let text: String = (0..50)
        .map(|number| object(&format!("n{number}")) + &laughs)
        .chain([object("last")])
        .collect();
    let manifest = parse(&text);
    let read = manifest.objects.len();
    assert!((2..30).contains(&read), "{read} objects are read");
    assert_eq!(manifest.objects[read - 1].id.name, "last");
    assert!(manifest.invalid.iter().all(|document| {
        matches!(
            document.problem,
            DocumentProblem::Yaml(YamlError::OverBudget { .. })
        )
    }));
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
        DocumentProblem::WrongType {
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

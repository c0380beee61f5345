//! No output has a character that controls a terminal, that a terminal does not show, or that turns the direction of text.

use proptest::prelude::*;

use super::*;
use crate::stdout::safe;

/// Whether a terminal may be written this character. Written by itself, so that a fault in the rule is found.
fn is_allowed(c: char) -> bool {
    let number = u32::from(c);
    let is_control = (number < 0x20 && c != '\n' && c != '\t') || (0x7f..0xa0).contains(&number);
    let is_bidi = matches!(number, 0x61c | 0x200e | 0x200f | 0x202a..=0x202e | 0x2066..=0x2069);
    let is_line_break = matches!(number, 0x2028 | 0x2029);
    let is_hidden = matches!(number, 0xad | 0x200b | 0x2060 | 0xfeff | 0xe0001..=0xe007f);
    !(is_control || is_bidi || is_line_break || is_hidden)
}

/// Texts with at least one character that no terminal is to get.
fn hostile_text() -> impl Strategy<Value = String> {
    let hostile = prop_oneof![
        Just('\u{1b}'),
        Just('\u{7}'),
        Just('\r'),
        Just('\u{7f}'),
        Just('\u{85}'),
        Just('\u{9b}'),
        Just('\u{202e}'),
        Just('\u{2066}'),
        Just('\u{200f}'),
        Just('\u{2028}'),
        Just('\u{200b}'),
        Just('\u{feff}'),
        Just('\u{e0041}'),
        any::<char>(),
    ];
    (
        "[a-z|`*<]{0,3}",
        prop::collection::vec(hostile, 1..4),
        "[a-z\n]{0,3}",
    )
        .prop_map(|(before, hostile, after)| {
            before + &hostile.into_iter().collect::<String>() + &after
        })
}

/// A revision with the text wherever a text can stand.
fn hostile_release(revision: u32, text: &str) -> Release {
    let changed = format!("{text}{revision}");
    let object = |kind: &str, name: &str| {
        json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": name, "labels": {text: changed}},
            "data": {text: changed, "config.yaml": format!("{text}: {changed}"), "plain": changed}})
    };
    let documents = [
        object("ConfigMap", "web"),
        object("ConfigMap", text),
        object(text, "web"),
        object("Secret", &changed),
        json!([text]),
    ];
    let documents: String = documents
        .iter()
        .map(|document| format!("---\n# Source: web/{text}.yaml\n{document}\n"))
        .collect();
    let crd = json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": text}, "spec": {"group": text, "names": {"kind": text, "plural": text}, "scope": text,
        "versions": [{"name": text, "served": true, "storage": true, "schema": {"openAPIV3Schema":
        {"type": "object", "properties": {changed.clone(): {"type": "string"}}}}}]}});
    let encode = |text: &str| base64::Engine::encode(&base64::prelude::BASE64_STANDARD, text);
    serde_json::from_value(json!({
        "name": "web",
        "namespace": "shop",
        "version": revision,
        "info": {"status": "deployed", "description": changed, "notes": changed},
        "chart": {
            "metadata": {"name": text, "version": changed, "appVersion": changed, "home": text, "type": changed,
                "kubeVersion": changed, "sources": [text],
                "annotations": {"artifacthub.io/changes": json!([{"kind": text, "description": text}]).to_string()},
                "dependencies": [{"name": text, "version": changed, "repository": text}]},
            "values": {text: changed},
            "files": [{"name": "crds/offers.yaml", "data": encode(&crd.to_string())},
                {"name": format!("crds/{text}.yaml"), "data": encode(&changed)}],
        },
        "config": {text: changed, "plain": changed, "list": [changed]},
        "manifest": documents,
        "hooks": [{"name": text, "kind": text, "path": text, "manifest": object("Job", text).to_string(),
            "events": ["pre-rollback", "pre-upgrade"], "weight": revision, "delete_policies": [text]},
            {"name": text, "kind": text, "path": changed, "manifest": text, "events": ["test"], "weight": 0,
            "delete_policies": []}],
    }))
    .unwrap()
}

fn hostile_drift(text: &str, masking: &Masking) -> ComparisonResult {
    let release = hostile_release(10, text);
    let expected = ExpectedStateBuilder::new(&release, Deployed::Same).finish();
    let answers = expected.objects().into_iter().zip(0..).map(|(object, index)| {
        let mut live = object.value.clone();
        live["data"]["plain"] = json!(text);
        live["metadata"]["annotations"] = json!({text: text});
        live["metadata"]["managedFields"] = json!([{"manager": text, "operation": "Update", "subresource": text,
            "fieldsV1": {"f:data": {"f:plain": {}}, "f:metadata": {"f:annotations": {format!("f:{text}"): {}}}}}]);
        match index % 3 {
            0 | 1 => LiveResponse::Found(live),
            _ => LiveResponse::Unavailable(text.to_owned()),
        }
    });
    let answers = answers.collect();
    ComparisonResult::Live {
        drift: Box::new(expected.compare(answers, Side::To, masking).finish()),
        refusals: Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_output_has_a_character_that_a_terminal_does_not_show(text in hostile_text()) {
        let masking = Masking::new([7; 16]);
        let comparison = astern_compare::compare(&hostile_release(9, &text), &hostile_release(10, &text), &masking);
        for result in [ComparisonResult::from(comparison), hostile_drift(&text, &masking)] {
            for format in [ComparisonFormat::Text, ComparisonFormat::Json, ComparisonFormat::Markdown, ComparisonFormat::Diff] {
                let output = render(&result, format, &presentation(NoiseDisplay::Listed)).unwrap();
                let printed = safe(&output, output_kind(format));
                let found = printed.chars().find(|c| !is_allowed(*c));
                prop_assert_eq!(found, None, "{:?}: {:?}", format, printed);
                if format == ComparisonFormat::Json {
                    let same: Value = serde_json::from_str(&printed).unwrap();
                    prop_assert_eq!(same, serde_json::from_str::<Value>(&output).unwrap());
                }
            }
        }
    }
}

#[test]
fn a_patch_says_where_it_cannot_be_applied() {
    let masking = Masking::new([7; 16]);
    let config = |value: &str| {
        let mut release = release(9);
        let object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": {"a": value}});
        release.manifest = format!("---\n{}", astern_manifest::to_yaml(&object));
        release
    };
    let result = |value: &str| {
        let comparison = astern_compare::compare(&config("a"), &config(value), &masking);
        ComparisonResult::from(comparison)
    };
    let rendered = |result: &ComparisonResult| {
        let diff = render(
            result,
            ComparisonFormat::Diff,
            &presentation(NoiseDisplay::Counted),
        )
        .unwrap();
        safe(&diff, output_kind(ComparisonFormat::Diff))
    };
    let plain = result("b");
    assert!(rendered(&plain).starts_with("--- a/ConfigMap/web.yaml\n"));
    assert_eq!(diff::warnings(&plain), Vec::<String>::new());
    let hidden = result("b\u{a0}");
    insta::assert_snapshot!(rendered(&hidden), @r"
    # Characters that a terminal does not show stand as numbers in what follows, so it cannot be applied.
    --- a/ConfigMap/web.yaml
    +++ b/ConfigMap/web.yaml
    @@ -3,4 +3,4 @@
     metadata:
       name: web
     data:
    -  a: a
    +  a: b<U+00A0>
    ");
    assert_eq!(
        diff::warnings(&hidden),
        [
            "the diff of 1 object cannot be applied: characters that a terminal does not show are numbers"
        ]
    );
}

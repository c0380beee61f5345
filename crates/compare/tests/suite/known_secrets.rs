//! Secrets that are known from one place of the two revisions are masked in all others.

use astern_compare::{
    Comparison, Deployed, Drift, ExpectedStateBuilder, LiveResponse, ObjectChange, Side, compare,
    masked_description, patch,
};
use astern_fixtures::{planted, planted_secrets, secret};
use astern_masking::{MaskedValue, Masking};
use serde_json::{Value, json};

use crate::fixtures::{add_hook, manifest, release};

fn masking() -> Masking {
    Masking::new([7; 16])
}

/// Checks that no output of some objects contains a planted secret.
fn check(outputs: &[String]) {
    for (place, secret) in planted_secrets() {
        for output in outputs {
            let found = output
                .find(&secret)
                .map(|at| &output[at.saturating_sub(80)..]);
            assert_eq!(found, None, "{place}");
        }
    }
}

fn object_outputs<'o>(objects: impl Iterator<Item = &'o ObjectChange>) -> Vec<String> {
    let mut outputs = Vec::new();
    for object in objects {
        let diff = object.text_diff();
        outputs.extend([
            diff.to_string(),
            format!("{diff:?}"),
            diff.unified(100).to_string(),
        ]);
        outputs.push(patch([object], 100).to_string());
        for side in [Side::From, Side::To] {
            outputs.extend(object.masked_paths(side).iter().map(ToString::to_string));
        }
        for (place, secret) in planted_secrets() {
            assert!(object.find(&secret).is_empty(), "{place} in {}", object.id);
        }
    }
    outputs
}

fn comparison_outputs(comparison: &Comparison) -> Vec<String> {
    let hooks = comparison.hooks.iter().map(|hook| &hook.object);
    let mut outputs = object_outputs(comparison.objects.iter().chain(hooks));
    outputs.extend([
        serde_json::to_string(comparison).unwrap(),
        format!("{comparison:?}"),
        comparison.notes.diff.to_string(),
    ]);
    outputs.extend(
        comparison
            .crds
            .changes
            .iter()
            .map(|crd| crd.text_diff().to_string()),
    );
    outputs
}

#[test]
fn no_place_of_a_release_shows_a_secret() {
    for (from, to) in [(1, 2), (2, 1), (1, 1)] {
        let comparison = compare(&planted(from), &planted(to), &masking());
        assert!(
            from == to || comparison.objects.len() >= 5,
            "{}",
            comparison.objects.len()
        );
        check(&comparison_outputs(&comparison));
    }
    let description = masked_description(&planted(1), &masking()).unwrap();
    assert!(description.contains("(masked "), "{description}");
    check(&[description.to_string()]);
}

fn drift_of_planted(live_side: Side) -> Drift {
    let (release, deployed) = (planted(1), planted(2));
    let expected = ExpectedStateBuilder::new(&release, Deployed::Other(&deployed)).finish();
    let answers = expected.objects().into_iter().enumerate().map(|(number, object)| {
        let mut live = object.value.clone();
        live["metadata"]["annotations"]["edited"] = json!(secret("annotation", 2));
        live["metadata"]["labels"] = json!({secret("configKey", 1): "x"});
        live["spec"]["greeting"] = json!(secret("hook", 2));
            live["spec"]["extra"] = json!(secret("comment", 1));
        live["metadata"]["managedFields"] = json!([{"manager": "kubectl-edit", "operation": "Update", "fieldsV1": {
            "f:metadata": {"f:annotations": {"f:edited": {}}, "f:labels": {format!("f:{}", secret("configKey", 1)): {}}},
            "f:spec": {"f:extra": {}},
        }}]);
        match number % 4 {
            0 => LiveResponse::NotFound,
            1 => LiveResponse::Unavailable(format!("it said {}", secret("comment", 2))),
            _ => LiveResponse::Found(live),
        }
    });
    let answers = answers.collect();
    expected.compare(answers, live_side, &masking()).finish()
}

#[test]
fn no_difference_to_the_cluster_shows_a_secret() {
    for side in [Side::From, Side::To] {
        let drift = drift_of_planted(side);
        assert!(!drift.objects.is_empty() && !drift.unmanaged.is_empty());
        let hooks = drift.hooks.iter().map(|hook| &hook.drift.object);
        let mut outputs = object_outputs(drift.changes().chain(hooks));
        outputs.extend([serde_json::to_string(&drift).unwrap(), format!("{drift:?}")]);
        check(&outputs);
    }
}

#[test]
fn a_secret_of_one_side_or_of_the_cluster_is_masked_on_the_other() {
    let config = |text: &str| {
        manifest(&[
            json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a": text}}),
        ])
    };
    let from = release(
        1,
        "1.0.0",
        json!({"greeting": "harvest-moon-41"}),
        &config("say harvest-moon-41"),
    );
    let to = release(
        2,
        "1.0.0",
        json!({"auth": {"password": "harvest-moon-41"}}),
        &config("say it"),
    );
    for (from, to) in [(&from, &to), (&to, &from)] {
        let comparison = compare(from, to, &masking());
        for output in comparison_outputs(&comparison) {
            assert!(!output.contains("harvest-moon"), "{output}");
        }
        assert!(
            comparison
                .values
                .iter()
                .any(|value| value.path.to_string() == "greeting")
        );
    }
    let expected = ExpectedStateBuilder::new(&from, Deployed::Same).finish();
    let live = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"},
                      "data": {"a": "say harvest-moon-41!", "b": "token: harvest-moon-41"}});
    let drift = expected
        .compare(vec![LiveResponse::Found(live)], Side::To, &masking())
        .finish();
    let json = serde_json::to_string(&drift).unwrap();
    assert!(
        json.contains("say (masked ") && !json.contains("harvest"),
        "{json}"
    );
}

#[test]
fn a_value_that_is_masked_because_it_is_known_can_be_revealed() {
    let object = |text: &str| {
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"},
               "data": {"a": text, "b": format!("say {text}."), "k-harvest-moon-4": text}})
    };
    let values = json!({"auth": {"password": "harvest-moon-4", "token": "harvest-moon-5"}});
    let from = release(
        1,
        "1.0.0",
        values.clone(),
        &manifest(&[object("harvest-moon-4")]),
    );
    let to = release(2, "1.0.0", values, &manifest(&[object("harvest-moon-5")]));
    let comparison = compare(&from, &to, &masking());
    let change = &comparison.objects[0];
    let revealed = |value: Option<astern_masking::Revealed>| match value {
        Some(astern_masking::Revealed::Text(text)) => text.expose_secret().to_owned(),
        _ => "nothing".to_owned(),
    };
    let fields: Vec<_> = change
        .fields
        .iter()
        .map(|field| {
            let is_secret = matches!(field.to, Some(MaskedValue::Secret(_)));
            (is_secret, revealed(change.reveal(field, Side::To)))
        })
        .collect();
    assert_eq!(
        fields,
        [
            (true, "harvest-moon-5".to_owned()),
            (false, "say harvest-moon-5.".to_owned()),
            (true, "harvest-moon-5".to_owned()),
        ]
    );
    assert!(!change.fields[2].path.to_string().contains("harvest"));
    let text = change.text_diff().unified(9).to_string();
    let masks = astern_masking::Mask::all_in(&text);
    assert!(masks.len() > 3);
    for (_, mask) in masks {
        let sides = [Side::From, Side::To].map(|side| revealed(change.reveal_mask(mask, side)));
        assert!(
            sides.iter().any(|text| text.starts_with("harvest-moon-")),
            "{sides:?}"
        );
    }
}

#[test]
fn a_secret_inside_another_object_is_masked() {
    let work = |text: &str| {
        json!({"apiVersion": "work.open-cluster-management.io/v1", "kind": "ManifestWork", "metadata": {"name": "w"},
               "spec": {"workload": {"manifests": [{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "m"},
                                                     "stringData": {"config": text}}]}}})
    };
    let config = |name: &str, text: String| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"objects.yaml": text, "plain": text}});
    let template = |text: &str| {
        format!(
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{{{ .name }}}}\nstringData:\n  zone: {text}\n"
        )
    };
    let external = |text: &str| {
        json!({"apiVersion": "external-secrets.io/v1", "kind": "ExternalSecret", "metadata": {"name": "e"},
               "spec": {"target": {"template": {"data": {"a": text}}}, "data": [{"remoteRef": {"key": "shown-key"}}]}})
    };
    let objects = |text: &str| {
        [
            work(text),
            config("t", template(text)),
            config(
                "d",
                format!("{{kind: Secret, stringData: {{a: {text}}}}}\n# b\n"),
            ),
            external(text),
        ]
    };
    let values = |text: &str| json!({"extraDeploy": [template(text), {"kind": "Secret", "stringData": {"a": text}}]});
    // Shorter than what is masked by place.
    let of = |revision, text: &str| {
        let objects = objects(text);
        add_hook(
            release(revision, "1.0.0", values(text), &manifest(&objects)),
            &astern_manifest::to_yaml(&objects[0]),
        )
    };
    let comparison = compare(&of(1, "zebra-1"), &of(2, "zebra-2"), &masking());
    assert_eq!(comparison.objects.len(), 4);
    for output in comparison_outputs(&comparison) {
        assert!(!output.contains("zebra"), "{output}");
    }
}

#[test]
fn a_config_text_that_cannot_be_compared_is_masked() {
    let texts = |secret: &str| {
        [
            format!("tenant: north\ntoken: {secret}\n"),
            format!("tenantId: 9123456789012345678\ntoken: {secret}\n"),
            format!("tenant: north\n---\ntoken: {secret}\n"),
            format!("tenant: north\ntenant: south\ntoken: {secret}\n"),
            format!("{{\n  // own\n  \"token\": \"{secret}\"\n}}\n"),
            format!("token: {secret}"),
        ]
    };
    let objects = |secret: &str| -> Vec<Value> {
        let texts = texts(secret).into_iter().enumerate();
        texts
            .map(|(number, text)| {
                json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": format!("c{number}")},
                       "data": {"config.yaml": text, "config.json": text, "config": text}})
            })
            .collect()
    };
    let of =
        |revision, secret: &str| release(revision, "1.0.0", json!({}), &manifest(&objects(secret)));
    let comparison = compare(&of(1, "zebra-1"), &of(2, "zebra-2"), &masking());
    assert_eq!(comparison.objects.len(), 6);
    for output in comparison_outputs(&comparison) {
        assert!(!output.contains("zebra"), "{output}");
    }
}

#[test]
fn a_secret_that_moves_from_string_data_to_data_does_not_change() {
    let secret = |data: Value, string_data: Value| {
        let mut secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}});
        if !data.is_null() {
            secret["data"] = data;
        }
        if !string_data.is_null() {
            secret["stringData"] = string_data;
        }
        release(1, "1.0.0", json!({}), &manifest(&[secret]))
    };
    let text = secret(
        json!(null),
        json!({"password": "harvest-moon-41", "user": "app"}),
    );
    let data = secret(
        json!({"password": "aGFydmVzdC1tb29uLTQx", "user": "YXBw"}),
        json!(null),
    );
    let wrapped = secret(
        json!({"password": "aGFydmVzd\n  C1tb29uLTQx\n", "user": "YXBw"}),
        json!(null),
    );
    for (from, to) in [
        (&text, &data),
        (&data, &text),
        (&wrapped, &data),
        (&text, &wrapped),
    ] {
        let comparison = compare(from, to, &masking());
        assert_eq!(
            (comparison.objects.len(), comparison.unchanged_objects),
            (0, 1)
        );
    }
    let other = secret(
        json!({"password": "aGFydmVzdC1tb29uLTQy", "user": "YXBw"}),
        json!(null),
    );
    let comparison = compare(&text, &other, &masking());
    let [field] = comparison.objects[0].fields.as_slice() else {
        panic!("{:?}", comparison.objects[0].fields)
    };
    assert_eq!(field.path.to_string(), "data.password");
    let object = &comparison.objects[0];
    let revealed = [Side::From, Side::To].map(|side| match object.reveal(field, side) {
        Some(astern_masking::Revealed::Text(text)) => text.expose_secret().to_owned(),
        _ => String::new(),
    });
    assert_eq!(revealed, ["harvest-moon-41", "harvest-moon-42"]);
}

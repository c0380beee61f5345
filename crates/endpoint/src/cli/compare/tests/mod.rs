//! The whole output in each format, for two releases that differ in everything that it can show.

use astern_compare::{Deployed, ExpectedStateBuilder, LiveResponse, Side};
use astern_ledger::Release;
use serde_json::{Value, json};

use super::*;

mod characters;
mod unread;

fn release(revision: u32) -> Release {
    let is_new = revision == 10;
    let (version, image, limits) = match is_new {
        true => ("1.5.0", "web:2", r#"{"carts": 5}"#),
        false => ("1.4.2", "web:1", r#"{"carts":5}"#),
    };
    let labels = format!("labels: {{helm.sh/chart: web-{version}}}");
    let mut manifest = format!(
        "---\n# Source: web/templates/web.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  {labels}\n\
         spec:\n  replicas: 2\n  template:\n    spec:\n      containers:\n      - name: web\n        image: {image}\n        \
         env: [{{name: DB_PASSWORD, value: hunter{revision}}}]\n\
         ---\n# Source: web/templates/config.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  {labels}\n\
         data: {{log: 'a|b`c{revision}', limits.json: '{limits}'}}\n\
         ---\n# Source: web/templates/account.yaml\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n  {labels}\n\
         ---\n# Source: web/templates/same.yaml\napiVersion: v1\nkind: Service\nmetadata: {{name: web}}\n"
    );
    if is_new {
        manifest.push_str(
            "---\n# Source: web/templates/secret.yaml\napiVersion: v1\nkind: Secret\nmetadata: {name: web}\n\
             stringData: {password: hunter2}\n---\n# Source: web/templates/broken.yaml\nkind: [\n",
        );
    }
    let hook = format!(
        "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: migrate\n  annotations: {{helm.sh/hook: 'pre-upgrade,pre-rollback'}}\n\
         spec: {{image: {image}}}\n"
    );
    let crd = |field: &str| {
        let crd = format!(
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: offers.shop.example}}\n\
             spec:\n  group: shop.example\n  names: {{kind: Offer, plural: offers}}\n  scope: Namespaced\n  versions:\n  \
             - name: v1\n    served: true\n    storage: true\n    schema: {{openAPIV3Schema: {{type: object, properties: \
             {{{field}: {{type: string}}}}}}}}\n"
        );
        base64::Engine::encode(&base64::prelude::BASE64_STANDARD, crd)
    };
    let changes = "- kind: fixed\n  description: Carts <no longer> lose *items*\n";
    serde_json::from_value(json!({
        "name": "web",
        "namespace": "shop",
        "version": revision,
        "info": {"status": "deployed", "notes": format!("Open http://web/{revision}\n")},
        "chart": {
            "metadata": {"name": "web", "version": version, "appVersion": image, "home": "https://example.com/web",
                "annotations": {"artifacthub.io/changes": changes},
                "dependencies": [{"name": "redis", "version": if is_new { "19.0.0" } else { "18.0.0" }, "repository": ""}]},
            "values": {"color": if is_new { "red" } else { "blue" }, "port": revision},
            "files": [{"name": "crds/offers.yaml", "data": crd(if is_new { "price" } else { "cost" })}],
        },
        "config": {"port": if is_new { json!("8080") } else { json!(8080) }, "password": format!("hunter{revision}"),
            "motto": if is_new { "a|b" } else { "`a`" }},
        "manifest": manifest,
        "hooks": [
            {"name": "migrate", "kind": "Job", "path": "web/templates/migrate.yaml", "manifest": hook,
                "events": ["pre-upgrade", "pre-rollback"], "weight": if is_new { 5 } else { 0 }, "delete_policies": [],
                "last_run": {"started_at": "2026-11-22T19:30:01Z", "completed_at": "2026-11-22T19:30:09Z", "phase": "Succeeded"}},
            {"name": "check", "kind": "Pod", "path": "web/templates/check.yaml",
                "manifest": "apiVersion: v1\nkind: Pod\nmetadata: {name: check}\n", "events": ["test"], "weight": 0,
                "delete_policies": []},
        ],
    }))
    .unwrap()
}

/// Everything, with the noise counted or listed.
fn presentation(noise: NoiseDisplay) -> Presentation {
    Presentation {
        noise,
        extent: Extent::Full,
        context: Some("prod-eu".to_owned()),
    }
}

fn comparison(masking: &Masking) -> ComparisonResult {
    let comparison = astern_compare::compare(&release(9), &release(10), masking);
    ComparisonResult::from(comparison)
}

/// One object of each sort: as it should be, edited, added to, missing, refused; a hook edited and one that is not there.
fn drift(masking: &Masking) -> ComparisonResult {
    let managed = |manager: &str, fields: Value| json!({"manager": manager, "operation": "Update", "time": "2026-11-22T19:40:00Z", "fieldsV1": fields});
    let release = release(10);
    let expected = ExpectedStateBuilder::new(&release, Deployed::Same).finish();
    let answers = expected.objects().into_iter().map(|object| {
        let mut live = object.value.clone();
        match object.id.kind.as_str() {
            "Deployment" => {
                live["spec"]["replicas"] = json!(4);
                live["spec"]["template"]["spec"]["containers"][0]["image"] = json!("web:3");
                live["metadata"]["managedFields"] = json!([
                    managed("kubectl-edit", json!({"f:spec": {"f:template": {"f:spec": {"f:containers":
                        {"k:{\"name\":\"web\"}": {"f:image": {}}}}}}})),
                    {"manager": "kube-controller-manager", "operation": "Update", "subresource": "scale",
                        "fieldsV1": {"f:spec": {"f:replicas": {}}}},
                ]);
                LiveResponse::Found(live)
            }
            "ConfigMap" => {
                live["metadata"]["labels"]["team"] = json!("carts");
                let team = json!({"f:metadata": {"f:labels": {"f:team": {}}}});
                live["metadata"]["managedFields"] = json!([managed("argocd-controller", team)]);
                LiveResponse::Found(live)
            }
            "Job" => {
                live["spec"]["image"] = json!("web:3");
                LiveResponse::Found(live)
            }
            "Service" | "Pod" => LiveResponse::NotFound,
            "Secret" => LiveResponse::Unavailable("jane may not get secrets in namespace shop".to_owned()),
            _ => LiveResponse::Found(live),
        }
    });
    let answers = answers.collect();
    ComparisonResult::Live {
        drift: Box::new(expected.compare(answers, Side::To, masking).finish()),
        refusals: Vec::new(),
    }
}

fn rendered(result: &ComparisonResult, format: ComparisonFormat) -> String {
    let output = render(result, format, &presentation(NoiseDisplay::Counted)).unwrap();
    for secret in ["hunter9", "hunter10", "hunter2"] {
        assert!(!output.contains(secret), "{secret} in {format:?}");
    }
    output
}

#[test]
fn a_comparison_in_each_format() {
    let masking = Masking::new([7; 16]);
    let result = comparison(&masking);
    insta::assert_snapshot!("comparison_text", rendered(&result, ComparisonFormat::Text));
    insta::assert_snapshot!(
        "comparison_markdown",
        rendered(&result, ComparisonFormat::Markdown)
    );
    insta::assert_snapshot!("comparison_json", rendered(&result, ComparisonFormat::Json));
    insta::assert_snapshot!("comparison_diff", rendered(&result, ComparisonFormat::Diff));
}

#[test]
fn drift_in_each_format() {
    let masking = Masking::new([7; 16]);
    let result = drift(&masking);
    insta::assert_snapshot!("drift_text", rendered(&result, ComparisonFormat::Text));
    insta::assert_snapshot!(
        "drift_markdown",
        rendered(&result, ComparisonFormat::Markdown)
    );
    insta::assert_snapshot!("drift_json", rendered(&result, ComparisonFormat::Json));
    insta::assert_snapshot!("drift_diff", rendered(&result, ComparisonFormat::Diff));
}

#[test]
fn noise_is_listed_where_it_is_asked_for() {
    let masking = Masking::new([7; 16]);
    let result = comparison(&masking);
    let folded = render(
        &result,
        ComparisonFormat::Text,
        &presentation(NoiseDisplay::Counted),
    )
    .unwrap();
    let listed = render(
        &result,
        ComparisonFormat::Text,
        &presentation(NoiseDisplay::Listed),
    )
    .unwrap();
    assert!(
        folded.contains("1 object differs only in chart labels; --show-noise lists them"),
        "{folded}"
    );
    assert!(!folded.contains("ServiceAccount/web"), "{folded}");
    assert!(listed.contains("ServiceAccount/web"), "{listed}");
}

#[test]
fn the_exit_status_says_whether_they_differ() {
    let masking = Masking::off();
    let code = |result: &ComparisonResult| format!("{:?}", result.exit_code());
    let same = astern_compare::compare(&release(9), &release(9), &masking);
    assert_eq!(
        code(&ComparisonResult::from(same)),
        format!("{:?}", ExitCode::SUCCESS)
    );
    assert_eq!(
        code(&comparison(&masking)),
        format!("{:?}", ExitCode::from(1))
    );
    assert_eq!(code(&drift(&masking)), format!("{:?}", ExitCode::from(1)));
    let release = release(9);
    let nothing_read = ExpectedStateBuilder::new(&release, Deployed::Same)
        .finish()
        .compare(Vec::new(), Side::To, &masking);
    let unknown = ComparisonResult::Live {
        drift: Box::new(nothing_read.finish()),
        refusals: Vec::new(),
    };
    assert_eq!(code(&unknown), format!("{:?}", ExitCode::from(2)));
}

#[test]
fn an_unreadable_hook_of_a_true_rollback_is_unknown_and_no_difference() {
    let masking = Masking::off();
    let revision = |number: u32, description: &str| {
        let mut release = release(9);
        release.revision = number.try_into().unwrap();
        release.info.description = Some(description.to_owned());
        release.hooks[0].manifest = "kind: [".to_owned();
        release
    };
    let (first, rolled_back) = (
        revision(3, "Install complete"),
        revision(5, "Rollback to 3"),
    );
    let comparison = astern_compare::compare(&first, &rolled_back, &masking);
    assert!(!comparison.unread.is_empty());
    let result = ComparisonResult::from(comparison);
    let unknown = format!("{:?}", ExitCode::from(2));
    assert_eq!(format!("{:?}", result.exit_code()), unknown);
}

/// A release and the cluster with a secret in each place that an output can show.
#[test]
fn no_format_shows_a_planted_secret() {
    let masking = Masking::new([7; 16]);
    let (from, to) = (astern_fixtures::planted(1), astern_fixtures::planted(2));
    let comparison = astern_compare::compare(&from, &to, &masking);
    let expected = ExpectedStateBuilder::new(&from, Deployed::Other(&to)).finish();
    let answers = expected.objects().into_iter().map(|object| {
        let mut live = object.value.clone();
        live["spec"]["added"] = json!(astern_fixtures::secret("comment", 2));
        match object.id.kind.as_str() {
            "Service" => LiveResponse::NotFound,
            "Job" => LiveResponse::Unavailable(astern_fixtures::secret("hook", 2)),
            _ => LiveResponse::Found(live),
        }
    });
    let answers = answers.collect();
    let drift = expected.compare(answers, Side::To, &masking).finish();
    let results = [
        ComparisonResult::from(comparison),
        ComparisonResult::Live {
            drift: Box::new(drift),
            refusals: Vec::new(),
        },
    ];
    for result in results {
        for format in [
            ComparisonFormat::Text,
            ComparisonFormat::Markdown,
            ComparisonFormat::Json,
            ComparisonFormat::Diff,
        ] {
            let output = render(&result, format, &presentation(NoiseDisplay::Listed)).unwrap();
            for (place, secret) in astern_fixtures::planted_secrets() {
                assert!(
                    !output.contains(&secret),
                    "{place} in {format:?}:\n{output}"
                );
            }
        }
    }
}

/// 120 objects differ, and the short forms fit a screen and a message.
#[test]
fn the_short_forms_are_bounded_and_say_how_to_see_the_rest() {
    let [from, to] = astern_fixtures::pair(astern_fixtures::Size { objects: 400 });
    let masking = Masking::new([7; 16]);
    let comparison = astern_compare::compare(&from, &to, &masking);
    let result = ComparisonResult::from(comparison);
    let short = Presentation {
        extent: Extent::Short,
        ..presentation(NoiseDisplay::Counted)
    };
    let text = render(&result, ComparisonFormat::Text, &short).unwrap();
    assert!(text.lines().count() <= 40, "{text}");
    assert!(text.ends_with("--full prints everything.\n"), "{text}");
    let markdown = render(&result, ComparisonFormat::Markdown, &short).unwrap();
    assert!(markdown.chars().count() <= 4000, "{markdown}");
    assert!(markdown.contains("cluster prod-eu"), "{markdown}");
    assert!(
        markdown.ends_with("`--full` prints everything.\n"),
        "{markdown}"
    );
    for (format, short) in [
        (ComparisonFormat::Text, text),
        (ComparisonFormat::Markdown, markdown),
    ] {
        let full = render(&result, format, &presentation(NoiseDisplay::Counted)).unwrap();
        assert!(full.len() > short.len() && !full.contains("--full"));
    }
}

//! What helm prints, with the values that it quotes left out.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use astern_masking::Masking;
use astern_masking::helm_output::{mask_helm_error, mask_helm_line, problem_of_helm_error};
use proptest::prelude::*;
use serde_json::Value;

/// What helm 3.22 and 4.3 printed when the API server of Kubernetes 1.36 refused the objects of
/// `tests/end_to_end/tests/suite/in_cluster/invalid_objects.json`, with what has to be said of it in the journal.
const PRINTED: [&str; 2] = [
    include_str!("helm_errors/helm3.jsonl"),
    include_str!("helm_errors/helm4.jsonl"),
];

/// The secrets in them.
const SECRETS: [&str; 2] = ["hunter2Zq7", "81734655"];

fn printed() -> impl Iterator<Item = (String, String, String)> {
    PRINTED.iter().flat_map(|lines| lines.lines()).map(|line| {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| case[name].as_str().unwrap().to_owned();
        (text("case"), text("printed"), text("problem"))
    })
}

/// Returns the error in what helm printed: helm 4 has the reason in a warning when its error is about the cleanup.
fn error(printed: &str) -> String {
    let warning = printed
        .lines()
        .find_map(|line| line.strip_prefix("level=WARN msg="))
        .and_then(|quoted| serde_json::from_str::<String>(quoted).ok());
    warning.unwrap_or_else(|| printed.replace('\n', " "))
}

#[test]
fn no_secret_that_helm_printed_is_kept_and_the_problem_is() {
    let (mut quoted, mut others) = (0, Vec::new());
    for (case, printed, expected) in printed() {
        quoted += usize::from(SECRETS.iter().any(|secret| printed.contains(secret)));
        let lines: Vec<String> = printed
            .lines()
            .map(|line| mask_helm_line(line).into_inner())
            .collect();
        let problem = problem_of_helm_error(&error(&printed)).to_string();
        let whole = mask_helm_error(&printed).into_inner();
        for kept in [&lines.join("\n"), &problem, &whole] {
            assert!(
                SECRETS.iter().all(|secret| !kept.contains(secret)),
                "{case}: {kept}"
            );
        }
        if problem != expected {
            others.push(format!("{case}: {problem}"));
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
    assert!(quoted > 100, "{quoted}");
}

/// How Go and the API server write a value.
fn written(value: &str) -> Vec<String> {
    let quoted = format!("{value:?}");
    let twice = format!("{:?}", format!("{{\"data\":{{\"password\":{quoted}}}}}"));
    vec![
        quoted.clone(),
        twice,
        format!("'{value}'"),
        format!("`{value}`"),
        value.to_owned(),
        format!("core.EnvVar{{Name:\"x\", Value:{quoted}, ValueFrom:(*core.EnvVarSource)(nil)}}"),
        format!("&value.valueUnstructured{{Value:{value}}}"),
        format!("map[string]interface {{}}{{\"password\":{quoted}}}"),
        format!("map[password:{value} user:admin]"),
        format!("&{{map[c:map[password:{value}]]}}"),
        format!("[]string{{{quoted}}}"),
        format!("{{\"password\":{quoted}}}"),
        format!("[{quoted},1]"),
    ]
}

/// Where a value stands in a message, as `@`.
const MESSAGES: [&str; 17] = [
    "Secret \"db\" is invalid: data[password]: Invalid value: @: field is immutable",
    "Service \"db\" is invalid: [spec.type: Unsupported value: @: supported values: \"ClusterIP\", spec.a: Required value]",
    "spec.a: Duplicate value: @",
    "spec.a: Not found: @",
    "spec.a: Forbidden: @ may not be set",
    "spec.a: Too long: @: may not be more than 3 bytes",
    "failed to create typed patch object (shop/db; /v1, Kind=Secret): .stringData.password: expected string, got @",
    "admission webhook \"policy.example\" denied the request: the password @ is weak",
    "ValidatingAdmissionPolicy 'a' with binding 'b' denied request: @ is weak",
    "error converting YAML to JSON: yaml: line 3: cannot unmarshal !!str @ into int",
    "unable to decode \"\": Object 'Kind' is missing in '@'",
    "error validating data: @ is not allowed",
    "template: shop/templates/a.yaml:3:5: executing \"a\" at <@>: wrong type",
    "strict decoding error: unknown field @",
    "conflict with @ using v1: .data.password",
    "level=WARN msg=@ error=@",
    "password=@ token: @",
];

proptest! {
    #[test]
    fn a_value_is_left_out_however_it_is_quoted(
        before in "[ -~äЖ\n]{0,6}",
        after in "[ -~äЖ\n]{0,6}",
        message in 0..MESSAGES.len(),
        form in 0..13_usize,
        cut in 0..200_usize,
    ) {
        // What is searched for is in no word that Kubernetes uses.
        let value = format!("{before}Zq7hunter{after}");
        let message = MESSAGES[message].replace('@', &written(&value)[form]);
        let cut = message.char_indices().map(|(at, _)| at).nth(cut).unwrap_or(message.len());
        for message in [message.as_str(), &message[..cut]] {
            let slog = format!("level=WARN msg={:?}", format!("Rollback \"db\" failed: {message}"));
            let mut kept = vec![
                mask_helm_error(message).into_inner(),
                problem_of_helm_error(message).to_string(),
                mask_helm_line(&slog).into_inner(),
            ];
            kept.extend(message.lines().map(|line| mask_helm_line(line).into_inner()));
            for kept in kept {
                prop_assert!(!kept.contains("hunter"), "{message:?}: {kept:?}");
            }
        }
    }

    /// In the description of a revision only what is quoted is left out.
    #[test]
    fn a_quoted_value_is_left_out_of_a_description(
        value in "[ -~äЖ\n]{0,6}hunter[ -~äЖ\n]{0,6}",
        message in 0..4_usize,
        form in 0..2_usize,
    ) {
        let message = MESSAGES[message].replace('@', &written(&value)[form]);
        let kept = Masking::new([7; 16]).mask_error_output(&message).into_inner();
        prop_assert!(!kept.contains("hunter"), "{message:?}: {kept:?}");
    }

    #[test]
    fn no_text_panics(text in "([ -~é\t\n]|Invalid value: |level=WARN |is invalid|\\\\|\"|'|`|\\{|\\[|\\}|…){0,40}") {
        let _ = mask_helm_error(&text);
        let _ = mask_helm_line(&text);
        let _ = problem_of_helm_error(&text);
    }
}

#[test]
fn what_a_person_needs_stays() {
    for (printed, expected) in [
        (
            "Error: failed to create resource: ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot \
             unmarshal number into Go struct field ConfigMap.data of type string",
            None,
        ),
        (
            "Error: cannot patch \"web\" with kind Job: Job.batch \"web\" is invalid: spec.template: Invalid value: \
             core.PodTemplateSpec{Spec:core.PodSpec{Env: \"hunter2\"}}: field is immutable",
            Some(
                "Error: cannot patch \"web\" with kind Job: Job.batch \"web\" is invalid: spec.template: Invalid value: …: \
                 field is immutable",
            ),
        ),
        (
            "Error: failed to create resource: Internal error occurred: failed calling webhook \"policy.example\": failed to call \
             webhook: Post \"https://policy.shop.svc:443/validate?token=hunter2\": dial tcp 10.96.12.7:443: connect: connection \
             refused",
            Some(
                "Error: failed to create resource: Internal error occurred: failed calling webhook \"policy.example\": failed to \
                 call webhook: Post \"https://policy.shop.svc:443…\": dial tcp 10.96.12.7:443: connect: connection refused",
            ),
        ),
        (
            "Error: secrets is forbidden: User \"jane\" cannot list resource \"secrets\" in API group \"\" in the namespace \"shop\"",
            None,
        ),
        (
            "Error: release shop failed: resource StatefulSet/shop/baskets not ready. status: InProgress, message: Ready: 0/1",
            None,
        ),
        ("Rollback was a success! Happy Helming!", None),
    ] {
        assert_eq!(*mask_helm_line(printed), expected.unwrap_or(printed));
    }
}

//! What else a diagnosis has to hold: how sure it is, one cause once, lines, and no secret.

use astern_compare::compare;
use astern_diagnosis::{Certainty, Reach, Why, diagnose};
use astern_masking::Masking;

use crate::{Report, diagnosis_of, finding_of, release};

#[test]
fn a_larger_request_is_almost_certain_and_more_pods_add_to_it() {
    let report = Report::unschedulable("0/6 nodes are available: 6 Insufficient cpu.");
    let changes = [
        ("cpu: 100m", "cpu: \"64\""),
        ("replicas: 2", "replicas: 3"),
        ("shop-web:1.0.0", "shop-web:1.1.0"),
    ];
    let finding = finding_of(&report, &changes);
    let said: Vec<_> = finding
        .suspects
        .iter()
        .map(|suspect| suspect.certainty)
        .collect();
    assert_eq!(said, [Certainty::AlmostCertain, Certainty::AddsTo]);
    assert_eq!(finding.reach, Reach::NotScheduled);
    // Changes that mean nothing here, and the image.
    assert!(finding.others >= 9, "{}", finding.others);
    let (from, to) = release::revisions(&changes);
    let comparison = compare(&from, &to, &Masking::new([7; 16]));
    let line = finding.suspects[0].line.unwrap();
    let web = comparison
        .objects
        .iter()
        .find(|object| object.id.name == "web")
        .unwrap();
    let text = web.text_diff();
    assert_eq!(text.line(line.side, line.number).trim(), "cpu: \"64\"");
    let line = finding.suspects[1].line.unwrap();
    assert_eq!(text.line(line.side, line.number).trim(), "replicas: 3");
}

#[test]
fn a_crash_that_several_changes_could_cause_is_only_possible() {
    let changes = [
        ("shop-web:1.0.0", "shop-web:1.1.0"),
        ("value: basket", "value: all"),
    ];
    let finding = finding_of(&Report::crash(1, "", &[]), &changes);
    assert_eq!(finding.suspects.len(), 2);
    assert!(
        finding
            .suspects
            .iter()
            .all(|one| one.certainty == Certainty::Possible)
    );
    let finding = finding_of(&Report::crash(1, "", &[]), &changes[..1]);
    assert_eq!(finding.suspects[0].certainty, Certainty::AlmostCertain);
    assert_eq!(finding.suspects[0].why, Why::OnlyChange);
}

#[test]
fn one_cause_is_told_once_for_all_that_have_it() {
    let (from, to) = release::revisions(&[(
        "  name: shop-database\nstringData",
        "  name: other\nstringData",
    )]);
    let comparison = compare(&from, &to, &Masking::new([7; 16]));
    let report = Report::configuration(
        "CreateContainerConfigError",
        "secret \"shop-database\" not found",
    );
    let worker = report
        .clone()
        .of(astern_cluster::WorkloadKind::Deployment, "worker");
    let found = diagnose(
        &comparison,
        &[report.symptom(), worker.symptom(), report.symptom()],
    );
    assert_eq!(found.findings.len(), 1);
    let of: Vec<String> = found.findings[0]
        .of
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(of, ["Deployment/web", "Deployment/worker"]);
}

#[test]
fn a_secret_of_the_release_is_masked_in_messages_and_logs() {
    let report = Report::crash(
        1,
        "connect postgres://shop:hunter2hunter2@db/shop: refused",
        &[
            "retrying with hunter2hunter2",
            "FEATURE_FLAGS is invalid: hunter2hunter2",
        ],
    );
    let found = diagnosis_of(&report, &[("value: basket", "value: all")]);
    let finding = &found.findings[0];
    assert!(matches!(finding.suspects[0].why, Why::NamedInLog { .. }));
    let json = serde_json::to_string(&found).unwrap();
    assert!(!json.contains("hunter2hunter2"), "{json}");
    assert!(!format!("{found:?}").contains("hunter2hunter2"));
    assert!(json.contains("retrying with"), "{json}");
}

//! No output says that nothing differs while a piece was not read, and each names that piece before anything else.

use astern_compare::{Deployed, UnreadReason, Verdict};

use super::*;

const FORMATS: [ComparisonFormat; 4] = [
    ComparisonFormat::Text,
    ComparisonFormat::Json,
    ComparisonFormat::Markdown,
    ComparisonFormat::Diff,
];

/// Sentences that only a complete comparison may have.
const CLAIMS: [&str; 8] = [
    "Revisions 9 and 10 are the same",
    "The cluster matches",
    "no objects differ",
    "no hooks differ",
    "no definitions",
    "There is nothing to undo",
    "\"complete\": true",
    "\"verdict\": \"identical\"",
];

/// The same content in both revisions: a Service, a hook and a CRD.
fn complete(revision: u32) -> Release {
    let mut release = release(9);
    release.revision = revision.try_into().unwrap();
    release.info.notes = None;
    release
}

/// Each way in which a piece of a revision cannot be read.
fn broken(revision: u32) -> Vec<(&'static str, Release)> {
    let with = |edit: &dyn Fn(&mut Release)| {
        let mut release = complete(revision);
        edit(&mut release);
        release
    };
    let crd = |data: &str| {
        let data = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, data);
        serde_json::from_value(json!([{"name": "crds/offers.yaml", "data": data}])).unwrap()
    };
    let deep = format!("---\na: {}{}\n", "[".repeat(2000), "]".repeat(2000));
    vec![
        (
            "document",
            with(&|release| release.manifest.push_str("---\nkind: [\n")),
        ),
        (
            "deep document",
            with(&|release| release.manifest.push_str(&deep)),
        ),
        (
            "no object",
            with(&|release| release.manifest.push_str("---\n- a\n")),
        ),
        (
            "hook",
            with(&|release| release.hooks[0].manifest = "kind: [".to_owned()),
        ),
        ("CRD", with(&|release| release.chart.files = crd("kind: ["))),
    ]
}

fn compared(from: &Release, to: &Release) -> ComparisonResult {
    let comparison = astern_compare::compare(from, to, &Masking::new([7; 16]));
    ComparisonResult::from(comparison)
}

fn assert_nothing_is_claimed(result: &ComparisonResult, whose: &str, case: &str) {
    assert!(!result.verdict().is_complete(), "{case}");
    assert_ne!(
        format!("{:?}", result.exit_code()),
        format!("{:?}", ExitCode::SUCCESS),
        "{case}"
    );
    for format in FORMATS {
        let output = render(result, format, &presentation(NoiseDisplay::Counted)).unwrap();
        for claim in CLAIMS {
            assert!(
                !output.contains(claim),
                "{case}, {format:?}: {claim}\n{output}"
            );
        }
        match format {
            ComparisonFormat::Text => assert!(output.starts_with(whose), "{case}\n{output}"),
            ComparisonFormat::Diff => {
                let whose = format!("# {whose}");
                assert!(output.starts_with(&whose), "{case}\n{output}");
            }
            ComparisonFormat::Markdown => {
                let mut lines = output.lines().filter(|line| !line.is_empty());
                let whose = format!("**{whose}");
                assert!(
                    lines.nth(1).unwrap().starts_with(&whose),
                    "{case}\n{output}"
                );
            }
            ComparisonFormat::Json => {
                let json: Value = serde_json::from_str(&output).unwrap();
                assert_eq!(json["complete"], json!(false), "{case}");
            }
        }
    }
}

#[test]
fn no_output_takes_revisions_for_equal_while_a_piece_is_unread() {
    for ((case, from), (_, to)) in broken(9).into_iter().zip(broken(10)) {
        let on_both = compared(&from, &to);
        match case {
            // Files that are the same, byte by byte, need not be read.
            "CRD" => assert_eq!(on_both.verdict(), Verdict::Identical),
            _ => {
                assert_eq!(on_both.verdict(), Verdict::Unknown, "{case}");
                assert_nothing_is_claimed(&on_both, "Revision 9: ", case);
            }
        }
        assert_nothing_is_claimed(&compared(&from, &complete(10)), "Revision 9: 1 ", case);
        assert_nothing_is_claimed(&compared(&complete(9), &to), "Revision 10: 1 ", case);
    }
    let same = compared(&complete(9), &complete(10));
    assert_eq!(same.verdict(), Verdict::Identical);
    let text = render(
        &same,
        ComparisonFormat::Text,
        &presentation(NoiseDisplay::Counted),
    );
    assert!(text.unwrap().starts_with("Revisions 9 and 10 are the same"));
}

#[test]
fn what_differs_beside_an_unread_piece_is_listed_as_a_lower_bound() {
    let mut to = broken(10).remove(0).1;
    to.manifest = to.manifest.replace("replicas: 2", "replicas: 3");
    let result = compared(&complete(9), &to);
    assert_eq!(result.verdict(), Verdict::DiffersAtLeast);
    assert_nothing_is_claimed(
        &result,
        "Revision 10: 1 document could not be read: ",
        "both",
    );
    let text = render(
        &result,
        ComparisonFormat::Text,
        &presentation(NoiseDisplay::Counted),
    )
    .unwrap();
    assert!(text.contains("at least 1 object differs"), "{text}");
    assert!(text.contains("spec.replicas: 2 → 3"), "{text}");
}

/// Compares with a cluster that has every object as the revision says, but for those that it does not give.
fn drift_from(release: &Release, deployed: Deployed<'_>, refused: &str) -> ComparisonResult {
    let expected = ExpectedStateBuilder::new(release, deployed).finish();
    let answers =
        expected
            .objects()
            .into_iter()
            .map(|object| match object.id.kind.as_str() == refused {
                true => LiveResponse::Unavailable("jane may not get it".to_owned()),
                false => LiveResponse::Found(object.value.clone()),
            });
    let answers = answers.collect();
    let masking = Masking::new([7; 16]);
    ComparisonResult::Live {
        drift: Box::new(expected.compare(answers, Side::To, &masking).finish()),
        refusals: Vec::new(),
    }
}

#[test]
fn no_output_takes_the_cluster_for_equal_while_a_piece_is_unread() {
    let release = complete(10);
    assert_eq!(
        drift_from(&release, Deployed::Same, "").verdict(),
        Verdict::Identical
    );
    for kind in ["Service", "Job"] {
        let result = drift_from(&release, Deployed::Same, kind);
        assert_nothing_is_claimed(&result, "The cluster: 1 object could not be read", kind);
    }
    for (case, broken) in broken(10) {
        if case != "CRD" {
            let result = drift_from(&broken, Deployed::Same, "");
            assert_nothing_is_claimed(&result, "Revision 10: 1 document", case);
        }
    }
    let unread = Deployed::Unread {
        revision: 11.try_into().unwrap(),
        reason: UnreadReason::Invalid("it is not base64".to_owned()),
    };
    let result = drift_from(&release, unread, "");
    assert_nothing_is_claimed(
        &result,
        "Revision 11: its record could not be read",
        "record",
    );
}

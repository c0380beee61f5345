//! What was not read, in sentences.

use astern_compare::{
    Comparison, Deployed, Drift, ExpectedStateBuilder, LiveResponse, Side, UnreadReason, Verdict,
    compare,
};
use astern_ledger::Release;
use astern_masking::Masking;
use astern_wording::{comparison_sentence, comparison_unread, drift_sentence, drift_unread};
use serde_json::json;

use crate::fixtures::{object, release};

const BROKEN: &str = "---\n# Source: web/templates/a.yaml\n- a\n";

/// Returns a revision with a Service, and with this text after it.
fn with(revision: u32, text: &str) -> Release {
    let service = object("v1", "Service", "web", json!({"type": "ClusterIP"}));
    let mut release = release(revision, &[service]);
    release.manifest.push_str(text);
    release
}

fn compared(from: &Release, to: &Release) -> Comparison {
    compare(from, to, &Masking::new([1; 16]))
}

#[test]
fn each_revision_names_what_could_not_be_read_of_it() {
    let comparison = compared(&with(9, BROKEN), &with(10, ""));
    insta::assert_snapshot!(comparison_unread(&comparison).join("\n"), @r"Revision 9: 1 document could not be read: lines 9 to 10 of the manifest, template web/templates/a.yaml: the document is not a mapping.");
    assert_eq!(
        comparison_sentence(&comparison),
        "Whether revisions 9 and 10 differ is not known."
    );
    let mut to = with(10, &BROKEN.repeat(5));
    to.chart.files =
        serde_json::from_value(json!([{"name": "crds/a.yaml", "data": "a2luZDogWw=="}])).unwrap();
    let comparison = compared(&with(9, BROKEN), &to);
    insta::assert_snapshot!(comparison_unread(&comparison).join("\n"), @r"
    Revision 9: 1 document could not be read: lines 9 to 10 of the manifest, template web/templates/a.yaml: the document is not a mapping.
    Revision 10: 5 documents and 1 CRD file could not be read: lines 9 to 10 of the manifest, template web/templates/a.yaml: the document is not a mapping; lines 12 to 13 of the manifest, template web/templates/a.yaml: the document is not a mapping; lines 15 to 16 of the manifest, template web/templates/a.yaml: the document is not a mapping; and 3 more.
    ");
}

#[test]
fn an_object_that_seems_removed_may_be_in_what_could_not_be_read() {
    let comparison = compared(&with(9, ""), &release(10, &[]));
    assert_eq!(comparison_unread(&comparison), Vec::<String>::new());
    let mut to = release(10, &[]);
    to.manifest = BROKEN.to_owned();
    let lines = comparison_unread(&compared(&with(9, ""), &to));
    assert!(
        lines[0].ends_with("An object that is listed as removed may be in there."),
        "{lines:?}"
    );
    let lines = comparison_unread(&compared(&to, &with(11, "")));
    assert!(
        lines[0].ends_with("An object that is listed as added may be in there."),
        "{lines:?}"
    );
}

fn drift(release: &Release, deployed: Deployed<'_>, response: fn() -> LiveResponse) -> Drift {
    let expected = ExpectedStateBuilder::new(release, deployed).finish();
    let responses = expected.objects().iter().map(|_| response()).collect();
    expected
        .compare(responses, Side::To, &Masking::off())
        .finish()
}

#[test]
fn the_cluster_and_the_deployed_revision_are_named_too() {
    let unread = Deployed::Unread {
        revision: 10.try_into().unwrap(),
        reason: UnreadReason::Unavailable("the request timed out".to_owned()),
    };
    let drift = drift(&with(9, BROKEN), unread, || {
        LiveResponse::Unavailable("jane may not get services in namespace shop".to_owned())
    });
    assert_eq!(drift.verdict, Verdict::Unknown);
    insta::assert_snapshot!(drift_unread(&drift).join("\n"), @r"
    Revision 10: its record could not be read: the request timed out.
    Revision 9: 1 document could not be read: lines 9 to 10 of the manifest, template web/templates/a.yaml: the document is not a mapping.
    The cluster: 1 object could not be read: Service/web: jane may not get services in namespace shop.
    ");
    assert_eq!(
        drift_sentence(&drift),
        "Nothing of revision 9 could be compared with the cluster."
    );
}

#[test]
fn what_is_missing_is_a_lower_bound_where_something_was_not_read() {
    let drift = drift(&with(9, BROKEN), Deployed::Same, || LiveResponse::NotFound);
    assert_eq!(
        drift_sentence(&drift),
        "In the cluster at least 1 object is missing."
    );
}

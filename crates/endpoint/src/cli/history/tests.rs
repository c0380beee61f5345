//! The rows and outputs of histories.

use astern_fixtures::{planted, planted_secrets};
use astern_ledger::{InvalidRecord, Operation, Record, RecordFault, Revision, Status};
use astern_masking::Masking;

use super::rows::{PayloadColumns, Row, Standing, payload_columns, row};
use super::*;
use crate::stdout::safe;

/// Returns the row of a first revision that is deployed.
fn row_with(payload: PayloadColumns) -> Row {
    Row {
        revision: Revision::FIRST,
        status: Status::Deployed,
        label_status: None,
        created: None,
        updated: None,
        deleted: None,
        live_seconds: None,
        live: "1 h".to_owned(),
        standing: Some(Standing::LastKnownGood),
        changed: Some("nothing".to_owned()),
        payload,
    }
}

#[test]
fn no_description_shows_a_secret_of_its_revision() {
    let row = row_with(payload_columns(planted(1)));
    let json = serde_json::to_string(&row).expect("JSON");
    let text = text(&[row], "", &[]);
    assert!(text.contains("(masked "), "{text}");
    for (place, secret) in planted_secrets() {
        assert!(
            !text.contains(&secret) && !json.contains(&secret),
            "{place}"
        );
    }
}

/// The label was set to `deployed` by hand; helm goes on to refuse upgrades.
#[test]
fn the_status_is_the_one_that_helm_reads() {
    let mut release = planted(2);
    release.info.status = Status::Pending(Operation::Upgrade);
    let mut record = Record::expected(
        release.namespace.clone(),
        release.name.clone(),
        release.revision,
    );
    record.status = Status::Deployed;
    let row = row(&record, Ok(release)).unwrap();
    let json = serde_json::to_value(&row).unwrap();
    assert_eq!(json["status"], "pending-upgrade");
    assert_eq!(json["label_status"], "deployed");
    let text = text(&[row], "", &[]);
    assert!(text.contains("2         pending-upgrade"), "{text}");
    assert!(
        text.contains("Revision 2: The label of its record says “deployed”"),
        "{text}"
    );
}

#[test]
fn records_without_a_revision_are_listed_and_no_text_controls_the_terminal() {
    let hostile = "a\u{1b}]0;x\u{7}\u{9b}\u{202e}b\nc";
    let row = row_with(PayloadColumns::Read {
        chart: Some(hostile.to_owned()),
        app_version: Some(hostile.to_owned()),
        description: Some(
            Masking::new([7; 16])
                .mask_error_output(hostile)
                .into_owned(),
        ),
    });
    let invalid = InvalidRecord {
        object: "sh.helm.release.v1.web.v2".to_owned(),
        namespace: "shop".to_owned(),
        fault: RecordFault::Version,
    };
    let (rows, invalid) = ([row], [invalid]);
    let lines = OutputKind::Lines {
        colored_indents: &[],
    };
    let text = safe(&text(&rows, "", &invalid), lines);
    insta::assert_snapshot!(text, @r##"
    REVISION  STATUS    UPDATED  LIVE                   CHART                                     APP VERSION                               CHANGED  DESCRIPTION
    1         deployed  -        1 h   last known good  a<U+001B>]0;x<U+0007><U+009B><U+202E>b c  a<U+001B>]0;x<U+0007><U+009B><U+202E>b c  nothing  a<U+001B>]0;x<U+0007><U+009B><U+202E>b c
    sh.helm.release.v1.web.v2 in namespace shop is marked as Helm's, but its label "version" names no revision
    "##);
    let json = safe(&json(&rows, &invalid).unwrap(), OutputKind::Json);
    insta::assert_snapshot!(json, @r##"
    [
      {
        "revision": 1,
        "status": "deployed",
        "created": null,
        "updated": null,
        "live": "1 h",
        "standing": "last-known-good",
        "changed": "nothing",
        "chart": "a\u001b]0;x\u0007\u009b\u202eb\nc",
        "app_version": "a\u001b]0;x\u0007\u009b\u202eb\nc",
        "description": "a\u001b]0;x\u0007\u009b\u202eb\nc"
      },
      {
        "revision": null,
        "object": "sh.helm.release.v1.web.v2",
        "unreadable": "its label \"version\" names no revision"
      }
    ]
    "##);
}

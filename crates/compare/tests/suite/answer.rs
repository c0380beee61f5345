//! The answer in words.

use crate::made_up::release;
use astern_compare::{Masking, compare};
use serde_json::{Value, json};

fn sentence((from, from_chart, from_set): (u32, &str, Value), to: (u32, &str, Value)) -> String {
    let from = release(from, from_chart, from_set, "");
    let to = release(to.0, to.1, to.2, "");
    compare(&from, &to, &Masking::new([7; 16])).sentence()
}

#[test]
fn each_kind_of_change_has_its_sentence() {
    let old = || (9, "1.0.0", json!({"a": 1, "b": 1}));
    let cases = [
        (
            (10, "1.1.0", json!({"a": 1, "b": 1})),
            "Revision 10 moved the chart from 1.0.0 to 1.1.0; the values that were set are the same.",
        ),
        (
            (10, "1.0.0", json!({"a": 2, "b": 1})),
            "Revision 10 changed 1 value; the chart is the same.",
        ),
        (
            (10, "1.1.0", json!({"a": 2, "b": 2})),
            "Revision 10 moved the chart from 1.0.0 to 1.1.0 and changed 2 values.",
        ),
        (
            (10, "1.0.0", json!({"a": 1, "b": 1})),
            "Revisions 9 and 10 are the same.",
        ),
        (
            (8, "0.9.0", json!({"a": 1, "b": 1})),
            "Seen from revision 9, revision 8 moved the chart from 1.0.0 to 0.9.0; the values that were set are the same.",
        ),
    ];
    for (to, said) in cases {
        assert_eq!(sentence(old(), to), said);
    }
}

#[test]
fn another_chart_is_named_and_a_hidden_change_is_not_called_none() {
    let from = release(1, "1.0.0", json!({}), "");
    let mut other = release(2, "1.0.0", json!({}), "");
    other.chart.metadata.as_mut().unwrap().name = "shop".to_owned();
    let masking = Masking::new([7; 16]);
    let said = compare(&from, &other, &masking).sentence();
    assert!(
        said.contains("changed the chart from web to shop"),
        "{said}"
    );
    let mut notes = release(2, "1.0.0", json!({}), "");
    notes.info.notes = None;
    let said = compare(&from, &notes, &masking).sentence();
    assert!(said.contains("and yet something else"), "{said}");
}

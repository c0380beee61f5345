//! No part of the page's model shows a secret, wherever in the two releases it stands.

use astern_compare::FieldChange;
use astern_fixtures::{planted, planted_secrets};

use super::*;

/// Returns the texts of some fields.
fn texts<'f>(fields: impl Iterator<Item = &'f FieldChange>) -> Vec<String> {
    fields.map(|field| format!("{field:?}")).collect()
}

/// Returns what is said of the pieces that could not be read, as data and in words.
fn texts_of_unread(report: &Report) -> Vec<String> {
    let mut texts = report.unread_lines();
    texts.extend(report.unread().iter().map(|unread| format!("{unread:?}")));
    texts
}

#[test]
fn the_model_shows_no_planted_secret() {
    for (from, to) in [(1, 2), (2, 1)] {
        let mut model = model_of(planted(from), planted(to));
        let mut shown = Vec::new();
        for list in [ValueList::Set, ValueList::Defaults, ValueList::Effective] {
            shown.extend(texts(model.report.values(list).iter()));
        }
        for item in model.items() {
            model.compute_lines(item);
            shown.extend([model.item_name(item), model.patch(item)]);
            shown.extend(model.remarks(item));
            shown.extend(texts(model.fields(item)));
            shown.extend(model.hidden_rows(item, 0).iter().map(ToString::to_string));
            let lines = model.lines(item).map(|lines| lines.diff.to_string());
            shown.extend(lines);
            for (place, secret) in planted_secrets() {
                assert!(model.find_in(item, &secret).is_empty(), "{place}");
            }
        }
        shown.extend(texts_of_unread(&model.report));
        assert!(shown.len() > 40, "{}", shown.len());
        for (place, secret) in planted_secrets() {
            for text in &shown {
                assert!(!text.contains(&secret), "{place}: {text}");
            }
        }
    }
}

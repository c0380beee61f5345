//! Finding a text in what differs, drawn or not. It is found as it is shown, so never inside a secret.

use astern_diff::contains_ignore_ascii_case;
use astern_masking::{MaskedValue, Masking};
use serde_json::Value;

use crate::{FieldChange, ObjectChange};

/// Where in an object that differs a text was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchMatches {
    /// Whether its kind, namespace or name hold it.
    pub in_name: bool,
    /// The positions of the changed fields whose path or values hold it.
    pub fields: Vec<usize>,
    /// The positions of the rows that hold it on either side.
    pub rows: Vec<usize>,
}

impl SearchMatches {
    /// Whether it was not found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.in_name && self.fields.is_empty() && self.rows.is_empty()
    }
}

impl ObjectChange {
    /// Where this object, as it is shown, holds a text; case does not matter, and an empty text is nowhere. The lines are
    /// only laid side by side when they hold it at all.
    #[must_use]
    pub fn find(&self, text: &str, masking: &Masking) -> SearchMatches {
        if text.is_empty() {
            return SearchMatches::default();
        }
        let fields = self.fields.iter().enumerate();
        let rows = if self
            .shown_texts(masking)
            .any(|shown| contains_ignore_ascii_case(&shown, text))
        {
            self.text_diff(masking).rows_with(text)
        } else {
            Vec::new()
        };
        SearchMatches {
            in_name: contains_ignore_ascii_case(&self.id.to_string(), text),
            fields: fields
                .filter(|(_, field)| field_holds(field, text))
                .map(|(position, _)| position)
                .collect(),
            rows,
        }
    }
}

fn field_holds(field: &FieldChange, text: &str) -> bool {
    let shown = |shown: &Option<MaskedValue>| match shown {
        None => false,
        Some(MaskedValue::Plain(Value::String(value))) => contains_ignore_ascii_case(value, text),
        Some(other) => contains_ignore_ascii_case(&other.to_string(), text),
    };
    contains_ignore_ascii_case(&field.path.to_string(), text)
        || shown(&field.from)
        || shown(&field.to)
}

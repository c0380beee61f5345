//! Searches an object that differs for a text, in the masked form, so that secrets are never found.

use astern_diff::contains_ignore_ascii_case;
use astern_masking::MaskedValue;
use serde_json::Value;

use crate::{FieldChange, ObjectChange};

/// The matches of a text in an object that differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchMatches {
    /// Whether the kind, namespace or name contains it.
    pub in_name: bool,
    /// The indexes of the changed fields whose path or values contain it.
    pub fields: Vec<usize>,
    /// The indexes of the rows that contain it on either side.
    pub rows: Vec<usize>,
}

impl SearchMatches {
    /// Whether there is no match.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.in_name && self.fields.is_empty() && self.rows.is_empty()
    }
}

impl ObjectChange {
    /// Searches this object for a text, ignoring ASCII case. An empty text has no matches. The lines are aligned only when
    /// one of them contains the text.
    #[must_use]
    pub fn find(&self, text: &str) -> SearchMatches {
        if text.is_empty() {
            return SearchMatches::default();
        }
        let fields = self.fields.iter().enumerate();
        let rows = if self
            .shown_texts()
            .any(|shown| contains_ignore_ascii_case(&shown, text))
        {
            self.text_diff().rows_with(text)
        } else {
            Vec::new()
        };
        SearchMatches {
            in_name: contains_ignore_ascii_case(&self.id.to_string(), text),
            fields: fields
                .filter(|(_, field)| field_contains(field, text))
                .map(|(position, _)| position)
                .collect(),
            rows,
        }
    }
}

fn field_contains(field: &FieldChange, text: &str) -> bool {
    let value_contains = |shown: &Option<MaskedValue>| match shown {
        None => false,
        Some(MaskedValue::Plain(Value::String(value))) => contains_ignore_ascii_case(value, text),
        Some(other) => contains_ignore_ascii_case(&other.to_string(), text),
    };
    contains_ignore_ascii_case(&field.path.to_string(), text)
        || value_contains(&field.from)
        || value_contains(&field.to)
}

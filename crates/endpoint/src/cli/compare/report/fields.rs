//! Items for fields and objects, with noise as a count.

use astern_compare::{Change, FieldChange, Noise, ObjectChange, TextLines};
use astern_masking::MaskedValue;
use serde_json::Value;

use super::{Field, Item, NoiseDisplay};
use astern_wording::{
    ABRIDGED, ONLY_FORMATTING, beginning, count_or_no as count, differ, excerpts, list, origin,
};

/// The longest value that is shown whole, in characters. The JSON has all of it.
const VALUE_LIMIT: usize = 160;

/// The most lines of a text that are shown.
const MAX_LINES: usize = 20;

/// Returns the beginning of a value.
pub(super) fn shown_value(value: &MaskedValue) -> String {
    beginning(&value.to_string(), VALUE_LIMIT)
}

/// Returns a value of a field: as JSON, and a plain scalar of YAML that is kept as it is written without quotes.
fn shown(change: &FieldChange, value: Option<&MaskedValue>) -> Option<String> {
    Some(match value? {
        MaskedValue::Plain(Value::String(text)) if change.is_plain_scalar(text) => text.clone(),
        value => value.to_string(),
    })
}

/// The item of a field.
pub(super) fn field(change: &FieldChange) -> Field {
    let (from, to) = (
        shown(change, change.from.as_ref()),
        shown(change, change.to.as_ref()),
    );
    let (from, to) = match (from, to) {
        (Some(from), Some(to)) => {
            let (from, to) = excerpts(&from, &to, VALUE_LIMIT);
            (Some(from), Some(to))
        }
        (from, to) => {
            let beginning = |value: Option<String>| Some(beginning(&value?, VALUE_LIMIT));
            (beginning(from), beginning(to))
        }
    };
    Field {
        change: change.change,
        path: change.path.to_string(),
        from,
        to,
        lines: change.lines.as_ref().map(lines).unwrap_or_default(),
        note: note(change, None),
    }
}

/// Returns the lines that differ, each with its sign, of which the first ones are shown. The JSON has all of them.
fn lines(lines: &TextLines) -> Vec<String> {
    let all = lines.lines();
    let shown = all.iter().take(MAX_LINES);
    let mut shown: Vec<String> = shown
        .map(|line| format!("{}{}", line.kind.sign(), beginning(&line.text, VALUE_LIMIT)))
        .collect();
    if let Some(more) = all.len().checked_sub(MAX_LINES).filter(|more| *more > 0) {
        shown.push(format!("… {}", count(more, "more line")));
    }
    shown
}

/// The remark about a field: that only its formatting differs, its provenance, and what the caller adds.
fn note(change: &FieldChange, more: Option<String>) -> Option<String> {
    let formatting = change.only_formatting.then(|| ONLY_FORMATTING.to_owned());
    let formatting = formatting.or_else(|| change.is_abridged().then(|| ABRIDGED.to_owned()));
    let origins: Vec<String> = change.provenance.iter().map(origin).collect();
    let origins = (!origins.is_empty()).then(|| format!("from {}", origins.join(" or ")));
    let parts: Vec<String> = formatting.into_iter().chain(origins).chain(more).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The item of an object with its fields, those that are noise counted or listed. `field_note` adds a remark to a field.
pub(super) fn object(
    change: &ObjectChange,
    noise: NoiseDisplay,
    note_of_object: Option<String>,
    field_note: &dyn Fn(&FieldChange) -> Option<String>,
) -> Item {
    let is_shown = |field: &&FieldChange| noise == NoiseDisplay::Listed || field.noise.is_none();
    let hidden = count_noise(change.fields.iter().filter(|field| !is_shown(field)));
    let fields = change.fields.iter().filter(is_shown).map(|change| Field {
        note: note(change, field_note(change)),
        ..field(change)
    });
    let renamed = change
        .renamed_from
        .as_ref()
        .map(|old| format!("renamed from {old}"));
    let notes: Vec<String> = renamed.into_iter().chain(note_of_object).collect();
    Item::Object {
        change: Some(change.change),
        name: change.id.to_string(),
        note: (!notes.is_empty()).then(|| notes.join("; ")),
        fields: fields.collect(),
        hidden: hidden.map(|hidden| format!("and {hidden}")),
    }
}

/// Returns `2 version labels and 1 configuration checksum`, or `None` where no field is noise.
fn count_noise<'f>(fields: impl Iterator<Item = &'f FieldChange>) -> Option<String> {
    let mut counts: Vec<(Noise, usize)> = Vec::new();
    for noise in fields.filter_map(|field| field.noise) {
        match counts.iter_mut().find(|(known, _)| *known == noise) {
            Some((_, number)) => *number += 1,
            None => counts.push((noise, 1)),
        }
    }
    counts.sort();
    let texts = counts
        .iter()
        .map(|(noise, number)| count(*number, &noise.to_string()));
    joined(&texts.collect::<Vec<_>>())
}

/// The item of objects or hooks that differ only in noise; `None` for none.
pub(super) fn only_noise_item<'f>(
    (number, noun): (usize, &str),
    fields: impl Iterator<Item = &'f FieldChange>,
) -> Option<Item> {
    let mut kinds: Vec<Noise> = fields.filter_map(|field| field.noise).collect();
    kinds.sort();
    kinds.dedup();
    let kinds: Vec<String> = kinds.iter().map(|noise| format!("{noise}s")).collect();
    let kinds = joined(&kinds)?;
    Some(Item::Hidden {
        summary: format!("{} only in {kinds}", differ(number, noun)),
        hint: "--show-noise lists them",
    })
}

/// Returns `a, b and c`, or `None` for an empty list.
pub(super) fn joined(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| list(words.iter(), words.len()))
}

/// The field of a value that exists on one side or both; `None` if it does not differ.
pub(super) fn pair(path: &str, from: Option<String>, to: Option<String>) -> Option<Field> {
    let change = match (&from, &to) {
        (Some(from), Some(to)) if from == to => return None,
        (Some(_), Some(_)) => Change::Changed,
        (None, Some(_)) => Change::Added,
        (Some(_), None) => Change::Removed,
        (None, None) => return None,
    };
    Some(Field {
        change,
        path: path.to_owned(),
        from,
        to,
        lines: Vec::new(),
        note: None,
    })
}

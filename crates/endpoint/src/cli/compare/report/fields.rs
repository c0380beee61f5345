//! Fields and the objects that they are in, noise told by its number.

use astern_compare::{Change, FieldChange, Noise, ObjectChange};
use astern_masking::MaskedValue;

use super::{Field, Item};
use astern_wording::{count_or_no as count, verb};

/// A field as it is told.
pub(super) fn field(change: &FieldChange) -> Field {
    let shown = |value: &Option<MaskedValue>| value.as_ref().map(ToString::to_string);
    Field {
        mark: change.change,
        path: change.path.to_string(),
        from: shown(&change.from),
        to: shown(&change.to),
        aside: aside(change, None),
    }
}

/// What is said of a field beside its values: that only its writing differs, what it comes from, and what else is known.
fn aside(change: &FieldChange, more: Option<String>) -> Option<String> {
    let written = change
        .only_formatting
        .then(|| "says the same, and is only written otherwise".to_owned());
    let origins = change.provenance.iter().map(ToString::to_string);
    let origins: Vec<String> = origins.collect();
    let origins = (!origins.is_empty()).then(|| format!("from {}", origins.join(" or ")));
    let said: Vec<String> = written.into_iter().chain(origins).chain(more).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// An object and those of its fields that are no noise, or all of them, with what `more` says of each.
pub(super) fn object(
    change: &ObjectChange,
    show_noise: bool,
    words: Option<String>,
    more: &dyn Fn(&FieldChange) -> Option<String>,
) -> Item {
    let is_shown = |field: &&FieldChange| show_noise || field.noise.is_none();
    let hidden = noise(change.fields.iter().filter(|field| !is_shown(field)));
    let fields = change.fields.iter().filter(is_shown).map(|change| Field {
        aside: aside(change, more(change)),
        ..field(change)
    });
    let renamed = change
        .renamed_from
        .as_ref()
        .map(|old| format!("renamed from {old}"));
    let words: Vec<String> = renamed.into_iter().chain(words).collect();
    Item::Object {
        mark: Some(change.change),
        name: change.id.to_string(),
        words: (!words.is_empty()).then(|| words.join("; ")),
        fields: fields.collect(),
        more: hidden.map(|hidden| format!("and {hidden}")),
    }
}

/// `2 version labels and 1 configuration checksum`; `None` where none of the fields is noise.
fn noise<'f>(fields: impl Iterator<Item = &'f FieldChange>) -> Option<String> {
    let mut found: Vec<(Noise, usize)> = Vec::new();
    for noise in fields.filter_map(|field| field.noise) {
        match found.iter_mut().find(|(known, _)| *known == noise) {
            Some((_, number)) => *number += 1,
            None => found.push((noise, 1)),
        }
    }
    found.sort();
    let said = found
        .iter()
        .map(|(noise, number)| count(*number, &noise.to_string()));
    joined(said.collect())
}

/// So many objects of which nothing but noise differs; `None` for none.
pub(super) fn folded<'f>(
    objects: usize,
    fields: impl Iterator<Item = &'f FieldChange>,
) -> Option<Item> {
    let mut kinds: Vec<Noise> = fields.filter_map(|field| field.noise).collect();
    kinds.sort();
    kinds.dedup();
    let kinds = joined(kinds.iter().map(|noise| format!("{noise}s")).collect())?;
    let differ = verb(objects, "differs", "differ");
    Some(Item::Folded {
        what: format!("{} {differ} only in {kinds}", count(objects, "object")),
        hint: "--show-noise lists them",
    })
}

/// `a, b and c`; `None` for nothing.
pub(super) fn joined(mut words: Vec<String>) -> Option<String> {
    let last = words.pop()?;
    Some(match words.is_empty() {
        true => last,
        false => format!("{} and {last}", words.join(", ")),
    })
}

/// A value that is there on one side or both, as a field.
pub(super) fn pair(path: &str, from: Option<String>, to: Option<String>) -> Option<Field> {
    let mark = match (&from, &to) {
        (Some(from), Some(to)) if from == to => return None,
        (Some(_), Some(_)) => Change::Changed,
        (None, Some(_)) => Change::Added,
        (Some(_), None) => Change::Removed,
        (None, None) => return None,
    };
    Some(Field {
        mark,
        path: path.to_owned(),
        from,
        to,
        aside: None,
    })
}

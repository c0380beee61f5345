//! The change log in a chart's annotation for Artifact Hub.

use std::cmp::Ordering;

use astern_ledger::ChartMetadata;
use astern_masking::Masking;
use serde::Serialize;
use serde_json::Value;

use super::{link::Link, mask::mask};
use crate::{Side, Sides};

/// The annotation with the change log: a YAML list of texts, or of `{kind, description, links}`.
const ANNOTATION: &str = "artifacthub.io/changes";

/// The change log of a chart version. It covers that version only, not those between the two sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeLog {
    /// The side whose chart contains it: the one with the newer version.
    pub side: Side,
    /// The version that it covers.
    pub version: String,
    /// The entries, in their order.
    pub notes: Vec<ChangeNote>,
    /// Why the log or a part of it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<String>,
}

/// One entry of a change log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeNote {
    /// `added`, `changed`, `deprecated`, `removed`, `fixed` or `security`, by convention.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What changed.
    pub text: String,
    /// Links to more information.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}

impl ChangeLog {
    /// Masks the secrets of the log.
    pub(super) fn mask(&mut self, masking: &Masking) {
        mask(&mut self.version, masking);
        for note in &mut self.notes {
            let texts = std::iter::once(&mut note.text).chain(&mut note.kind);
            texts.for_each(|text| mask(text, masking));
            note.links.iter_mut().for_each(|link| link.mask(masking));
        }
        if let Some(reason) = &mut self.unreadable {
            mask(reason, masking);
        }
    }
}

/// Returns the change log of the side with the newer version; of the `to` side when the versions cannot be ordered.
pub(super) fn newer_change_log(charts: &Sides<Option<&ChartMetadata>>) -> Option<ChangeLog> {
    let side = match (charts.from, charts.to) {
        (Some(from), Some(to)) if order(&from.version, &to.version) == Ordering::Greater => {
            Side::From
        }
        (Some(_), None) => Side::From,
        _ => Side::To,
    };
    let chart = (*charts.get(side))?;
    let text = chart.annotations.as_ref()?.get(ANNOTATION)?.as_str()?;
    let (notes, unreadable) = read(text);
    let has_content = !notes.is_empty() || unreadable.is_some();
    has_content.then(|| ChangeLog {
        side,
        version: chart.version.clone(),
        notes,
        unreadable,
    })
}

fn read(text: &str) -> (Vec<ChangeNote>, Option<String>) {
    let entries = match astern_manifest::value(text) {
        Ok(Value::Array(entries)) => entries,
        Ok(Value::Null) => return (Vec::new(), None),
        Ok(_) => return (Vec::new(), Some("it is not a list".to_owned())),
        Err(error) => return (Vec::new(), Some(error.to_string())),
    };
    let notes: Vec<_> = entries.iter().filter_map(note).collect();
    let unreadable = match entries.len() - notes.len() {
        0 => None,
        1 => Some("1 entry has no description".to_owned()),
        number => Some(format!("{number} entries have no description")),
    };
    (notes, unreadable)
}

fn note(entry: &Value) -> Option<ChangeNote> {
    let field = |name| entry.get(name).and_then(Value::as_str).map(str::trim);
    let text = entry
        .as_str()
        .map(str::trim)
        .or_else(|| field("description"))?;
    let links = entry.get("links").and_then(Value::as_array);
    (!text.is_empty()).then(|| ChangeNote {
        kind: field("kind").map(str::to_owned),
        text: text.to_owned(),
        links: links.into_iter().flatten().filter_map(link).collect(),
    })
}

fn link(entry: &Value) -> Option<Link> {
    let field = |name| entry.get(name).and_then(Value::as_str);
    Link::named(field("name"), entry.as_str().or_else(|| field("url"))?)
}

/// Orders versions as semantic versioning does: by numbers, and `1.0.0-rc1` before `1.0.0`. Other texts count as equal.
fn order(a: &str, b: &str) -> Ordering {
    match (parts(a), parts(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => Ordering::Equal,
    }
}

/// Parses a version: its numbers, whether it is a release, which sorts after every prerelease, and its prerelease identifiers, of
/// which numbers sort before words.
fn parts(version: &str) -> Option<(Vec<u64>, bool, Vec<Identifier<'_>>)> {
    let version = version.strip_prefix('v').unwrap_or(version);
    let version = version.split('+').next()?;
    let (numbers, prerelease) = match version.split_once('-') {
        Some((numbers, prerelease)) => (numbers, Some(prerelease)),
        None => (version, None),
    };
    let mut numbers = numbers
        .split('.')
        .map(|number| number.parse().ok())
        .collect::<Option<Vec<u64>>>()?;
    numbers.resize(numbers.len().max(3), 0);
    let identifiers = prerelease.into_iter().flat_map(|text| text.split('.'));
    let identifiers = identifiers.map(|word| match word.parse() {
        Ok(number) => Identifier::Number(number),
        Err(_) => Identifier::Word(word),
    });
    Some((numbers, prerelease.is_none(), identifiers.collect()))
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Identifier<'a> {
    Number(u64),
    Word(&'a str),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_as_semantic_versioning_says() {
        let ascending = [
            "0.9.0",
            "v1",
            "1.0.1-2",
            "1.0.1-10",
            "1.0.1-rc1",
            "1.0.1",
            "1.2.0",
            "1.10.0",
        ];
        for pair in ascending.windows(2) {
            assert_eq!(order(pair[0], pair[1]), Ordering::Less, "{pair:?}");
            assert_eq!(order(pair[1], pair[0]), Ordering::Greater, "{pair:?}");
        }
        assert_eq!(order("1.0.0+a", "1.0.0+b"), Ordering::Equal);
        assert_eq!(order("latest", "1.0.0"), Ordering::Equal);
    }

    #[test]
    fn texts_and_mappings_are_read() {
        let (notes, unreadable) = read(
            "- Plain text\n- kind: fixed\n  description: A bug\n  links:\n  - name: Issue\n    url: https://example.com/1\n",
        );
        assert_eq!(unreadable, None);
        assert_eq!(
            (notes[0].kind.as_deref(), notes[0].text.as_str()),
            (None, "Plain text")
        );
        assert_eq!(notes[1].kind.as_deref(), Some("fixed"));
        assert_eq!(notes[1].links[0].text, "Issue");
    }

    #[test]
    fn unreadable_entries_are_reported() {
        for (text, notes, reason) in [
            ("", 0, None),
            ("[]", 0, None),
            ("just text", 0, Some("not a list")),
            (
                "- a\n- kind: added\n- [b]\n",
                1,
                Some("2 entries have no description"),
            ),
            ("- [", 0, Some("not valid YAML")),
        ] {
            let (found, unreadable) = read(text);
            assert_eq!(found.len(), notes, "{text}");
            assert_eq!(unreadable.is_some(), reason.is_some(), "{text}");
            let message = unreadable.unwrap_or_default();
            assert!(message.contains(reason.unwrap_or_default()), "{message}");
        }
    }
}

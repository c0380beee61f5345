//! Objects that change alike: many of a kind that differ in nothing but the documents that they hold, such as dashboards. One
//! table tells of them all.

use std::collections::BTreeMap;

use astern_compare::{Change, Comparison, FieldChange, ObjectChange, Segment, Weight};
use astern_diff::Format;

/// So many at least: fewer are told one by one.
const MANY: usize = 5;

/// What the members of a group have in common.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct GroupKey {
    /// Their kind.
    pub kind: String,
    /// How the documents are written in which they differ.
    pub format: Format,
}

/// The groups among the objects that differ, each with its members in the order of the manifest. Nothing is known to follow
/// from what the members change, or each would be told by itself.
pub fn groups(comparison: &Comparison, weights: &[Weight]) -> BTreeMap<GroupKey, Vec<u32>> {
    let mut groups: BTreeMap<GroupKey, Vec<u32>> = BTreeMap::new();
    for (index, (object, weight)) in comparison.objects.iter().zip(weights).enumerate() {
        if *weight == Weight::InPlace
            && let Some(format) = only_in_documents(object)
        {
            let kind = object.id.kind.clone();
            let members = groups.entry(GroupKey { kind, format }).or_default();
            members.push(index as u32);
        }
    }
    groups.retain(|_, members| members.len() >= MANY);
    groups
}

/// How the documents are written in which alone an object differs; `None` when something else of it matters.
fn only_in_documents(object: &ObjectChange) -> Option<Format> {
    let whole = object.change == Change::Changed
        && object.renamed_from.is_none()
        && object.api_version.are_equal();
    let fields = object.fields.iter().filter(|field| field.noise.is_none());
    let mut formats = fields.map(format);
    let first = formats.next()??;
    (whole && formats.all(|format| format == Some(first))).then_some(first)
}

/// How the document is written that a field stands in.
fn format(field: &FieldChange) -> Option<Format> {
    let mut segments = field.path.segments().iter();
    segments.find_map(|segment| match segment {
        Segment::Embedded(format) => Some(*format),
        _ => None,
    })
}

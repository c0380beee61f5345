//! Groups of objects with similar changes: many objects of one kind that differ only in the documents they hold, such as
//! dashboards. A group is shown as one.

use std::collections::BTreeMap;

use astern_diff::Format;

use super::severity::Severity;
use crate::{Change, Comparison, FieldChange, ObjectChange, Segment};

/// The smallest group. Fewer objects are shown one by one.
const MIN_GROUP_SIZE: usize = 5;

/// What the changes of a group's members have in common.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct GroupKey {
    /// The kind of the objects.
    pub kind: String,
    /// The format of the documents in which they differ.
    pub format: Format,
}

/// The groups among the objects that differ, each with its members in the order of the manifest. Only objects whose changes
/// have no known consequence are grouped.
pub(super) fn group_similar_changes(
    comparison: &Comparison,
    weights: &[Severity],
) -> BTreeMap<GroupKey, Vec<usize>> {
    let mut groups: BTreeMap<GroupKey, Vec<usize>> = BTreeMap::new();
    for (index, (object, weight)) in comparison.objects.iter().zip(weights).enumerate() {
        if *weight == Severity::InPlace
            && let Some(format) = format_of_changed_documents(object)
        {
            let kind = object.id.kind.clone();
            let members = groups.entry(GroupKey { kind, format }).or_default();
            members.push(index);
        }
    }
    groups.retain(|_, members| members.len() >= MIN_GROUP_SIZE);
    groups
}

/// The format of the documents in an object that hold all of its changes; `None` when something else changes too.
fn format_of_changed_documents(object: &ObjectChange) -> Option<Format> {
    let whole = object.change == Change::Changed
        && object.renamed_from.is_none()
        && object.api_version.are_equal();
    let fields = object.fields.iter().filter(|field| field.noise.is_none());
    let mut formats = fields.map(document_format);
    let first = formats.next()??;
    (whole && formats.all(|format| format == Some(first))).then_some(first)
}

/// The format of the document that a field is in.
fn document_format(field: &FieldChange) -> Option<Format> {
    let mut segments = field.path.segments().iter();
    segments.find_map(|segment| match segment {
        Segment::Embedded(format) => Some(*format),
        _ => None,
    })
}

//! From a path back to the values that stand there.

use serde_json::Value;

use super::lists;
use crate::{Change, FieldPath, Segment, Sides};
use astern_diff::Format;

/// The values at a path on both sides. Positions in lists count as in a [`crate::FieldChange`] of this kind: on the side to
/// arrive at, but for what was removed; with one side only, on that one.
pub(crate) fn resolve(
    sides: Sides<Option<&Value>>,
    path: &FieldPath,
    change: Change,
) -> Sides<Option<Value>> {
    Place {
        change,
        field: "",
        sides,
    }
    .follow(path.segments())
}

struct Place<'a> {
    change: Change,
    /// The innermost field's name, by which lists are matched.
    field: &'a str,
    sides: Sides<Option<&'a Value>>,
}

impl Place<'_> {
    fn follow(self, segments: &[Segment]) -> Sides<Option<Value>> {
        let Sides { from, to } = self.sides;
        let Some((segment, rest)) = segments.split_first() else {
            return Sides {
                from: from.cloned(),
                to: to.cloned(),
            };
        };
        let at = |field, from, to| Place {
            change: self.change,
            field,
            sides: Sides { from, to },
        };
        match segment {
            Segment::Key(key) => {
                let (from, to) = (from.and_then(|v| v.get(key)), to.and_then(|v| v.get(key)));
                at(key, from, to).follow(rest)
            }
            Segment::Index(index) | Segment::Entry { index, .. } => {
                let (old, new) = self.positions(*index, rest.is_empty());
                at(
                    self.field,
                    old.and_then(|index| from?.get(index)),
                    new.and_then(|index| to?.get(index)),
                )
                .follow(rest)
            }
            Segment::Embedded(format) => {
                let read = |text: Option<&Value>| match format {
                    Format::Json => serde_json::from_str(text?.as_str()?).ok(),
                    Format::Yaml => astern_manifest::only_document(text?.as_str()?),
                };
                let (from, to): (Option<Value>, Option<Value>) = (read(from), read(to));
                at(self.field, from.as_ref(), to.as_ref()).follow(rest)
            }
        }
    }

    /// Where a list's entry stands on each side.
    fn positions(&self, index: usize, is_last: bool) -> (Option<usize>, Option<usize>) {
        let (Some(Value::Array(old)), Some(Value::Array(new))) = (self.sides.from, self.sides.to)
        else {
            return (Some(index), Some(index));
        };
        match self.change {
            Change::Removed if is_last => (Some(index), None),
            Change::Added if is_last => (None, Some(index)),
            _ => {
                let common = lists::align(self.field, old, new).common;
                let before = common.iter().find(|(_, new)| *new == index);
                (before.map(|(old, _)| *old), Some(index))
            }
        }
    }
}

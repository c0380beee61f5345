//! Returns the values at a path.

use serde_json::Value;

use super::{lists::ListAlignment, rules::FieldRules};
use crate::{
    path::{FieldPath, Segment},
    sides::{Change, Sides},
};

/// Returns the values at the path of a difference of kind `change`, on both sides.
///
/// The position of a list entry in the path refers to the list on the `to` side. For a removed entry, and where the `to`
/// side has no list, it refers to the list on the `from` side. See [`Segment::Index`].
pub fn resolve<R: FieldRules>(
    sides: Sides<Option<&Value>>,
    path: &FieldPath,
    change: Change,
) -> Sides<Option<Value>> {
    Resolver {
        change,
        field: "",
        sides,
    }
    .follow::<R>(path.segments())
}

struct Resolver<'a> {
    change: Change,
    /// The name of the innermost field, which determines the merge keys of a list.
    field: &'a str,
    sides: Sides<Option<&'a Value>>,
}

impl Resolver<'_> {
    fn follow<R: FieldRules>(self, segments: &[Segment]) -> Sides<Option<Value>> {
        let Sides { from, to } = self.sides;
        let Some((segment, rest)) = segments.split_first() else {
            return Sides {
                from: from.cloned(),
                to: to.cloned(),
            };
        };
        let at = |field, from, to| Resolver {
            change: self.change,
            field,
            sides: Sides { from, to },
        };
        match segment {
            Segment::Key(key) => {
                let (from, to) = (from.and_then(|v| v.get(key)), to.and_then(|v| v.get(key)));
                at(key, from, to).follow::<R>(rest)
            }
            Segment::Index(index) | Segment::Entry { index, .. } => {
                let (old, new) = self.positions::<R>(*index, rest.is_empty());
                at(
                    self.field,
                    old.and_then(|index| from?.get(index)),
                    new.and_then(|index| to?.get(index)),
                )
                .follow::<R>(rest)
            }
            Segment::Embedded(format) => {
                let parse = |text: Option<&Value>| R::parse_format(text?.as_str()?, *format);
                let (from, to) = (parse(from), parse(to));
                at(self.field, from.as_ref(), to.as_ref()).follow::<R>(rest)
            }
        }
    }

    /// Returns the position of a list entry on each side; `None` for a side without that entry.
    fn positions<R: FieldRules>(
        &self,
        index: usize,
        is_last: bool,
    ) -> (Option<usize>, Option<usize>) {
        let (Some(Value::Array(old)), Some(Value::Array(new))) = (self.sides.from, self.sides.to)
        else {
            return (Some(index), Some(index));
        };
        match self.change {
            Change::Removed if is_last => (Some(index), None),
            Change::Added if is_last => (None, Some(index)),
            _ => {
                let common = ListAlignment::new::<R>(self.field, old, new).common;
                let before = common.iter().find(|(_, new)| *new == index);
                (before.map(|(old, _)| *old), Some(index))
            }
        }
    }
}

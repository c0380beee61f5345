//! Compares two JSON values field by field.

use serde_json::{Map, Value};

use super::{
    difference::{Difference, FieldDifference, ValueAt},
    lists::ListAlignment,
    rules::FieldRules,
};
use crate::{
    path::{FieldPath, Segment},
    sides::Sides,
};

/// Reports each field at and below `path` in which two values differ; a side may have no value.
///
/// The differences of one list are reported as removed, reordered, added, changed, so that they can be applied one after
/// the other.
pub fn compare_fields<R: FieldRules>(
    path: FieldPath,
    values: Sides<Option<ValueAt<'_, R::Context>>>,
    report: &mut dyn FnMut(FieldDifference<'_, R::Context>),
) {
    let mut comparison = FieldComparison::<R> {
        root: path.segments().len(),
        outermost: 0,
        path,
        report,
    };
    match (values.from, values.to) {
        (Some(from), Some(to)) => comparison.values(from, to),
        (Some(from), None) => comparison.report(Difference::Removed(from)),
        (None, Some(to)) => comparison.report(Difference::Added(to)),
        (None, None) => {}
    }
}

struct FieldComparison<'a, R: FieldRules> {
    path: FieldPath,
    /// The number of steps of the path of the two values.
    root: usize,
    /// How many fields and entries directly below the two values were entered.
    outermost: usize,
    report: &'a mut dyn FnMut(FieldDifference<'_, R::Context>),
}

impl<R: FieldRules> FieldComparison<'_, R> {
    fn values(&mut self, from: ValueAt<'_, R::Context>, to: ValueAt<'_, R::Context>) {
        if from.value == to.value {
            return;
        }
        match (from.value, to.value) {
            (Value::Object(old), Value::Object(new)) => {
                self.mappings((old, from.context), (new, to.context));
            }
            (Value::Array(old), Value::Array(new)) => {
                self.lists((old, from.context), (new, to.context));
            }
            (Value::String(old), Value::String(new)) if self.documents((old, from), (new, to)) => {}
            _ => self.report(Difference::Changed(Sides { from, to })),
        }
    }

    /// Compares two strings as the documents that they hold. Returns whether both hold one of the same format and kind.
    fn documents(
        &mut self,
        (old, old_at): (&str, ValueAt<'_, R::Context>),
        (new, new_at): (&str, ValueAt<'_, R::Context>),
    ) -> bool {
        let texts = Sides { from: old, to: new };
        let contexts = Sides {
            from: old_at.context,
            to: new_at.context,
        };
        let Some(Sides { from, to }) = R::parse_documents(texts, contexts) else {
            return false;
        };
        if from.format != to.format || from.value.is_object() != to.value.is_object() {
            return false;
        }
        if from.value == to.value {
            self.report(Difference::Reformatted(Sides {
                from: old_at,
                to: new_at,
            }));
            return true;
        }
        self.within(Segment::Embedded(from.format), |inner| {
            let from = ValueAt {
                value: &from.value,
                context: from.context,
            };
            let to = ValueAt {
                value: &to.value,
                context: to.context,
            };
            inner.values(from, to);
        });
        true
    }

    fn mappings(
        &mut self,
        (old, old_context): (&Map<String, Value>, R::Context),
        (new, new_context): (&Map<String, Value>, R::Context),
    ) {
        for (key, value) in old {
            let from = ValueAt {
                value,
                context: R::field_context(old_context, key, old),
            };
            self.within(Segment::Key(key.clone()), |inner| match new.get(key) {
                Some(value) => {
                    let context = R::field_context(new_context, key, new);
                    inner.values(from, ValueAt { value, context });
                }
                None => inner.report(Difference::Removed(from)),
            });
        }
        for (key, value) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
            let context = R::field_context(new_context, key, new);
            self.within(Segment::Key(key.clone()), |inner| {
                inner.report(Difference::Added(ValueAt { value, context }));
            });
        }
    }

    fn lists(
        &mut self,
        (old, old_context): (&[Value], R::Context),
        (new, new_context): (&[Value], R::Context),
    ) {
        let field = self.path.field_name().unwrap_or_default();
        let alignment = ListAlignment::new::<R>(field, old, new);
        let from = |index: usize| ValueAt {
            value: &old[index],
            context: R::item_context(old_context, old, index),
        };
        let to = |index: usize| ValueAt {
            value: &new[index],
            context: R::item_context(new_context, new, index),
        };
        for &index in &alignment.removed {
            self.within(alignment.segment::<R>(&old[index], index), |inner| {
                inner.report(Difference::Removed(from(index)));
            });
        }
        if let Some(orders) = alignment.orders::<R>(old.len(), new) {
            self.report(Difference::Reordered(orders));
        }
        for &index in &alignment.added {
            self.within(alignment.segment::<R>(&new[index], index), |inner| {
                inner.report(Difference::Added(to(index)));
            });
        }
        for &(old_index, index) in &alignment.common {
            if old[old_index] != new[index] {
                self.within(alignment.segment::<R>(&new[index], index), |inner| {
                    inner.values(from(old_index), to(index));
                });
            }
        }
    }

    fn within(&mut self, segment: Segment, compare: impl FnOnce(&mut Self)) {
        if self.path.segments().len() == self.root {
            self.outermost += 1;
        }
        self.path.push(segment);
        compare(self);
        self.path.pop();
    }

    fn report(&mut self, difference: Difference<'_, R::Context>) {
        (self.report)(FieldDifference {
            path: &self.path,
            outermost: self.outermost,
            difference,
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::test_rules::TestRules, *};

    /// Returns each difference as its path, its kind and the depth of its values, which the rules give as context.
    fn compare(from: &Value, to: &Value) -> Vec<String> {
        let mut lines = Vec::new();
        let at_root = |value| Some(ValueAt { value, context: 0 });
        let sides = Sides {
            from: at_root(from),
            to: at_root(to),
        };
        compare_fields::<TestRules>(FieldPath::default(), sides, &mut |field| {
            let path = field.path;
            lines.push(match field.difference {
                Difference::Added(to) => format!("{path} added {} at {}", to.value, to.context),
                Difference::Removed(from) => {
                    format!("{path} removed {} at {}", from.value, from.context)
                }
                Difference::Changed(Sides { from, to }) => {
                    format!(
                        "{path} changed {} to {} at {}",
                        from.value, to.value, to.context
                    )
                }
                Difference::Reformatted(_) => format!("{path} reformatted"),
                Difference::Reordered(Sides { from, to }) => {
                    format!("{path} reordered {} of {}", to.len(), from.len())
                }
            });
        });
        lines
    }

    #[test]
    fn a_value_that_was_added_or_removed_as_a_whole_is_one_difference() {
        assert_eq!(
            compare(
                &json!({"a": {"b": 1}, "c": 1, "same": []}),
                &json!({"c": 2, "d": {"e": 1}, "same": []})
            ),
            [
                r#"a removed {"b":1} at 1"#,
                "c changed 1 to 2 at 1",
                r#"d added {"e":1} at 1"#,
            ]
        );
    }

    #[test]
    fn entries_with_keys_are_matched_and_reported_in_an_order_to_apply() {
        assert_eq!(
            compare(
                &json!({"l": [{"name": "a", "v": 1}, {"name": "b"}, {"name": "c"}]}),
                &json!({"l": [{"name": "c"}, {"name": "d"}, {"name": "a", "v": 2}]})
            ),
            [
                r#"l[b] removed {"name":"b"} at 2"#,
                "l reordered 2 of 2",
                r#"l[d] added {"name":"d"} at 2"#,
                "l[a].v changed 1 to 2 at 3",
            ]
        );
    }

    #[test]
    fn documents_in_strings_are_compared_by_their_content() {
        assert_eq!(
            compare(
                &json!({"same": "{\"a\": 1}", "other": "[1, 2]", "text": "x"}),
                &json!({"same": "{\"a\":1}", "other": "[1, 3]", "text": "{}"})
            ),
            [
                "same reformatted",
                "other › [1] changed 2 to 3 at 3",
                r#"text changed "x" to "{}" at 1"#,
            ]
        );
    }

    #[test]
    fn a_side_may_have_no_value() {
        let mut count = 0;
        let value = Some(ValueAt {
            value: &Value::Null,
            context: 0,
        });
        for (from, to) in [(None, None), (None, value), (value, None)] {
            let sides = Sides { from, to };
            compare_fields::<TestRules>(FieldPath::default(), sides, &mut |_| count += 1);
        }
        assert_eq!(count, 2);
    }
}

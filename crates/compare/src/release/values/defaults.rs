//! Compares the chart's defaults, and whether the user overrides them.

use serde_json::{Map, Value};

use crate::{FieldChange, FieldPath, Segment, Sides, budget::Budget, fields::masked_fields};
use astern_diff::ValueAt;
use astern_masking::{Masking, ValueContext};

/// The defaults that differ.
#[derive(Debug, Default)]
pub(crate) struct DefaultChanges {
    /// Those that the user overrides on neither side.
    pub(crate) in_force: Vec<FieldChange>,
    /// The number of single values that differ, with those that the user overrides.
    pub(crate) single_values: usize,
    /// The number of single values that differ and that the user overrides on one side or on both. The comparisons of the
    /// user-set and of the effective values show their effect.
    pub(crate) overridden: usize,
}

/// A mapping, which a side may lack. Helm calls it a table.
type Table<'a> = Option<&'a Map<String, Value>>;

/// Compares the defaults of two charts, given what the user set with each.
pub(crate) fn changed_defaults(
    defaults: Sides<Table<'_>>,
    set: Sides<Table<'_>>,
    masking: &Masking,
    budget: &Budget,
) -> DefaultChanges {
    let mut comparison = DefaultsComparison {
        masking,
        budget,
        path: FieldPath::default(),
        changes: DefaultChanges::default(),
    };
    comparison.compare_tables(defaults.map(|table| (table, ValueContext::General)), set);
    let mut changes = comparison.changes;
    changes.single_values = changes.overridden + single_values(&changes.in_force);
    changes
}

struct DefaultsComparison<'a> {
    masking: &'a Masking,
    budget: &'a Budget,
    path: FieldPath,
    changes: DefaultChanges,
}

impl DefaultsComparison<'_> {
    fn compare_tables(
        &mut self,
        defaults: Sides<(Table<'_>, ValueContext)>,
        set: Sides<Table<'_>>,
    ) {
        let child = |key: &str| {
            let default = defaults.map(|(table, context)| {
                let table = table?;
                Some(ValueAt {
                    value: table.get(key)?,
                    context: context.of_field(key, table),
                })
            });
            (default, set.map(|table| table?.get(key)))
        };
        let [old, new] = [defaults.from.0, defaults.to.0];
        let is_new = |key: &&String| !old.is_some_and(|old| old.contains_key(*key));
        let keys = old.into_iter().flat_map(Map::keys);
        let added = new.into_iter().flat_map(Map::keys).filter(is_new);
        for key in keys.chain(added) {
            let (default, set) = child(key);
            self.path.push(Segment::Key(key.clone()));
            self.compare_value(default, set);
            self.path.pop();
        }
    }

    fn compare_value(
        &mut self,
        default: Sides<Option<ValueAt<'_, ValueContext>>>,
        set: Sides<Option<&Value>>,
    ) {
        if default.map(|side| side.map(|at| at.value)).are_equal() {
            return;
        }
        let replaces = |side: Option<&Value>| side.is_some_and(|value| !value.is_object());
        if replaces(set.from) || replaces(set.to) {
            self.changes.overridden += single_values(&self.changed_fields(default));
            return;
        }
        let set = set.map(|value| value.and_then(Value::as_object));
        if set.from.is_none() && set.to.is_none() {
            let changes = self.changed_fields(default);
            self.changes.in_force.extend(changes);
            return;
        }
        self.compare_with_user_table(default, set);
    }

    /// Compares a default where the user sets a table on one side or on both: Helm merges it with a default that is a table,
    /// and it replaces any other default.
    fn compare_with_user_table(
        &mut self,
        default: Sides<Option<ValueAt<'_, ValueContext>>>,
        set: Sides<Table<'_>>,
    ) {
        let is_table =
            |side: Option<ValueAt<'_, ValueContext>>| side.is_none_or(|at| at.value.is_object());
        let mergeable = is_table(default.from) && is_table(default.to);
        let sets_nothing = |table: Table<'_>| table.is_none_or(Map::is_empty);
        if mergeable && sets_nothing(set.from) && sets_nothing(set.to) {
            let changes = self.changed_fields(default);
            self.changes.in_force.extend(changes);
            return;
        }
        if !mergeable {
            self.changes.overridden += 1;
        }
        self.compare_tables(default.map(table), set);
    }

    fn changed_fields(
        &self,
        default: Sides<Option<ValueAt<'_, ValueContext>>>,
    ) -> Vec<FieldChange> {
        masked_fields(self.path.clone(), default, self.masking, self.budget)
            .into_iter()
            .map(FieldChange::from)
            .collect()
    }
}

/// Returns a default as a table, with its context.
fn table(default: Option<ValueAt<'_, ValueContext>>) -> (Table<'_>, ValueContext) {
    default.map_or((None, ValueContext::General), |at| {
        (at.value.as_object(), at.context)
    })
}

fn single_values(changes: &[FieldChange]) -> usize {
    changes.iter().map(FieldChange::single_values).sum()
}

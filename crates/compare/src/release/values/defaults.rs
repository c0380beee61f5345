//! The chart's defaults that changed, told apart by whether the user overrides them.

use serde_json::{Map, Value};

use crate::{FieldChange, FieldPath, Segment, Sides, fields::masked_fields};
use astern_diff::ValueAt;
use astern_masking::{Masking, ValueContext};

/// The defaults that changed.
#[derive(Debug, Default)]
pub(crate) struct DefaultChanges {
    /// Those where the user sets nothing on either side.
    pub(crate) in_force: Vec<FieldChange>,
    /// How many single values there are, those that the user overrides included.
    pub(crate) single_values: usize,
    /// How many single values there are where the user sets something, on one side or on both. What came of them is in the
    /// user's values and in the effective ones.
    pub(crate) overridden: usize,
}

/// A mapping that a side may not have.
type Table<'a> = Option<&'a Map<String, Value>>;

/// Compares the defaults of two charts, given what the user set with each.
pub(crate) fn changed_defaults(
    defaults: Sides<Table<'_>>,
    set: Sides<Table<'_>>,
    masking: &Masking,
) -> DefaultChanges {
    let mut walk = Walk {
        masking,
        path: FieldPath::default(),
        found: DefaultChanges::default(),
    };
    walk.tables(defaults.map(|table| (table, ValueContext::General)), set);
    let mut found = walk.found;
    found.single_values = found.overridden + single_values(&found.in_force);
    found
}

struct Walk<'a> {
    masking: &'a Masking,
    path: FieldPath,
    found: DefaultChanges,
}

impl Walk<'_> {
    fn tables(&mut self, defaults: Sides<(Table<'_>, ValueContext)>, set: Sides<Table<'_>>) {
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
            self.value(default, set);
            self.path.pop();
        }
    }

    fn value(
        &mut self,
        default: Sides<Option<ValueAt<'_, ValueContext>>>,
        set: Sides<Option<&Value>>,
    ) {
        if default.map(|side| side.map(|at| at.value)).are_equal() {
            return;
        }
        let replaces = |side: Option<&Value>| side.is_some_and(|value| !value.is_object());
        if replaces(set.from) || replaces(set.to) {
            self.found.overridden += single_values(&self.changes(default));
            return;
        }
        let set = set.map(|value| value.and_then(Value::as_object));
        if set.from.is_none() && set.to.is_none() {
            let changes = self.changes(default);
            self.found.in_force.extend(changes);
            return;
        }
        self.beside_a_table(default, set);
    }

    /// The user set a table here, on one side or on both: it is merged with a default that is a table, and stands in the
    /// place of any other.
    fn beside_a_table(
        &mut self,
        default: Sides<Option<ValueAt<'_, ValueContext>>>,
        set: Sides<Table<'_>>,
    ) {
        let is_table =
            |side: Option<ValueAt<'_, ValueContext>>| side.is_none_or(|at| at.value.is_object());
        let mergeable = is_table(default.from) && is_table(default.to);
        let sets_nothing = |table: Table<'_>| table.is_none_or(Map::is_empty);
        if mergeable && sets_nothing(set.from) && sets_nothing(set.to) {
            let changes = self.changes(default);
            self.found.in_force.extend(changes);
            return;
        }
        if !mergeable {
            self.found.overridden += 1;
        }
        self.tables(default.map(table), set);
    }

    fn changes(&self, default: Sides<Option<ValueAt<'_, ValueContext>>>) -> Vec<FieldChange> {
        masked_fields(self.path.clone(), default, self.masking)
            .into_iter()
            .map(FieldChange::from)
            .collect()
    }
}

/// A default that is a table, and its context.
fn table(default: Option<ValueAt<'_, ValueContext>>) -> (Table<'_>, ValueContext) {
    default.map_or((None, ValueContext::General), |at| {
        (at.value.as_object(), at.context)
    })
}

fn single_values(changes: &[FieldChange]) -> usize {
    changes.iter().map(FieldChange::single_values).sum()
}

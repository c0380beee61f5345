//! The effective values, which the templates were given: the user-set values merged over the chart's defaults.

use astern_ledger::Release;
use serde_json::{Map, Value};

/// Merges the user-set values over the chart's defaults, as `helm get values --all` does. Source: `CoalesceValues`.
///
/// Mappings are merged; any other value that the user sets replaces the default; `null` deletes the default. A default of
/// `null` counts as none, as in Helm 4 (Helm 3 keeps it).
///
/// A record contains no subcharts: their defaults are included only where the chart repeats or imports them, and `global`,
/// which Helm copies into each subchart at rendering, is not repeated under the subchart.
#[must_use]
pub fn effective_values(release: &Release) -> Map<String, Value> {
    let mut values = release.config.clone().unwrap_or_default();
    for (key, default) in release.chart.values.iter().flatten() {
        if values.get(key).is_some_and(Value::is_null) {
            values.shift_remove(key);
        } else {
            add_default(&mut values, key, default);
        }
    }
    values
}

/// Adds a default to a mapping, unless the user sets the key. Two mappings are merged.
fn add_default(values: &mut Map<String, Value>, key: &str, default: &Value) {
    match (values.get_mut(key), default) {
        (_, Value::Null) => {}
        (Some(Value::Object(set)), Value::Object(defaults)) => coalesce(set, defaults),
        (Some(_), _) => {}
        (None, default) => drop(values.insert(key.to_owned(), without_nulls(default))),
    }
}

/// Merges defaults into a mapping below the root, where a `null` deletes a default and is kept where there is none.
fn coalesce(set: &mut Map<String, Value>, defaults: &Map<String, Value>) {
    for (key, default) in defaults {
        if set.get(key).is_some_and(Value::is_null) && !default.is_null() {
            set.shift_remove(key);
        } else {
            add_default(set, key, default);
        }
    }
}

/// Returns a copy without the `null`s of mappings; those in lists are kept.
fn without_nulls(default: &Value) -> Value {
    match default {
        Value::Object(entries) => entries
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.clone(), without_nulls(value)))
            .collect::<Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

//! The values that the templates were given: what the user set over the chart's defaults.

use astern_ledger::Release;
use serde_json::{Map, Value};

/// The user's values over the chart's defaults, as `helm get values --all` puts them together (Helm's `CoalesceValues`).
///
/// Mappings are merged; anything else that the user set stands in the default's place; `null` deletes the default. A
/// default that is `null` counts as none, which is Helm 4's rule (Helm 3 hands it on).
///
/// A record keeps no subcharts: their defaults are in it only as far as the chart repeats or imports them, and what Helm
/// copies from `global` into each subchart at rendering is not shown again under the subchart.
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

/// Puts one default into a mapping, where the user has not set the key or both hold mappings.
fn add_default(values: &mut Map<String, Value>, key: &str, default: &Value) {
    match (values.get_mut(key), default) {
        (_, Value::Null) => {}
        (Some(Value::Object(set)), Value::Object(defaults)) => coalesce(set, defaults),
        (Some(_), _) => {}
        (None, default) => drop(values.insert(key.to_owned(), without_nulls(default))),
    }
}

/// Below the root a `null` deletes only a default that is there; without one it stays.
fn coalesce(set: &mut Map<String, Value>, defaults: &Map<String, Value>) {
    for (key, default) in defaults {
        if set.get(key).is_some_and(Value::is_null) && !default.is_null() {
            set.shift_remove(key);
        } else {
            add_default(set, key, default);
        }
    }
}

/// A copy without the `null`s of its mappings; those in lists stay.
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

//! The chart version and values to set in git after a rollback, so that the next upgrade does not revert it.

use astern_compare::{Change, Comparison, FieldChange};
use astern_ledger::Revision;
use astern_masking::MaskedValue;
use astern_wording::comparison_advice;
use leptos::prelude::*;
use serde_json::Value;

/// How many values are named; the others are counted.
const MAX_NAMED: usize = 8;

/// The longest value that is shown in full, in bytes.
const MAX_VALUE_LENGTH: usize = 60;

/// Renders the chart version and the values of the target.
pub fn git(comparison: &Comparison) -> AnyView {
    let (from, to) = (comparison.revisions.from, comparison.revisions.to);
    let chart = &comparison.chart;
    let name = chart.previous_name.is_some().then(|| chart.name.clone());
    let version = chart.version.to.clone().filter(|_| chart.differs());
    let version = version.map(|version| match name.flatten() {
        Some(name) => format!("{name} {version}"),
        None => version,
    });
    if version.is_none() && comparison.values.is_empty() {
        return view! { <p><b>"Git. "</b>{comparison_advice(comparison)}</p> }.into_any();
    }
    let version = version.map(|version| {
        view! { <li>"the chart: "<code>{version}</code></li> }
    });
    let listed = comparison.values.iter().take(MAX_NAMED).map(|value| {
        view! { <li><code>{value.path.to_string()}</code>": "{target_value(value, to)}</li> }
    });
    let more = comparison.values.len().saturating_sub(MAX_NAMED);
    let more = (more > 0).then(|| view! { <li>{format!("and {more} more values")}</li> });
    view! {
        <p>
            <b>"Git"</b>
            {format!(
                " is not touched. If it says what revision {from} says, the next upgrade brings that back. Revert it \
                 there too, to what revision {to} has:"
            )}
        </p>
        <ul class="list">{version}{listed.collect_view()}{more}</ul>
    }
    .into_any()
}

/// Renders the value in the target.
fn target_value(value: &FieldChange, target: Revision) -> AnyView {
    match &value.to {
        None => "take it out".into_any(),
        Some(MaskedValue::Plain(value_in_target)) if value.change != Change::Reordered => {
            match one_line(value_in_target) {
                Some(text) => view! { <code>{text}</code> }.into_any(),
                None => format!("as in revision {target}").into_any(),
            }
        }
        Some(MaskedValue::Plain(_)) => format!("in the order of revision {target}").into_any(),
        Some(MaskedValue::Secret(_)) => format!("as in revision {target}, a secret").into_any(),
    }
}

/// Returns the value as YAML on one line, unless it is long.
fn one_line(value: &Value) -> Option<String> {
    let text = match value {
        Value::Object(_) | Value::Array(_) => value.to_string(),
        _ => astern_manifest::to_yaml(value).trim_end().to_owned(),
    };
    (text.len() <= MAX_VALUE_LENGTH && !text.contains('\n')).then_some(text)
}

//! What git has to say after a rollback, so that the next upgrade does not bring back what was undone.

use astern_compare::{Change, Comparison, FieldChange};
use astern_ledger::Revision;
use astern_masking::MaskedValue;
use leptos::prelude::*;
use serde_json::Value;

/// Values that are named; the others are counted.
const NAMED: usize = 8;

/// A longer value is told by where it stands.
const SHORT: usize = 60;

/// Chart version and values as the target has them.
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
        return view! { <p><b>"Git. "</b>{comparison.advice()}</p> }.into_any();
    }
    let version = version.map(|version| {
        view! { <li>"the chart: "<code>{version}</code></li> }
    });
    let listed = comparison.values.iter().take(NAMED).map(|value| {
        view! { <li><code>{value.path.to_string()}</code>": "{wanted(value, to)}</li> }
    });
    let more = comparison.values.len().saturating_sub(NAMED);
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

/// What is to stand there.
fn wanted(value: &FieldChange, target: Revision) -> AnyView {
    match &value.to {
        None => "take it out".into_any(),
        Some(MaskedValue::Plain(wanted)) if value.change != Change::Reordered => {
            match short(wanted) {
                Some(text) => view! { <code>{text}</code> }.into_any(),
                None => format!("as in revision {target}").into_any(),
            }
        }
        Some(MaskedValue::Plain(_)) => format!("in the order of revision {target}").into_any(),
        Some(MaskedValue::Secret(_)) => format!("as in revision {target}, a secret").into_any(),
    }
}

/// The value on one line, its type kept, unless it is long.
fn short(value: &Value) -> Option<String> {
    let text = match value {
        Value::Object(_) | Value::Array(_) => value.to_string(),
        _ => astern_manifest::to_yaml(value).trim_end().to_owned(),
    };
    (text.len() <= SHORT && !text.contains('\n')).then_some(text)
}

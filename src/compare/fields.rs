//! Changed fields as a table.

use astern_compare::{Change, FieldChange, Shown, Side};
use leptos::prelude::*;
use serde_json::Value;

use super::desk::Desk;
use super::secret::secret;
use super::sheet::Owner;
use crate::words::count;

/// A value with more characters than this, or more lines than the next, is shown in part.
const LONG: usize = 400;
const MANY_LINES: usize = 12;

/// The fields that differ, one a row.
pub fn field_table(desk: Desk, owner: Owner, fields: &[FieldChange], label: &str) -> AnyView {
    let (from, to) = desk.with(|sheet| {
        (
            sheet.report.side_name(Side::From),
            sheet.report.side_name(Side::To),
        )
    });
    let rows = fields
        .iter()
        .map(|field| row(desk, owner, field))
        .collect_view();
    view! {
        <div class="tablewrap tablewrap--plain" tabindex="0" role="region" aria-label=label.to_owned()>
            <table class="fieldtable">
                <caption class="sr">{label.to_owned()}</caption>
                <thead><tr>
                    <th scope="col">"Field"</th><th scope="col">{from}</th><th scope="col">{to}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(desk: Desk, owner: Owner, field: &FieldChange) -> AnyView {
    let note = (field.change == Change::Reordered)
        .then(|| view! { <span class="sub">"in another order"</span> });
    let cell = |side, shown: &Option<Shown>| match shown {
        None => view! { <span class="absent">"not set"</span> }.into_any(),
        Some(Shown::Masked(_)) => secret(desk, owner, field, side),
        Some(Shown::Value(value)) => marked(side, folded(text(value))),
    };
    view! {
        <tr>
            <th scope="row" class="path">{field.path.to_string()}{note}</th>
            <td class="mono">{cell(Side::From, &field.from)}</td>
            <td class="mono">{cell(Side::To, &field.to)}</td>
        </tr>
    }
    .into_any()
}

/// What was on the one side, and is on the other.
pub fn marked(side: Side, content: AnyView) -> AnyView {
    match side {
        Side::From => view! { <del>{content}</del> }.into_any(),
        Side::To => view! { <ins>{content}</ins> }.into_any(),
    }
}

/// A long text shows its beginning first.
fn folded(text: String) -> AnyView {
    let lines = text.lines().count();
    if text.len() <= LONG && lines <= MANY_LINES {
        return text.into_any();
    }
    let mut end = text
        .lines()
        .take(3)
        .map(|line| line.len() + 1)
        .sum::<usize>()
        .min(LONG / 2)
        .min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let beginning = text[..end].trim_end().to_owned();
    let rest = text[end..].to_owned();
    view! {
        {beginning}
        <details class="more">
            <summary>{format!("Show all {}", count(lines, "line"))}</summary>
            {rest}
        </details>
    }
    .into_any()
}

/// The value as YAML would write it, so that `"8080"` and `8080` stay apart.
fn text(value: &Value) -> String {
    astern_manifest::to_yaml(value).trim_end().to_owned()
}

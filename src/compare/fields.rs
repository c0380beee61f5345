//! Changed fields as a table.

use std::ops::Range;

use astern_compare::{Change, FieldChange, FieldPath, Side};
use astern_masking::{Mask, MaskedValue};
use astern_wording::count;
use leptos::prelude::*;
use serde_json::Value;

use super::controller::PageController;
use super::model::{Item, Owner, ValueList};
use super::origins;
use super::secret::{secret, secret_at, with_masks};
use crate::components::{literal, path};

/// A value with more characters than this, or more lines than the next, is shown in part.
const LONG: usize = 400;
const MANY_LINES: usize = 12;

/// The fields that differ, one a row.
pub fn field_table(
    controller: PageController,
    owner: Owner,
    fields: &[FieldChange],
    label: &str,
) -> AnyView {
    let (from, to) = controller.with(|model| {
        (
            model.report.side_name(Side::From),
            model.report.side_name(Side::To),
        )
    });
    let heading = origins::heading(controller, owner).map(|heading| {
        view! { <th scope="col">{heading}</th> }
    });
    let rows = fields
        .iter()
        .map(|field| row(controller, owner, field))
        .collect_view();
    view! {
        <div class="tablewrap tablewrap--plain" tabindex="0" role="region" aria-label=label.to_owned()>
            <table class="fieldtable">
                <caption class="sr">{label.to_owned()}</caption>
                <thead><tr>
                    <th scope="col">"Field"</th><th scope="col">{from}</th><th scope="col">{to}</th>
                    {heading}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(controller: PageController, owner: Owner, field: &FieldChange) -> AnyView {
    let note = match field.change {
        Change::Reordered => Some("in another order"),
        _ if field.only_formatting => Some("says the same, and is only written otherwise"),
        _ => None,
    };
    let note = note.map(|note| view! { <span class="sub">{note}</span> });
    let plain = |side, text: &str| {
        let part = |range: Range<usize>| literal(&text[range]);
        with_masks(controller, owner, side, text, part)
    };
    let cell = |side, shown: &Option<MaskedValue>| match shown {
        None => {
            let own = (owner == Owner::Values(ValueList::Set))
                .then(|| default_in_force(controller, field, side));
            view! { <span class="absent">"not set"</span>{own} }.into_any()
        }
        Some(MaskedValue::Secret(_)) => secret(controller, owner, field, side),
        Some(MaskedValue::Plain(value)) => {
            marked(side, folded(text(value), &|text| plain(side, text)))
        }
    };
    view! {
        <tr>
            <th scope="row" class="path">{path(&field.path.to_string())}{note}</th>
            <td class="mono">{cell(Side::From, &field.from)}</td>
            <td class="mono">{cell(Side::To, &field.to)}</td>
            {origins::cell(controller, owner, field)}
        </tr>
    }
    .into_any()
}

/// The values that are hidden in an object that came or went as a whole, one a row.
pub fn hidden_table(controller: PageController, item: Item, chunk: u32) -> AnyView {
    let found = controller.with(|model| {
        let side = match model.change(item)?.change {
            Change::Removed => Side::From,
            _ => Side::To,
        };
        let label = format!("Hidden values of {}", model.item_name(item));
        let paths = model.hidden_rows(item, chunk).to_vec();
        Some((side, model.report.side_name(side), label, paths))
    });
    let Some((side, side_name, label, paths)) = found else {
        return ().into_any();
    };
    let row = |path: FieldPath| {
        view! {
            <tr>
                <th scope="row" class="path">{path.to_string()}</th>
                <td class="mono">{secret_at(controller, item, &path, side)}</td>
            </tr>
        }
    };
    view! {
        <div class="tablewrap tablewrap--plain" tabindex="0" role="region" aria-label=label.clone()>
            <table class="fieldtable">
                <caption class="sr">{label.clone()}</caption>
                <thead><tr><th scope="col">"Hidden value"</th><th scope="col">{side_name}</th></tr></thead>
                <tbody>{paths.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What the templates were given where the user set nothing: the chart's default.
fn default_in_force(
    controller: PageController,
    field: &FieldChange,
    side: Side,
) -> Option<AnyView> {
    let comparison = controller.comparison()?;
    let mut effective = comparison.effective.iter();
    let effective = effective.find(|value| value.path == field.path)?;
    let given = match side {
        Side::From => &effective.from,
        Side::To => &effective.to,
    };
    let said = match given.as_ref()? {
        MaskedValue::Secret(_) => "hidden".into_any(),
        MaskedValue::Plain(value) => {
            view! { <code>{folded(text(value), &literal)}</code> }.into_any()
        }
    };
    Some(view! { <span class="sub">"the chart's own: "{said}</span> }.into_any())
}

/// What was on the one side, and is on the other.
pub fn marked(side: Side, content: AnyView) -> AnyView {
    match side {
        Side::From => view! { <del>{content}</del> }.into_any(),
        Side::To => view! { <ins>{content}</ins> }.into_any(),
    }
}

/// A long text shows its beginning first. `draw` draws a part of it.
fn folded(text: String, draw: &dyn Fn(&str) -> AnyView) -> AnyView {
    let lines = text.lines().count();
    if text.len() <= LONG && lines <= MANY_LINES {
        return draw(&text);
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
    let masks = Mask::all_in(&text).into_iter();
    let mut cut = masks.filter(|(range, _)| range.start < end && end < range.end);
    let end = cut.next().map_or(end, |(range, _)| range.start);
    let lines = count(lines, "line");
    view! {
        {draw(text[..end].trim_end())}
        <details class="more">
            <summary>{format!("Show all {lines}")}</summary>
            {draw(&text[end..])}
        </details>
        <span class="paper">{format!("… {lines} in all, not printed.")}</span>
    }
    .into_any()
}

/// The value as YAML would write it, so that `"8080"` and `8080` stay apart.
fn text(value: &Value) -> String {
    astern_manifest::to_yaml(value).trim_end().to_owned()
}

//! The tables of changed fields and of hidden values.

use std::ops::Range;

use astern_compare::{Change, FieldChange, MaskedPath, Side, TextLine, TextLineKind, TextLines};
use astern_masking::{Mask, MaskedValue};
use astern_wording::count;
use leptos::prelude::*;
use serde_json::Value;

use super::controller::PageController;
use super::hidden_value::{hidden_field, hidden_value_at, with_masks};
use super::model::{Item, Owner, ValueList};
use super::provenance;
use super::side_values::side_markup;
use crate::components::{breakable_path, visible_text};

/// A value with more bytes than this is shown in part.
const MAX_LENGTH: usize = 400;
/// A value with more lines than this is shown in part.
const MAX_LINES: usize = 12;

/// A table of changed fields, one a row.
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
    let heading = provenance::heading(controller, owner).map(|heading| {
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
        _ if field.only_formatting => Some(astern_wording::ONLY_FORMATTING),
        _ if field.is_abridged() => Some(astern_wording::ABRIDGED),
        _ => None,
    };
    let note = note.map(|note| view! { <span class="sub">{note}</span> });
    let plain = |side, text: &str| {
        let part = |range: Range<usize>| visible_text(&text[range]);
        with_masks(controller, owner, side, text, part)
    };
    let cell = |side, shown: &Option<MaskedValue>| match shown {
        None if field.is_abridged() => ().into_any(),
        None => {
            let default = (owner == Owner::Values(ValueList::Set))
                .then(|| effective_default(controller, field, side));
            view! { <span class="absent">"not set"</span>{default} }.into_any()
        }
        Some(MaskedValue::Secret(_)) => hidden_field(controller, owner, field, side),
        Some(MaskedValue::Plain(value)) => {
            let text = match value {
                Value::String(text) if field.is_plain_scalar(text) => text.clone(),
                value => yaml(value),
            };
            side_markup(side, collapsed(text, &|text| plain(side, text)))
        }
    };
    let values = match &field.lines {
        Some(lines) => {
            view! { <td class="mono" colspan="2">{text_lines(controller, owner, lines)}</td> }
                .into_any()
        }
        None => view! {
            <td class="mono">{cell(Side::From, &field.from)}</td>
            <td class="mono">{cell(Side::To, &field.to)}</td>
        }
        .into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="path">{breakable_path(&field.path.to_string())}{note}</th>
            {values}
            {provenance::cell(controller, owner, field)}
        </tr>
    }
    .into_any()
}

/// The lines in which two texts differ, with their neighbours. The rest is collapsed if there are many.
fn text_lines(controller: PageController, owner: Owner, lines: &TextLines) -> AnyView {
    let line = |line: &TextLine| {
        let side = match line.kind {
            TextLineKind::Removed => Side::From,
            _ => Side::To,
        };
        let part = |range: Range<usize>| visible_text(&line.text[range]);
        let text = with_masks(controller, owner, side, &line.text, part);
        let text = view! { {line.kind.sign()}{text} }.into_any();
        let text = match line.kind {
            TextLineKind::Removed | TextLineKind::Added => side_markup(side, text),
            TextLineKind::Neighbour => text,
            TextLineKind::Place | TextLineKind::Remark => {
                view! { <span class="muted">{text}</span> }.into_any()
            }
        };
        view! { <span class="line">{text}</span> }.into_any()
    };
    let all = lines.lines();
    let (shown, rest) = all.split_at(all.len().min(MAX_LINES));
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>{format!("Show {}", count(rest.len(), "more line"))}</summary>
                {rest.iter().map(line).collect_view()}
            </details>
        }
    });
    view! { {shown.iter().map(line).collect_view()}{rest} }.into_any()
}

/// A table of the hidden values of an object that was added or removed, one a row.
pub fn hidden_value_table(controller: PageController, item: Item, chunk: u32) -> AnyView {
    let table = controller.with(|model| {
        let side = match model.change(item)?.change {
            Change::Removed => Side::From,
            _ => Side::To,
        };
        let label = format!("Hidden values of {}", model.item_name(item));
        let paths = model.hidden_rows(item, chunk).to_vec();
        Some((side, model.report.side_name(side), label, paths))
    });
    let Some((side, side_name, label, paths)) = table else {
        return ().into_any();
    };
    let row = |path: MaskedPath| {
        view! {
            <tr>
                <th scope="row" class="path">{visible_text(&path.to_string())}</th>
                <td class="mono">{hidden_value_at(controller, item, &path, side)}</td>
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

/// The default of the chart that applies where the user set no value.
fn effective_default(
    controller: PageController,
    field: &FieldChange,
    side: Side,
) -> Option<AnyView> {
    let comparison = controller.comparison()?;
    let mut effective = comparison.effective.iter();
    let effective = effective.find(|value| value.path == field.path)?;
    let value = match side {
        Side::From => &effective.from,
        Side::To => &effective.to,
    };
    let value = match value.as_ref()? {
        MaskedValue::Secret(_) => "hidden".into_any(),
        MaskedValue::Plain(value) => {
            view! { <code>{collapsed(yaml(value), &visible_text)}</code> }.into_any()
        }
    };
    Some(view! { <span class="sub">"the chart's own: "{value}</span> }.into_any())
}

/// A text whose rest is collapsed if it is long. `render` draws a part of it.
fn collapsed(text: String, render: &dyn Fn(&str) -> AnyView) -> AnyView {
    let lines = text.lines().count();
    if text.len() <= MAX_LENGTH && lines <= MAX_LINES {
        return render(&text);
    }
    let mut end = text
        .lines()
        .take(3)
        .map(|line| line.len() + 1)
        .sum::<usize>()
        .min(MAX_LENGTH / 2)
        .min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let masks = Mask::all_in(&text).into_iter();
    let mut cut = masks.filter(|(range, _)| range.start < end && end < range.end);
    let end = cut.next().map_or(end, |(range, _)| range.start);
    let lines = count(lines, "line");
    view! {
        {render(text[..end].trim_end())}
        <details class="more">
            <summary>{format!("Show all {lines}")}</summary>
            {render(&text[end..])}
        </details>
        <span class="paper">{format!("… {lines} in all, not printed.")}</span>
    }
    .into_any()
}

/// The value as YAML, which distinguishes `"8080"` from `8080`.
fn yaml(value: &Value) -> String {
    astern_manifest::to_yaml(value).trim_end().to_owned()
}

//! The heading and the table of a group of objects with similar changes.

use astern_compare::{FieldChange, FieldCount};
use astern_masking::MaskedValue;
use leptos::prelude::*;

use super::controller::{PageController, heading_id, row_id};
use super::model::{GroupRow, Item};
use crate::components::visible_text;

/// A value with more characters than this is cut.
const MAX_LENGTH: usize = 40;

/// The heading of a group, which opens and closes its table.
pub fn group_heading(controller: PageController, group: u32) -> AnyView {
    let item = Item::Group(group);
    let Some((kind, name, fields, open)) = controller.with(|model| {
        let kind = model.group(group)?.key.kind.clone();
        let fields = model.group_field_count(group);
        Some((kind, model.group_name(group), fields, model.is_open(item)))
    }) else {
        return ().into_any();
    };
    view! {
        <h3 class="obj__head">
            <button
                type="button"
                id=heading_id(item)
                aria-expanded=open.to_string()
                on:click=move |_| controller.toggle(item)
            >
                <span class="obj__kind">{kind}</span>" "
                <span class="obj__name obj__name--words">{name}</span>
                <span class="push muted">{astern_wording::count(fields, "field")}</span>
            </button>
        </h3>
        <p class="obj__say">
            "Nothing else differs in them, and nothing is known to follow from it. Counts are fields within the documents."
        </p>
    }
    .into_any()
}

/// Some rows of the table of a group: how many fields of each member changed, and the first change.
pub fn group_table(controller: PageController, group: u32, chunk: u32) -> AnyView {
    let (label, members) = controller.with(|model| {
        let label = format!(
            "Objects with what differs first in each, {}",
            model.group_name(group)
        );
        (label, model.group_rows(group, chunk))
    });
    let rows = members
        .into_iter()
        .map(|member| member_row(controller, member));
    view! {
        <div class="tablewrap tablewrap--plain" tabindex="0" role="region" aria-label=label.clone()>
            <table class="fieldtable members">
                <caption class="sr">{label.clone()}</caption>
                <thead><tr>
                    <th scope="col">"Object"</th><th scope="col">"Fields"</th><th scope="col">"First change"</th>
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn member_row(controller: PageController, member: GroupRow) -> AnyView {
    let GroupRow {
        item,
        name,
        count,
        first,
        is_open,
    } = member;
    let all = count.added + count.removed + count.changed;
    let more = match all.saturating_sub(1) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let below = is_open.then(|| view! { <span class="sub">"open below"</span> });
    view! {
        <tr>
            <th scope="row" class="path">
                <button
                    class="linklike"
                    type="button"
                    id=row_id(item)
                    aria-expanded=is_open.to_string()
                    on:click=move |_| controller.open_from_table(item)
                >
                    {visible_text(&name)}
                </button>
                {below}
            </th>
            <td>{counts(count)}</td>
            <td class="soft">{first.map(|first| first_change(&first))}{more}</td>
        </tr>
    }
    .into_any()
}

/// `+3 −8 ~1`, with words for screen readers.
fn counts(count: FieldCount) -> AnyView {
    let part = |sign: &str, class, number: usize, word: &'static str| {
        let class = if number == 0 { "muted" } else { class };
        view! { <span class=class>{format!("{sign}{number}")}<span class="sr">" "{word}" "</span></span> }
    };
    view! {
        <span class="counts">
            {part("+", "n-add", count.added, "added")}
            {part("−", "n-del", count.removed, "removed")}
            {part("~", "n-chg", count.changed, "changed")}
        </span>
    }
    .into_any()
}

/// `templating.list[datasource].label Data Source → Data source`: the path within the document, and the values.
fn first_change(field: &FieldChange) -> AnyView {
    let path = field.path.within_document().to_string();
    let value = |shown: &Option<MaskedValue>| match shown {
        None => "not set".to_owned(),
        Some(MaskedValue::Plain(serde_json::Value::String(text))) => shorten(text),
        Some(shown) => shorten(&shown.to_string()),
    };
    let (from, to) = (value(&field.from), value(&field.to));
    let values = format!(" {from} → {to}");
    view! { <code>{visible_text(&path)}</code>{visible_text(&values)} }.into_any()
}

/// The beginning of a text, on one line.
fn shorten(text: &str) -> String {
    let mut line: String = text.chars().take(MAX_LENGTH).collect();
    if line.len() < text.len() {
        line.push('…');
    }
    line.replace(['\n', '\t'], " ")
}

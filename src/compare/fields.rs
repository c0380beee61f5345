//! Changed fields as a table.

use astern_compare::{Change, FieldChange, Shown};
use leptos::prelude::*;
use serde_json::Value;

use super::desk::Desk;

/// The fields that differ, one a row.
pub fn field_table(desk: Desk, fields: &[FieldChange], label: &str) -> AnyView {
    let (from, to) = desk.with(|sheet| {
        let revisions = &sheet.comparison.revisions;
        (revisions.from, revisions.to)
    });
    view! {
        <div class="tablewrap tablewrap--plain" tabindex="0" role="region" aria-label=label.to_owned()>
            <table class="fieldtable">
                <caption class="sr">{label.to_owned()}</caption>
                <thead><tr>
                    <th scope="col">"Field"</th>
                    <th scope="col">{format!("Revision {from}")}</th>
                    <th scope="col">{format!("Revision {to}")}</th>
                </tr></thead>
                <tbody>{fields.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(field: &FieldChange) -> AnyView {
    let note = (field.change == Change::Reordered)
        .then(|| view! { <span class="sub">"in another order"</span> });
    view! {
        <tr>
            <th scope="row" class="path">{field.path.to_string()}{note}</th>
            <td class="mono">{side(field.from.as_ref(), Which::Old)}</td>
            <td class="mono">{side(field.to.as_ref(), Which::New)}</td>
        </tr>
    }
    .into_any()
}

/// Which column.
#[derive(Clone, Copy)]
enum Which {
    Old,
    New,
}

impl Which {
    fn of_secret(self) -> &'static str {
        match self {
            Self::Old => "hidden",
            Self::New => "hidden, and another one",
        }
    }
}

fn side(shown: Option<&Shown>, which: Which) -> AnyView {
    let text = match shown {
        None => return view! { <span class="absent">"not set"</span> }.into_any(),
        Some(Shown::Masked(_)) => {
            return view! {
                <span class="mask" aria-hidden="true">"••••••••"</span>
                <span class="sub">{which.of_secret()}</span>
            }
            .into_any();
        }
        Some(Shown::Value(value)) => text(value),
    };
    match which {
        Which::New => view! { <ins>{text}</ins> }.into_any(),
        Which::Old => view! { <del>{text}</del> }.into_any(),
    }
}

/// The value as YAML would write it, so that `"8080"` and `8080` stay apart.
fn text(value: &Value) -> String {
    astern_manifest::to_yaml(value).trim_end().to_owned()
}

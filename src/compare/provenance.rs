//! The last column of a field table: the values that a field comes from, or the objects that a value is used in.

use astern_compare::{Comparison, FieldChange, Origin};
use astern_wording::origin_parts;
use leptos::prelude::*;

use super::controller::PageController;
use super::model::{Owner, ValueList};
use crate::components;

/// The largest number of objects that are named; the others are counted.
const MAX_NAMED_OBJECTS: usize = 3;

/// The heading of the column. A comparison with the cluster has no such column, since the cluster holds no values.
pub fn heading(controller: PageController, owner: Owner) -> Option<&'static str> {
    controller.comparison()?;
    Some(match owner {
        Owner::Item(_) | Owner::Values(ValueList::Effective) => "Comes from",
        Owner::Values(ValueList::Set | ValueList::UsedDefaults | ValueList::Defaults) => "Seen in",
    })
}

/// The cell of the column in the row of a field.
pub fn cell(controller: PageController, owner: Owner, field: &FieldChange) -> AnyView {
    let (Some(heading), Some(comparison)) = (heading(controller, owner), controller.comparison())
    else {
        return ().into_any();
    };
    let content = match owner {
        Owner::Item(_) => origins_of(&comparison, field),
        Owner::Values(ValueList::Effective) => Some(match field.provenance.as_slice() {
            [Origin::Value { .. }] => "your values".into_any(),
            _ => "the chart's defaults".into_any(),
        }),
        Owner::Values(list @ (ValueList::Set | ValueList::UsedDefaults | ValueList::Defaults)) => {
            let path = field.path.clone();
            let value = match list {
                ValueList::Set | ValueList::Effective => Origin::Value { path },
                ValueList::UsedDefaults | ValueList::Defaults => Origin::Default { path },
            };
            objects_with(controller, &comparison, &value)
        }
    };
    // What is not known is an empty cell.
    let Some(content) = content else {
        return view! { <td class="from"></td> }.into_any();
    };
    view! { <td class="from"><span class="from__label">{heading}": "</span>{content}</td> }
        .into_any()
}

/// The values that a field comes from; `None` where they are not known.
fn origins_of(comparison: &Comparison, field: &FieldChange) -> Option<AnyView> {
    if let Some(noise) = field.noise {
        return Some(noise.to_string().into_any());
    }
    if field.provenance.is_empty() {
        let none_changed = comparison.values.is_empty();
        return none_changed.then(|| "not your values".into_any());
    }
    let origins = field.provenance.iter().enumerate().map(|(index, origin)| {
        let or = (index > 0).then_some(" or ");
        let (words, path) = origin_parts(origin);
        let path =
            path.map(|path| view! { <code>{components::breakable_path(&path.to_string())}</code> });
        view! { {or}{words}{path} }
    });
    Some(origins.collect_view().into_any())
}

/// The objects that a value is seen in; `None` where none is known.
fn objects_with(
    controller: PageController,
    comparison: &Comparison,
    value: &Origin,
) -> Option<AnyView> {
    let objects = comparison.objects_affected_by(value);
    let more = objects.len().saturating_sub(MAX_NAMED_OBJECTS);
    let more = (more > 0).then(|| format!(" and {more} more"));
    if objects.is_empty() {
        return None;
    }
    let links = objects
        .iter()
        .take(MAX_NAMED_OBJECTS)
        .enumerate()
        .map(|(index, id)| {
            let comma = (index > 0).then_some(", ");
            let name = format!("{} {}", id.kind, id.name);
            let item = controller.with(|model| model.find(id));
            let address = controller.link(item.map(|item| (item, None))).to_string();
            view! { {comma}<a href=address>{name}</a> }
        });
    Some(view! { {links.collect_view()}{more} }.into_any())
}

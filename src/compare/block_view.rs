//! Drawing a block of the page.

use leptos::prelude::*;

use super::chart::chart;
use super::controller::{PageController, use_page_controller};
use super::crds::custom_resource_definitions;
use super::drift::{absent_hooks, drift_summary, unavailable_objects, unmanaged_fields};
use super::field_table::{field_table, hidden_value_table};
use super::group_table::{group_heading, group_table};
use super::item_heading::{item_heading, item_toolbar};
use super::line_table::line_table;
use super::model::{Block, FrameEdges, Item, Owner, ValueList};
use super::print_note::print_note;
use super::section::{collapsible_heading, section_heading};
use super::summary::summary;
use super::unread::unread_block;

/// Draws the block at an index.
pub fn block_view(index: usize) -> AnyView {
    let controller = use_page_controller();
    let Some((block, edges)) = controller.with(|model| {
        let block = model.blocks().get(index).copied()?;
        Some((block, model.frame_edges(index)))
    }) else {
        return ().into_any();
    };
    let content = match block {
        Block::Summary => match controller.with(|model| model.report.drift().cloned()) {
            Some(drift) => drift_summary(&drift),
            None => summary(controller),
        },
        Block::PrintNote => print_note(controller),
        Block::Unread => unread_block(controller),
        Block::Section(which) => section_heading(controller, which),
        Block::Values(list, chunk) => {
            let rows = controller.with(|model| model.value_rows(list, chunk).to_vec());
            let label = match list {
                ValueList::Set => "Changed values",
                ValueList::UsedDefaults => "Changed defaults that reach an object",
                ValueList::Defaults => "Other changed defaults",
                ValueList::Effective => "Changed values as the templates were given them",
            };
            let table = field_table(controller, Owner::Values(list), &rows, label);
            view! { <div class="panel panel--flush">{table}</div> }.into_any()
        }
        Block::Heading(Item::Group(group)) => group_heading(controller, group),
        Block::Heading(item) => item_heading(controller, item),
        Block::Fields(item, chunk) => {
            let (rows, name) = controller.with(|model| {
                let rows: Vec<_> = model.field_rows(item, chunk).cloned().collect();
                (rows, model.item_name(item))
            });
            field_table(
                controller,
                Owner::Item(item),
                &rows,
                &format!("Changed fields of {name}"),
            )
        }
        Block::Hidden(item, chunk) => hidden_value_table(controller, item, chunk),
        Block::GroupRows(Item::Group(group), chunk) => group_table(controller, group, chunk),
        Block::GroupRows(..) => ().into_any(),
        Block::Toolbar(item) => item_toolbar(controller, item),
        Block::Lines(item, chunk) => line_table(controller, item, chunk),
        Block::Collapsible(part) => collapsible_heading(controller, part),
        Block::Unavailable(chunk) => unavailable_objects(controller, chunk),
        Block::AbsentHooks(chunk) => absent_hooks(controller, chunk),
        Block::Unmanaged(index) => unmanaged_fields(controller, index),
        Block::Crds => controller
            .comparison()
            .map(|c| custom_resource_definitions(&c))
            .into_any(),
        Block::Chart => controller.comparison().map(|c| chart(&c)).into_any(),
    };
    frame(controller, block, edges, content)
}

/// The blocks of an item share one frame.
fn frame(controller: PageController, block: Block, edges: FrameEdges, content: AnyView) -> AnyView {
    let item = block.item();
    let class = match (item, edges.is_first, edges.is_last) {
        (None, ..) => "blk",
        (_, true, true) => "blk obj obj--first obj--last",
        (_, true, false) => "blk obj obj--first",
        (_, false, true) => "blk obj obj--last",
        (_, false, false) => "blk obj",
    };
    let is_current = move || item.is_some() && controller.current.get() == item;
    view! {
        <div
            class=class
            class:is-at=is_current
            on:focusin=move |_| controller.set_focused(Some(block))
            on:focusout=move |_| controller.set_focused(None)
        >
            {content}
        </div>
    }
    .into_any()
}

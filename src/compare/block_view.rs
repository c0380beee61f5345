//! Each block of the page, drawn.

use leptos::prelude::*;

use super::chart::chart;
use super::controller::{PageController, use_page_controller};
use super::crds::crds;
use super::drift::{hooks_gone, live_answer, unasked, unmanaged};
use super::fields::{field_table, hidden_table};
use super::group::{group_head, member_table};
use super::lines::line_table;
use super::model::{Block, FrameEdges, Item, Owner, ValueList};
use super::object::{head, tools};
use super::print_note::paper;
use super::section::{fold, section};
use super::summary::answer;
use super::unreadable::unread;

/// Draws the block that stands at `index`.
pub fn draw(index: usize) -> AnyView {
    let controller = use_page_controller();
    let Some((block, edges)) = controller.with(|model| {
        let block = model.blocks().get(index).copied()?;
        Some((block, model.frame_edges(index)))
    }) else {
        return ().into_any();
    };
    let content = match block {
        Block::Summary => match controller.with(|model| model.report.drift().cloned()) {
            Some(drift) => live_answer(&drift),
            None => answer(controller),
        },
        Block::PrintNote => paper(controller),
        Block::Unreadable => unread(controller),
        Block::Section(which) => section(controller, which),
        Block::Values(list, chunk) => {
            let rows = controller.with(|model| model.value_rows(list, chunk).to_vec());
            let label = match list {
                ValueList::Set => "Changed values",
                ValueList::Defaults => "Changed defaults",
                ValueList::Effective => "Changed values as the templates were given them",
            };
            let table = field_table(controller, Owner::Values(list), &rows, label);
            view! { <div class="panel panel--flush">{table}</div> }.into_any()
        }
        Block::Heading(Item::Group(group)) => group_head(controller, group),
        Block::Heading(item) => head(controller, item),
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
        Block::Hidden(item, chunk) => hidden_table(controller, item, chunk),
        Block::GroupRows(Item::Group(group), chunk) => member_table(controller, group, chunk),
        Block::GroupRows(..) => ().into_any(),
        Block::Toolbar(item) => tools(controller, item),
        Block::Lines(item, chunk) => line_table(controller, item, chunk),
        Block::Collapsible(part) => fold(controller, part),
        Block::Unavailable(chunk) => unasked(controller, chunk),
        Block::AbsentHooks(chunk) => hooks_gone(controller, chunk),
        Block::Unmanaged(index) => unmanaged(controller, index),
        Block::Crds => controller.comparison().map(|c| crds(&c)).into_any(),
        Block::Chart => controller.comparison().map(|c| chart(&c)).into_any(),
    };
    frame(controller, block, edges, content)
}

/// Objects have a frame, which their blocks share.
fn frame(controller: PageController, block: Block, edges: FrameEdges, content: AnyView) -> AnyView {
    let item = block.item();
    let class = match (item, edges.is_first, edges.is_last) {
        (None, ..) => "blk",
        (_, true, true) => "blk obj obj--first obj--last",
        (_, true, false) => "blk obj obj--first",
        (_, false, true) => "blk obj obj--last",
        (_, false, false) => "blk obj",
    };
    let is_here = move || item.is_some() && controller.current.get() == item;
    view! {
        <div
            class=class
            class:is-at=is_here
            on:focusin=move |_| controller.set_focused(Some(block))
            on:focusout=move |_| controller.set_focused(None)
        >
            {content}
        </div>
    }
    .into_any()
}

//! Each block of the page, drawn.

use leptos::prelude::*;

use super::chart::chart;
use super::controller::{Desk, use_desk};
use super::crds::crds;
use super::drift::{hooks_gone, live_answer, unasked, unmanaged};
use super::fields::{field_table, hidden_table};
use super::group::{group_head, member_table};
use super::lines::line_table;
use super::model::{Block, Edges, Owner, Thing, ValueList};
use super::object::{head, tools};
use super::print_note::paper;
use super::section::{fold, section};
use super::summary::answer;
use super::unreadable::unread;

/// Draws the block that stands at `index`.
pub fn draw(index: usize) -> AnyView {
    let desk = use_desk();
    let Some((block, edges)) = desk.with(|sheet| {
        let block = sheet.blocks().get(index).copied()?;
        Some((block, sheet.edges(index)))
    }) else {
        return ().into_any();
    };
    let content = match block {
        Block::Answer => match desk.with(|sheet| sheet.report.drift().cloned()) {
            Some(drift) => live_answer(&drift),
            None => answer(desk),
        },
        Block::Paper => paper(desk),
        Block::NotRead => unread(desk),
        Block::Section(which) => section(desk, which),
        Block::Values(list, chunk) => {
            let rows = desk.with(|sheet| sheet.values_of(list, chunk).to_vec());
            let label = match list {
                ValueList::Set => "Changed values",
                ValueList::Defaults => "Changed defaults",
                ValueList::Effective => "Changed values as the templates were given them",
            };
            let table = field_table(desk, Owner::Values(list), &rows, label);
            view! { <div class="panel panel--flush">{table}</div> }.into_any()
        }
        Block::Head(Thing::Group(group)) => group_head(desk, group),
        Block::Head(thing) => head(desk, thing),
        Block::Fields(thing, chunk) => {
            let (rows, name) = desk.with(|sheet| {
                let rows: Vec<_> = sheet.fields_of(thing, chunk).cloned().collect();
                (rows, name(sheet, thing))
            });
            field_table(
                desk,
                Owner::Thing(thing),
                &rows,
                &format!("Changed fields of {name}"),
            )
        }
        Block::Hidden(thing, chunk) => hidden_table(desk, thing, chunk),
        Block::Members(Thing::Group(group), chunk) => member_table(desk, group, chunk),
        Block::Members(..) => ().into_any(),
        Block::Tools(thing) => tools(desk, thing),
        Block::Lines(thing, chunk) => line_table(desk, thing, chunk),
        Block::Fold(part) => fold(desk, part),
        Block::Unasked(chunk) => unasked(desk, chunk),
        Block::HooksGone(chunk) => hooks_gone(desk, chunk),
        Block::Unmanaged(index) => unmanaged(desk, index),
        Block::Crds => desk.comparison().map(|c| crds(&c)).into_any(),
        Block::Chart => desk.comparison().map(|c| chart(&c)).into_any(),
    };
    frame(desk, block, edges, content)
}

/// What a thing is called.
pub fn name(sheet: &super::model::Sheet, thing: Thing) -> String {
    match (thing, sheet.change(thing)) {
        (_, Some(change)) => change.id.to_string(),
        (Thing::Group(group), None) => sheet.group_name(group),
        (_, None) => "the notes".to_owned(),
    }
}

/// Objects have a frame, which their blocks share.
fn frame(desk: Desk, block: Block, edges: Edges, content: AnyView) -> AnyView {
    let thing = block.thing();
    let class = match (thing, edges.first, edges.last) {
        (None, ..) => "blk",
        (_, true, true) => "blk obj obj--first obj--last",
        (_, true, false) => "blk obj obj--first",
        (_, false, true) => "blk obj obj--last",
        (_, false, false) => "blk obj",
    };
    let is_here = move || thing.is_some() && desk.here.get() == thing;
    view! {
        <div
            class=class
            class:is-at=is_here
            on:focusin=move |_| desk.focused(Some(block))
            on:focusout=move |_| desk.focused(None)
        >
            {content}
        </div>
    }
    .into_any()
}

//! Each block of the page, drawn.

use leptos::prelude::*;

use super::answer::Answer;
use super::desk::{Desk, use_desk};
use super::fields::field_table;
use super::lines::line_table;
use super::object::{head, tools};
use super::rest::{NotCompared, Rest};
use super::section::{noise_only, section};
use super::sheet::{Block, Thing};

/// Draws the block that stands at `index`.
pub fn draw(index: usize) -> AnyView {
    let desk = use_desk();
    let Some((block, closes)) = desk.with(|sheet| {
        let block = sheet.blocks().get(index).copied()?;
        Some((block, sheet.closes(index)))
    }) else {
        return ().into_any();
    };
    let content = match block {
        Block::Answer => view! { <Answer/> }.into_any(),
        Block::NotRead => view! { <NotCompared/> }.into_any(),
        Block::Section(which) => section(desk, which),
        Block::Values(list, chunk) => {
            let rows = desk.with(|sheet| sheet.values_of(list, chunk).to_vec());
            let table = field_table(desk, &rows, "Changed values");
            view! { <div class="panel panel--flush">{table}</div> }.into_any()
        }
        Block::Head(thing) => head(desk, thing),
        Block::Fields(thing, chunk) => {
            let (rows, name) = desk.with(|sheet| {
                let rows: Vec<_> = sheet.fields_of(thing, chunk).cloned().collect();
                (rows, name(sheet, thing))
            });
            field_table(desk, &rows, &format!("Changed fields of {name}"))
        }
        Block::Tools(thing) => tools(desk, thing),
        Block::Lines(thing, chunk) => line_table(desk, thing, chunk),
        Block::NoiseOnly => noise_only(desk),
        Block::Rest => view! { <Rest/> }.into_any(),
    };
    frame(desk, block, closes, content)
}

/// What a thing is called.
pub fn name(sheet: &super::sheet::Sheet, thing: Thing) -> String {
    sheet
        .change(thing)
        .map(|change| change.id.to_string())
        .unwrap_or_default()
}

/// Objects have a frame, which their blocks share.
fn frame(desk: Desk, block: Block, closes: bool, content: AnyView) -> AnyView {
    let thing = block.thing();
    let class = match (block, thing) {
        (Block::Head(_), _) if closes => "blk obj obj--first obj--last",
        (Block::Head(_), _) => "blk obj obj--first",
        (_, Some(_)) if closes => "blk obj obj--last",
        (_, Some(_)) => "blk obj",
        (_, None) => "blk",
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

//! The table of the lines of an item.

use std::ops::Range;

use astern_diff::{Emphasis, Fold, Line, LineTag, Piece, Side, TextDiff};
use astern_protocol::Line as LinkedLine;
use astern_wording::count;
use leptos::prelude::*;

use super::controller::{PageController, heading_id};
use super::hidden_value::with_masks;
use super::model::{Item, Layout, LinePosition, LineRow, Owner, PageModel};
use crate::browser::data_at;
use crate::components::visible_text;

/// Some rows of the lines of an item.
pub fn line_table(controller: PageController, item: Item, chunk: u32) -> AnyView {
    let layout = controller.options.get_untracked().layout;
    let table = controller.with(|model| {
        let lines = model.lines(item)?;
        let rows = model.line_rows(item, chunk).iter();
        let highlighted = model.highlighted(item);
        let views = rows
            .map(|row| {
                let highlight = match highlighted {
                    Some(line) if row.contains(line, &lines.diff) => Highlight::On,
                    _ => Highlight::Off,
                };
                line_row(controller, (item, chunk), &lines.diff, row, highlight)
            })
            .collect_view();
        Some((table_label(model, item, chunk), views))
    });
    let Some((label, rows)) = table else {
        return view! { <p class="diff__wait muted" data-waiting="">"Comparing its lines…"</p> }
            .into_any();
    };
    // A click on a line number puts the link to the line into the address.
    let link_line = move |event: leptos::ev::MouseEvent| {
        if let Some(line) = data_at(&event, "line").and_then(|line| line.parse::<LinkedLine>().ok())
        {
            controller.point_at(item, line.into());
        }
    };
    let (class, columns) = match layout {
        Layout::Split => ("diff diff--split", ["ln", "", "ln", ""]),
        Layout::Unified | Layout::Fields => ("diff", ["ln", "ln", "sg", ""]),
    };
    view! {
        <table class=class id=table_id(item, chunk) tabindex="-1" aria-label=label on:click=link_line>
            <colgroup>{columns.map(|class| view! { <col class=class/> }).collect_view()}</colgroup>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The id of the table, to focus it.
fn table_id(item: Item, chunk: u32) -> String {
    format!("lines-{}-{chunk}", heading_id(item))
}

fn table_label(model: &PageModel, item: Item, chunk: u32) -> String {
    let name = model.item_name(item);
    match model.line_block_count(item) {
        0 | 1 => format!("Lines of {name}"),
        all => format!("Lines of {name}, part {} of {all}", chunk + 1),
    }
}

/// Whether a link points at a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Highlight {
    On,
    Off,
}

fn line_row(
    controller: PageController,
    (item, chunk): (Item, u32),
    diff: &TextDiff,
    row: &LineRow,
    highlight: Highlight,
) -> AnyView {
    match row {
        LineRow::Unified(line) => unified_row(controller, item, diff, *line, highlight),
        LineRow::Split(row) => {
            let sides = diff.pieces(*row);
            let cell = |side| SplitCell {
                number: row.number(side),
                side,
                is_changed: !row.is_equal(),
            };
            let old = split_cells(controller, item, cell(Side::From), &sides.from);
            let new = split_cells(controller, item, cell(Side::To), &sides.to);
            view! { <tr class=(highlight == Highlight::On).then_some("is-at")>{old}{new}</tr> }
                .into_any()
        }
        LineRow::Fold(fold) => fold_row(controller, item, chunk, fold),
    }
}

fn fold_row(controller: PageController, item: Item, chunk: u32, fold: &Fold) -> AnyView {
    let first = fold.rows.start;
    let label = match fold.noise {
        0 => count(fold.rows.len(), "unchanged line"),
        noise => format!(
            "{}: {} unchanged, {noise} with only a version label changed",
            count(fold.rows.len(), "line"),
            fold.unchanged()
        ),
    };
    // The button is removed, so the lines that it shows get the focus.
    let unfold = move |_| {
        controller.focus_when_drawn(table_id(item, chunk));
        controller.unfold(item, first);
    };
    view! {
        <tr class="fold"><td colspan="4">
            <button type="button" on:click=unfold>
                <span class="screen">"Show "</span>{label}
            </button>
        </td></tr>
    }
    .into_any()
}

fn number_cell(side: Side, number: Option<u32>, class: &str) -> AnyView {
    let class = class.to_owned();
    match number {
        None => view! { <td class=class></td> }.into_any(),
        Some(number) => {
            let line = LinkedLine::from(LinePosition { side, number });
            view! { <td class=class data-line=line.to_string()>{number}</td> }.into_any()
        }
    }
}

/// A line in one column.
fn unified_row(
    controller: PageController,
    item: Item,
    diff: &TextDiff,
    line: Line,
    highlight: Highlight,
) -> AnyView {
    let (class, sign, label) = match line.tag {
        LineTag::Context if highlight == Highlight::On => ("is-at", "", ""),
        LineTag::Context => ("", "", ""),
        LineTag::Removed if highlight == Highlight::On => ("del is-at", "−", "removed"),
        LineTag::Removed => ("del", "−", "removed"),
        LineTag::Added if highlight == Highlight::On => ("add is-at", "+", "added"),
        LineTag::Added => ("add", "+", "added"),
    };
    let sides = diff.pieces(diff.rows()[line.row]);
    let side = line.tag.side();
    let text = pieces(controller, item, side, sides.get(side));
    let label = (!label.is_empty()).then(|| view! { <span class="sr">{label}</span> });
    view! {
        <tr class=class>
            {number_cell(Side::From, line.old_number, "ln")}
            {number_cell(Side::To, line.new_number, "ln")}
            <td class="sg">{sign}{label}</td>
            <td>{text}</td>
        </tr>
    }
    .into_any()
}

/// One side of a row of two columns.
#[derive(Clone, Copy)]
struct SplitCell {
    number: Option<u32>,
    side: Side,
    is_changed: bool,
}

fn split_cells(
    controller: PageController,
    item: Item,
    cell: SplitCell,
    text: &[Piece<'_>],
) -> AnyView {
    let (class, label) = match (cell.side, cell.is_changed, cell.number) {
        (Side::From, _, None) => ("no", ""),
        (Side::From, false, _) => ("", ""),
        (Side::From, true, _) => ("d", "removed: "),
        (Side::To, _, None) => ("rn no", ""),
        (Side::To, false, _) => ("rn", ""),
        (Side::To, true, _) => ("rn a", "added: "),
    };
    let label = (!label.is_empty()).then(|| view! { <span class="sr">{label}</span> });
    view! {
        {number_cell(cell.side, cell.number, &format!("ln {class}"))}
        <td class=class>{label}{pieces(controller, item, cell.side, text)}</td>
    }
    .into_any()
}

fn pieces(controller: PageController, item: Item, side: Side, pieces: &[Piece<'_>]) -> AnyView {
    // A mask is split into several pieces when its digits differ between the sides.
    if pieces.iter().any(|piece| piece.text.contains("masked")) {
        let text: String = pieces.iter().map(|piece| piece.text).collect();
        let owner = Owner::Item(item);
        return with_masks(controller, owner, side, &text, |part| {
            pieces_within(pieces, part)
        });
    }
    pieces
        .iter()
        .map(|piece| piece_view(*piece))
        .collect_view()
        .into_any()
}

fn piece_view(piece: Piece<'_>) -> AnyView {
    match piece.emphasis {
        Emphasis::Plain => visible_text(piece.text),
        Emphasis::Different => view! { <b>{visible_text(piece.text)}</b> }.into_any(),
    }
}

/// A part of a line, in pieces.
fn pieces_within(pieces: &[Piece<'_>], part: Range<usize>) -> AnyView {
    let mut start = 0;
    let cut = pieces.iter().filter_map(|piece| {
        let from = part.start.clamp(start, start + piece.text.len()) - start;
        let to = part.end.clamp(start, start + piece.text.len()) - start;
        start += piece.text.len();
        let text = piece.text.get(from..to)?;
        (!text.is_empty()).then(|| piece_view(Piece { text, ..*piece }))
    });
    cut.collect_view().into_any()
}

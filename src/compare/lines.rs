//! An object's text, line by line.

use std::ops::Range;

use astern_compare::{Emphasis, Fold, Line, LineTag, Piece, Side, TextDiff};
use astern_protocol::Line as LinkedLine;
use astern_wording::count;
use leptos::prelude::*;

use super::controller::{PageController, heading_id};
use super::model::{Item, Layout, LinePosition, LineRow, Owner, PageModel};
use super::secret::with_masks;
use crate::browser::data_at;
use crate::components::literal;

/// Some rows of a item's lines.
pub fn line_table(controller: PageController, item: Item, chunk: u32) -> AnyView {
    let layout = controller.options.get_untracked().layout;
    let found = controller.with(|model| {
        let lines = model.lines(item)?;
        let rows = model.line_rows(item, chunk).iter();
        let marked = model.highlighted(item);
        let drawn = rows
            .map(|row| {
                let marked = marked.is_some_and(|line| row.contains(line, &lines.diff));
                draw_row(controller, (item, chunk), &lines.diff, row, marked)
            })
            .collect_view();
        Some((label(model, item, chunk), drawn))
    });
    let Some((label, rows)) = found else {
        return view! { <p class="diff__wait muted" data-waiting="">"Comparing its lines…"</p> }
            .into_any();
    };
    // A line's number points the address at it.
    let point = move |event: leptos::ev::MouseEvent| {
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
        <table class=class id=lines_id(item, chunk) tabindex="-1" aria-label=label on:click=point>
            <colgroup>{columns.map(|class| view! { <col class=class/> }).collect_view()}</colgroup>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The element with some of a item's lines, to focus.
fn lines_id(item: Item, chunk: u32) -> String {
    format!("lines-{}-{chunk}", heading_id(item))
}

fn label(model: &PageModel, item: Item, chunk: u32) -> String {
    let name = model.item_name(item);
    match model.line_block_count(item) {
        0 | 1 => format!("Lines of {name}"),
        all => format!("Lines of {name}, part {} of {all}", chunk + 1),
    }
}

fn draw_row(
    controller: PageController,
    (item, chunk): (Item, u32),
    diff: &TextDiff,
    row: &LineRow,
    marked: bool,
) -> AnyView {
    match row {
        LineRow::Unified(line) => one(controller, item, diff, *line, marked),
        LineRow::Split(row) => {
            let sides = diff.pieces(*row);
            let kind = |side| Half {
                number: row.number(side),
                side,
                differs: !row.is_equal(),
            };
            let old = half(controller, item, kind(Side::From), &sides.from);
            let new = half(controller, item, kind(Side::To), &sides.to);
            view! { <tr class=marked.then_some("is-at")>{old}{new}</tr> }.into_any()
        }
        LineRow::Fold(fold) => folded(controller, item, chunk, fold),
    }
}

fn folded(controller: PageController, item: Item, chunk: u32, fold: &Fold) -> AnyView {
    let first = fold.rows.start;
    let said = match fold.noise {
        0 => count(fold.rows.len(), "unchanged line"),
        noise => format!(
            "{}: {} unchanged, {noise} with only a version label changed",
            count(fold.rows.len(), "line"),
            fold.unchanged()
        ),
    };
    // The button goes, so the focus goes to the lines that it has shown.
    let unfold = move |_| {
        controller.focus_when_drawn(lines_id(item, chunk));
        controller.unfold(item, first);
    };
    view! {
        <tr class="fold"><td colspan="4">
            <button type="button" on:click=unfold>
                <span class="screen">"Show "</span>{said}
            </button>
        </td></tr>
    }
    .into_any()
}

fn number(side: Side, number: Option<u32>, class: &str) -> AnyView {
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
fn one(
    controller: PageController,
    item: Item,
    diff: &TextDiff,
    line: Line,
    marked: bool,
) -> AnyView {
    let (class, sign, said) = match line.tag {
        LineTag::Context if marked => ("is-at", "", ""),
        LineTag::Context => ("", "", ""),
        LineTag::Removed if marked => ("del is-at", "−", "removed"),
        LineTag::Removed => ("del", "−", "removed"),
        LineTag::Added if marked => ("add is-at", "+", "added"),
        LineTag::Added => ("add", "+", "added"),
    };
    let sides = diff.pieces(diff.rows()[line.row]);
    let side = line.tag.side();
    let text = pieces(controller, item, side, sides.get(side));
    let said = (!said.is_empty()).then(|| view! { <span class="sr">{said}</span> });
    view! {
        <tr class=class>
            {number(Side::From, line.old_number, "ln")}
            {number(Side::To, line.new_number, "ln")}
            <td class="sg">{sign}{said}</td>
            <td>{text}</td>
        </tr>
    }
    .into_any()
}

/// A line beside its counterpart, or the room where it has none.
#[derive(Clone, Copy)]
struct Half {
    number: Option<u32>,
    side: Side,
    differs: bool,
}

fn half(controller: PageController, item: Item, half: Half, text: &[Piece<'_>]) -> AnyView {
    let (class, said) = match (half.side, half.differs, half.number) {
        (Side::From, _, None) => ("no", ""),
        (Side::From, false, _) => ("", ""),
        (Side::From, true, _) => ("d", "removed: "),
        (Side::To, _, None) => ("rn no", ""),
        (Side::To, false, _) => ("rn", ""),
        (Side::To, true, _) => ("rn a", "added: "),
    };
    let said = (!said.is_empty()).then(|| view! { <span class="sr">{said}</span> });
    view! {
        {number(half.side, half.number, &format!("ln {class}"))}
        <td class=class>{said}{pieces(controller, item, half.side, text)}</td>
    }
    .into_any()
}

fn pieces(controller: PageController, item: Item, side: Side, pieces: &[Piece<'_>]) -> AnyView {
    // A mask whose digits differ is in several pieces.
    if pieces.iter().any(|piece| piece.text.contains("masked")) {
        let text: String = pieces.iter().map(|piece| piece.text).collect();
        let owner = Owner::Item(item);
        return with_masks(controller, owner, side, &text, |part| within(pieces, part));
    }
    pieces
        .iter()
        .map(|piece| one_piece(*piece))
        .collect_view()
        .into_any()
}

fn one_piece(piece: Piece<'_>) -> AnyView {
    match piece.emphasis {
        Emphasis::Plain => literal(piece.text),
        Emphasis::Different => view! { <b>{literal(piece.text)}</b> }.into_any(),
    }
}

/// The part of a line, in pieces.
fn within(pieces: &[Piece<'_>], part: Range<usize>) -> AnyView {
    let mut start = 0;
    let cut = pieces.iter().filter_map(|piece| {
        let from = part.start.clamp(start, start + piece.text.len()) - start;
        let to = part.end.clamp(start, start + piece.text.len()) - start;
        start += piece.text.len();
        let text = piece.text.get(from..to)?;
        (!text.is_empty()).then(|| one_piece(Piece { text, ..*piece }))
    });
    cut.collect_view().into_any()
}

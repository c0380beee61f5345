//! An object's text, line by line.

use std::ops::Range;

use astern_compare::{Emphasis, Fold, Line, LineTag, Piece, Side, TextDiff};
use leptos::prelude::*;

use super::block_view::name;
use super::controller::{Desk, head_id};
use super::model::{Layout, LineAt, LineRow, Owner, Sheet, Thing};
use super::secret::with_masks;
use crate::browser::data_at;
use crate::components::literal;
use crate::words::count;

/// Some rows of a thing's lines.
pub fn line_table(desk: Desk, thing: Thing, chunk: u32) -> AnyView {
    let layout = desk.switches.get_untracked().layout;
    let found = desk.with(|sheet| {
        let lines = sheet.lines(thing)?;
        let rows = sheet.rows_of(thing, chunk).iter();
        let marked = sheet.marked(thing);
        let drawn = rows
            .map(|row| {
                let marked = marked.is_some_and(|line| row.is(line, &lines.diff));
                draw_row(desk, (thing, chunk), &lines.diff, row, marked)
            })
            .collect_view();
        Some((label(sheet, thing, chunk), drawn))
    });
    let Some((label, rows)) = found else {
        return view! { <p class="diff__wait muted" data-waiting="">"Comparing its lines…"</p> }
            .into_any();
    };
    // A line's number points the address at it.
    let point = move |event: leptos::ev::MouseEvent| {
        if let Some(line) = data_at(&event, "line").and_then(|line| LineAt::read(&line)) {
            desk.point_at(thing, line);
        }
    };
    let (class, columns) = match layout {
        Layout::Split => ("diff diff--split", ["ln", "", "ln", ""]),
        Layout::Unified | Layout::Fields => ("diff", ["ln", "ln", "sg", ""]),
    };
    view! {
        <table class=class id=lines_id(thing, chunk) tabindex="-1" aria-label=label on:click=point>
            <colgroup>{columns.map(|class| view! { <col class=class/> }).collect_view()}</colgroup>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The element with some of a thing's lines, to focus.
fn lines_id(thing: Thing, chunk: u32) -> String {
    format!("lines-{}-{chunk}", head_id(thing))
}

fn label(sheet: &Sheet, thing: Thing, chunk: u32) -> String {
    let name = name(sheet, thing);
    match sheet.row_blocks(thing) {
        0 | 1 => format!("Lines of {name}"),
        all => format!("Lines of {name}, part {} of {all}", chunk + 1),
    }
}

fn draw_row(
    desk: Desk,
    (thing, chunk): (Thing, u32),
    diff: &TextDiff,
    row: &LineRow,
    marked: bool,
) -> AnyView {
    match row {
        LineRow::One(line) => one(desk, thing, diff, *line, marked),
        LineRow::Two(row) => {
            let sides = diff.pieces(*row);
            let kind = |side| Half {
                number: row.number(side),
                side,
                differs: !row.is_equal(),
            };
            let old = half(desk, thing, kind(Side::From), &sides.from);
            let new = half(desk, thing, kind(Side::To), &sides.to);
            view! { <tr class=marked.then_some("is-at")>{old}{new}</tr> }.into_any()
        }
        LineRow::Fold(fold) => folded(desk, thing, chunk, fold),
    }
}

fn folded(desk: Desk, thing: Thing, chunk: u32, fold: &Fold) -> AnyView {
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
        desk.keep_focus(lines_id(thing, chunk));
        desk.unfold(thing, first);
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
            let line = LineAt { side, number };
            view! { <td class=class data-line=line.to_string()>{number}</td> }.into_any()
        }
    }
}

/// A line in one column.
fn one(desk: Desk, thing: Thing, diff: &TextDiff, line: Line, marked: bool) -> AnyView {
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
    let text = pieces(desk, thing, side, sides.get(side));
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

fn half(desk: Desk, thing: Thing, half: Half, text: &[Piece<'_>]) -> AnyView {
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
        <td class=class>{said}{pieces(desk, thing, half.side, text)}</td>
    }
    .into_any()
}

fn pieces(desk: Desk, thing: Thing, side: Side, pieces: &[Piece<'_>]) -> AnyView {
    // A mask whose digits differ is in several pieces.
    if pieces.iter().any(|piece| piece.text.contains("masked")) {
        let text: String = pieces.iter().map(|piece| piece.text).collect();
        let owner = Owner::Thing(thing);
        return with_masks(desk, owner, side, &text, |part| within(pieces, part));
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

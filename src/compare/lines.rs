//! An object's text, line by line.

use std::ops::Range;

use astern_compare::{Emphasis, Fold, Line, LineTag, Side, Stretch, TextDiff};
use leptos::prelude::*;

use crate::words::count;

/// Unchanged lines around each change.
const CONTEXT: usize = 3;
/// Rows drawn at first; the rest on demand, so that a huge object does not stop the page.
const DRAWN: usize = 400;

/// The lines that differ, in one column, with what was left out in between.
#[component]
pub fn LineDiff(diff: TextDiff, #[prop(into)] label: String) -> impl IntoView {
    let stretches = diff.folds(CONTEXT);
    let total: usize = stretches.iter().map(shown_rows).sum();
    let drawn = RwSignal::new(DRAWN);
    let diff = StoredValue::new((diff, stretches));
    let rows = move || {
        let mut left = drawn.get();
        diff.with_value(|(diff, stretches)| {
            let mut rows = Vec::new();
            for stretch in stretches {
                match stretch {
                    Stretch::Folded(fold) => rows.push(folded(fold)),
                    Stretch::Shown(shown) => {
                        let end = shown.end.min(shown.start + left);
                        left -= end - shown.start;
                        let shown: Range<usize> = shown.start..end;
                        let lines = diff.unified_lines(shown);
                        rows.extend(lines.into_iter().map(|line| one(diff, line)));
                    }
                }
                if left == 0 {
                    break;
                }
            }
            rows
        })
    };
    view! {
        <table class="diff">
            <caption class="sr">{label}</caption>
            <colgroup><col class="ln"/><col class="ln"/><col class="sg"/><col/></colgroup>
            <tbody>
                {rows}
                <Show when=move || { drawn.get() < total }>
                    <tr class="fold"><td colspan="4">
                        <button type="button" on:click=move |_| drawn.set(total)>
                            {move || format!("Show {} more", count(total - drawn.get(), "line"))}
                        </button>
                    </td></tr>
                </Show>
            </tbody>
        </table>
    }
}

fn shown_rows(stretch: &Stretch) -> usize {
    match stretch {
        Stretch::Shown(rows) => rows.len(),
        Stretch::Folded(_) => 0,
    }
}

/// Says how many lines are left out.
fn folded(fold: &Fold) -> AnyView {
    let mut said = format!("{} unchanged", count(fold.unchanged(), "line"));
    if fold.noise > 0 {
        said += &format!(", {} with only a version label changed", fold.noise);
    }
    view! { <tr class="fold"><td colspan="4"><p>{said}</p></td></tr> }.into_any()
}

fn one(diff: &TextDiff, line: Line) -> AnyView {
    let (class, sign, said) = match line.tag {
        LineTag::Context => ("", "", ""),
        LineTag::Removed => ("del", "−", "removed"),
        LineTag::Added => ("add", "+", "added"),
    };
    let number = |number: Option<u32>| number.map(|n| n.to_string());
    let sides = diff.pieces(diff.rows()[line.row]);
    let pieces = match line.tag.side() {
        Side::From => sides.from,
        Side::To => sides.to,
    };
    let pieces = pieces.iter().map(|piece| match piece.emphasis {
        Emphasis::Plain => piece.text.to_owned().into_any(),
        Emphasis::Different => view! { <b>{piece.text.to_owned()}</b> }.into_any(),
    });
    view! {
        <tr class=class>
            <td class="ln">{number(line.old_number)}</td>
            <td class="ln">{number(line.new_number)}</td>
            <td class="sg">{sign}<span class="sr">{said}</span></td>
            <td>{pieces.collect_view()}</td>
        </tr>
    }
    .into_any()
}

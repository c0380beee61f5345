//! An object's text, line by line.

use astern_compare::{Emphasis, Hunk, Line, LineTag, TextDiff};
use leptos::prelude::*;

use crate::words::count;

/// Lines drawn at first; the rest on demand, so that a huge object does not stop the page.
const DRAWN: usize = 400;

/// The lines that differ, in one column, with what was left out in between.
#[component]
pub fn LineDiff(diff: TextDiff, #[prop(into)] label: String) -> impl IntoView {
    let total: usize = diff.hunks.iter().map(|hunk| hunk.lines.len()).sum();
    let drawn = RwSignal::new(DRAWN);
    let diff = StoredValue::new(diff);
    let rows = move || {
        let mut left = drawn.get();
        let mut end = Some(0);
        diff.with_value(|diff| {
            let mut rows = Vec::new();
            for hunk in &diff.hunks {
                if left == 0 {
                    break;
                }
                rows.push(gap(end, hunk));
                rows.extend(hunk.lines.iter().take(left).map(line));
                left = left.saturating_sub(hunk.lines.len());
                end = hunk.lines.iter().rev().find_map(|line| line.new_number);
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

/// Says how many unchanged lines stand before a hunk.
fn gap(end: Option<usize>, hunk: &Hunk) -> AnyView {
    let start = hunk.lines.iter().find_map(|line| line.new_number);
    match (end, start) {
        (Some(end), Some(start)) if start > end + 1 => {
            let said = format!("{} unchanged", count(start - end - 1, "line"));
            view! { <tr class="fold"><td colspan="4"><p>{said}</p></td></tr> }.into_any()
        }
        _ => ().into_any(),
    }
}

fn line(line: &Line) -> AnyView {
    let (class, sign, said) = match line.tag {
        LineTag::Context => ("", "", ""),
        LineTag::Removed => ("del", "−", "removed"),
        LineTag::Added => ("add", "+", "added"),
    };
    let number = |number: Option<usize>| number.map(|n| n.to_string());
    let pieces = line.pieces.iter().map(|piece| match piece.emphasis {
        Emphasis::Plain => piece.text.clone().into_any(),
        Emphasis::Different => view! { <b>{piece.text.clone()}</b> }.into_any(),
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

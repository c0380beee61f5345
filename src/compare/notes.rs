//! The rendered notes.

use astern_compare::{Comparison, Row, Stretch};
use leptos::prelude::*;

use super::lines::one;
use crate::words::count;

/// Unchanged lines around each change.
const CONTEXT: usize = 3;
/// Lines that are drawn. Notes are a screen of text; what is longer is no note.
const DRAWN: usize = 200;

/// The notes of both sides, line by line.
pub fn notes(comparison: &Comparison) -> AnyView {
    let body = match comparison.notes.differ {
        false => view! { <p class="soft">"The same in both."</p> }.into_any(),
        true => lines(comparison),
    };
    view! {
        <section class="section" aria-labelledby="notes">
            <div class="section__head">
                <h2 id="notes">"Notes"</h2>
                <p class="soft">"What the chart tells whoever installs it."</p>
            </div>
            {body}
        </section>
    }
    .into_any()
}

fn lines(comparison: &Comparison) -> AnyView {
    let diff = &comparison.notes.diff;
    let mut rows = Vec::new();
    let mut left_out = 0;
    for stretch in diff.folds(CONTEXT, Row::matters) {
        match stretch {
            Stretch::Folded(fold) => rows.push(said(&count(fold.rows.len(), "unchanged line"))),
            Stretch::Shown(shown) => {
                for line in diff.unified_lines(shown) {
                    match rows.len() < DRAWN {
                        true => rows.push(one(diff, line, false)),
                        false => left_out += 1,
                    }
                }
            }
        }
    }
    if left_out > 0 {
        rows.push(said(&format!("{} more", count(left_out, "line"))));
    }
    view! {
        <div class="panel panel--flush">
            <table class="diff" aria-label="Lines of the notes">
                <colgroup><col class="ln"/><col class="ln"/><col class="sg"/><col/></colgroup>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn said(words: &str) -> AnyView {
    view! { <tr class="fold"><td colspan="4"><p>{words.to_owned()}</p></td></tr> }.into_any()
}

//! The first sentence about a release: the state of its newest revision, and which one to go back to.

use astern_ledger::{Assessment, Record};
use astern_wording::{HeadlineTimes, release_headline};
use leptos::prelude::*;

use crate::browser::use_clock;
use crate::connection::DetailReader;

/// What the newest revision is in Helm's records, and which one is the last known good.
#[component]
pub fn Headline(
    current: Record,
    assessment: Memo<Assessment>,
    reader: DetailReader,
) -> impl IntoView {
    let clock = use_clock();
    let details = reader.details(&current);
    let sentence = Memo::new(move |_| {
        let (status, times) = details.with(|details| {
            let times = HeadlineTimes {
                began: details.went_live(&current),
                deleted: details.deleted(),
                now: clock.get(),
            };
            (details.status(&current), times)
        });
        assessment.with(|assessment| release_headline(assessment, &status, &times))
    });
    view! { <h2 class="answer__line" id="answer">{sentence}</h2> }
}

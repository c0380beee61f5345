//! How long a revision was live.

use std::time::Duration;

use astern_ledger::{Assessment, LiveTime, Revision, Timestamp};
use astern_wording::live_time;
use leptos::prelude::*;

use crate::browser::use_clock;

/// How long a revision was live, in words and as a bar. The full length of the bar is `longest`, in seconds.
#[component]
pub fn LiveDuration(
    revision: Revision,
    began: Signal<Option<Timestamp>>,
    assessment: Memo<Assessment>,
    longest: Memo<u64>,
) -> impl IntoView {
    let live =
        Memo::new(move |_| assessment.with(|a| a.outcome(revision).map(|outcome| outcome.live)));
    let clock = use_clock();
    let so_far = move || {
        let so_far = clock.get().duration_since(began.get()?);
        Some(so_far.unwrap_or_default())
    };
    let length = Memo::new(move |_| match live.get() {
        Some(LiveTime::For(length)) => Some(length),
        Some(LiveTime::StillLive) => so_far(),
        _ => None,
    });
    let text = Memo::new(move |_| {
        live_time(
            live.get().unwrap_or(LiveTime::Unknown),
            began.get(),
            clock.get(),
        )
    });
    // At least one percent, so that the bar is visible.
    let percentage =
        move |live: Duration| (live.as_secs() * 100 / longest.get().max(1)).clamp(1, 100);
    view! {
        <span class="soak">
            {text}
            {move || length.get().map(|length| view! {
                <span class="soak__bar" aria-hidden="true">
                    <i style:width=format!("{}%", percentage(length))></i>
                </span>
            })}
        </span>
    }
}

/// Returns the longest time that any revision was live, in seconds. That of the current one increases every minute.
pub fn longest_live_seconds(
    assessment: Memo<Assessment>,
    current_began: Signal<Option<Timestamp>>,
) -> Memo<u64> {
    let clock = use_clock();
    let minute = Memo::new(move |_| clock.get().as_second() / 60);
    Memo::new(move |_| {
        minute.track();
        let so_far = current_began
            .get()
            .and_then(|began| clock.get_untracked().duration_since(began));
        let lengths = assessment.with(|assessment| {
            let lives = assessment.outcomes().map(|outcome| outcome.live);
            lives
                .filter_map(|live| match live {
                    LiveTime::For(length) => Some(length),
                    LiveTime::StillLive => so_far,
                    _ => None,
                })
                .max()
        });
        lengths.unwrap_or_default().as_secs()
    })
}

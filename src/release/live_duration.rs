//! How long a revision was live.

use astern_ledger::{Judgement, Length, Live, Revision, Timestamp};
use leptos::prelude::*;

use crate::browser::use_clock;

/// How long it was live, in words and as a bar whose full length is the `longest`.
#[component]
pub fn Soak(
    revision: Revision,
    began: Signal<Option<Timestamp>>,
    judgement: Memo<Judgement>,
    longest: Memo<u64>,
) -> impl IntoView {
    let live = Memo::new(move |_| judgement.with(|j| j.past(revision).map(|past| past.live)));
    let clock = use_clock();
    let so_far = move || {
        let seconds = clock.get().as_second() - began.get()?.as_second();
        Some(Length::from_seconds(seconds))
    };
    let length = Memo::new(move |_| match live.get() {
        Some(Live::For(length)) => Some(length),
        Some(Live::SoFar) => so_far(),
        _ => None,
    });
    let text = Memo::new(move |_| match (live.get(), length.get()) {
        (Some(Live::SoFar), Some(length)) => format!("{length} so far"),
        (_, Some(length)) => length.to_string(),
        (Some(Live::Partly), None) => "partly".to_owned(),
        (Some(Live::Never), None) => "never".to_owned(),
        (_, None) => "not known".to_owned(),
    });
    // At least one hundredth, so that a bar is there to be seen.
    let share = move |length: Length| (length.seconds() * 100 / longest.get().max(1)).clamp(1, 100);
    view! {
        <span class="soak">
            {text}
            {move || length.get().map(|length| view! {
                <span class="soak__bar" aria-hidden="true">
                    <i style:width=format!("{}%", share(length))></i>
                </span>
            })}
        </span>
    }
}

/// The longest time that any revision was live, in seconds; that of the current one counts up to
/// now, a minute at a time.
pub fn longest(judgement: Memo<Judgement>, current_began: Signal<Option<Timestamp>>) -> Memo<u64> {
    let clock = use_clock();
    let minute = Memo::new(move |_| clock.get().as_second() / 60);
    Memo::new(move |_| {
        minute.track();
        let so_far = current_began
            .get()
            .and_then(|began| Length::between(began, clock.get_untracked()));
        let lengths = judgement.with(|judgement| {
            let lives = judgement.pasts().map(|past| past.live);
            lives
                .filter_map(|live| match live {
                    Live::For(length) => Some(length),
                    Live::SoFar => so_far,
                    _ => None,
                })
                .max()
        });
        lengths.unwrap_or_default().seconds()
    })
}

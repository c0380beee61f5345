//! A time, relative and absolute.

use astern_ledger::Timestamp;
use leptos::prelude::*;

use crate::browser::use_clock;

/// How long ago a time was, updated every second, and the time itself.
#[component]
pub fn RelativeTime(time: Timestamp) -> impl IntoView {
    let clock = use_clock();
    let ago = Memo::new(move |_| astern_wording::ago(time, clock.get()));
    let moment = Memo::new(move |_| astern_wording::short_time(time, clock.get()));
    view! {
        <time datetime=time.to_string() title=astern_wording::utc_to_the_second(time)>
            {ago}" "<span class="muted">{moment}</span>
        </time>
    }
}

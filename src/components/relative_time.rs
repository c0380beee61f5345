//! A time: how long ago, and when.

use astern_ledger::Timestamp;
use leptos::prelude::*;

use crate::browser::use_clock;

/// How long ago, counting up by itself, with the moment beside it.
#[component]
pub fn Ago(time: Timestamp) -> impl IntoView {
    let clock = use_clock();
    let ago = Memo::new(move |_| astern_wording::ago(time, clock.get()));
    let moment = Memo::new(move |_| astern_wording::short_time(time, clock.get()));
    view! {
        <time datetime=time.to_string() title=astern_wording::utc_to_the_second(time)>
            {ago}" "<span class="muted">{moment}</span>
        </time>
    }
}

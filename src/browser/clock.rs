//! The current time, and waiting.

use std::cell::Cell;
use std::time::Duration;

use astern_ledger::Timestamp;
use leptos::prelude::*;

/// Returns the time of the person's own clock.
pub fn now() -> Timestamp {
    // Whole milliseconds since 1970 fit an i64 until the year 292278994.
    Timestamp::from_millisecond(js_sys::Date::now() as i64)
}

/// How late the clock of a visible tab may be. A machine that slept is later.
const LATE: Duration = Duration::from_secs(15);

#[derive(Clone, Copy)]
struct Clock {
    time: ReadSignal<Timestamp>,
    woken: ReadSignal<()>,
}

/// Starts the clock that ages are computed from.
pub fn provide_clock() {
    let (time, set_time) = signal(now());
    let (woken, set_woken) = signal(());
    // The timers of a hidden tab are slowed down.
    let was_hidden = Cell::new(document().hidden());
    let tick = move || {
        let late = now().duration_since(time.get_untracked());
        let has_slept = late.is_some_and(|late| late > LATE);
        let is_hidden = document().hidden();
        let was_hidden = was_hidden.replace(is_hidden);
        if has_slept && !was_hidden && !is_hidden {
            set_woken.set(());
        }
        set_time.set(now());
    };
    set_interval(tick, Duration::from_secs(1));
    provide_context(Clock { time, woken });
}

/// Returns the time, which changes every second.
pub fn use_clock() -> ReadSignal<Timestamp> {
    use_context::<Clock>().map_or_else(|| signal(now()).0, |clock| clock.time)
}

/// Subscribes the effect that calls this to the machine's waking from sleep. Connections that it had may be dead then, and say
/// nothing of it.
pub fn track_waking() {
    if let Some(clock) = use_context::<Clock>() {
        clock.woken.track();
    }
}

/// Waits for a duration.
pub async fn pause(duration: Duration) {
    let milliseconds = u32::try_from(duration.as_millis()).unwrap_or(u32::MAX);
    gloo_timers::future::TimeoutFuture::new(milliseconds).await;
}

/// Lets the browser draw and handle input before a long computation continues. A message to the own channel is delivered at
/// once, while the shortest timer takes 4 ms.
pub async fn yield_to_browser() {
    let Ok(channel) = web_sys::MessageChannel::new() else {
        return pause(Duration::ZERO).await;
    };
    let answer = js_sys::Promise::new(&mut |resolve, _| {
        channel.port1().set_onmessage(Some(&resolve));
    });
    let sent = channel.port2().post_message(&wasm_bindgen::JsValue::NULL);
    if sent.is_ok() {
        let _ = wasm_bindgen_futures::JsFuture::from(answer).await;
    }
    channel.port1().close();
}

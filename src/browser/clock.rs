//! The current time, and waiting.

use std::time::Duration;

use astern_ledger::Timestamp;
use leptos::prelude::*;

/// Returns the time of the person's own clock.
pub fn now() -> Timestamp {
    // Whole milliseconds since 1970 fit an i64 until the year 292278994.
    Timestamp::from_millisecond(js_sys::Date::now() as i64)
}

#[derive(Clone, Copy)]
struct Clock(ReadSignal<Timestamp>);

/// Starts the clock that ages are computed from.
pub fn provide_clock() {
    let (time, set_time) = signal(now());
    set_interval(move || set_time.set(now()), Duration::from_secs(1));
    provide_context(Clock(time));
}

/// Returns the time, which changes every second.
pub fn use_clock() -> ReadSignal<Timestamp> {
    use_context::<Clock>().map_or_else(|| signal(now()).0, |clock| clock.0)
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

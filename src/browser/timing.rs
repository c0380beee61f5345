//! Measurements for the browser's performance tools.

use leptos::prelude::window;

/// Runs `work` and records its duration under `name` in the browser's performance timeline. Names are constants, so that
/// nothing that the page shows is part of one.
pub fn timed<T>(name: &'static str, work: impl FnOnce() -> T) -> T {
    let performance = window().performance();
    if let Some(performance) = &performance {
        let _ = performance.mark(name);
    }
    let result = work();
    if let Some(performance) = &performance {
        let _ = performance.measure_with_start_mark(name, name);
        performance.clear_marks_with_mark_name(name);
    }
    result
}

//! Telling the browser's own tools how long something took.

use leptos::prelude::window;

/// Does `work` and notes how long it took under `name`, for whoever looks at the page's performance. Names are
/// constants: nothing that the page shows is ever part of one.
pub fn timed<T>(name: &'static str, work: impl FnOnce() -> T) -> T {
    let performance = window().performance();
    if let Some(performance) = &performance {
        let _ = performance.mark(name);
    }
    let done = work();
    if let Some(performance) = &performance {
        let _ = performance.measure_with_start_mark(name, name);
        performance.clear_marks_with_mark_name(name);
    }
    done
}

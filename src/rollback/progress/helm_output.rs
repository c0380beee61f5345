//! What helm printed, word for word.

use astern_protocol::Happening;
use leptos::prelude::*;

use super::event_stream::Followed;

/// What helm printed, folded.
#[component]
pub fn Printed(#[prop(into)] followed: Signal<Followed>) -> impl IntoView {
    let lines = move || {
        followed.with(|f| {
            f.events
                .iter()
                .filter_map(|event| match &event.what {
                    Happening::Begun { command, .. } => Some(format!("$ {command}")),
                    Happening::Printed { line, .. } => Some(line.clone()),
                    Happening::Warned { message } => Some(format!("astern: {message}")),
                    Happening::Ended { .. } => None,
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <details class="fold section">
            <summary>
                "What helm printed "
                <span class="muted">{move || format!("({})", astern_wording::count(lines().len(), "line"))}</span>
            </summary>
            <pre class="out" tabindex="0">{move || lines().join("\n")}</pre>
        </details>
    }
}

/// What beside the rollback did not work.
#[component]
pub fn Warned(#[prop(into)] followed: Signal<Followed>) -> impl IntoView {
    let warnings = Memo::new(move |_| followed.with(Followed::warnings));
    move || {
        warnings
            .get()
            .into_iter()
            .map(|message| {
                view! {
                    <div class="notice notice--warn section" data-warned="">
                        <crate::components::Icon name="warn"/>
                        <div><p>{message}</p></div>
                    </div>
                }
            })
            .collect_view()
    }
}

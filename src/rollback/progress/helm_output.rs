//! The output of helm, and the endpoint's warnings.

use astern_protocol::EventKind;
use leptos::prelude::*;

use super::event_stream::FollowedRollback;
use crate::components::visible_text;

/// The output of helm, collapsed at first.
#[component]
pub fn HelmOutput(#[prop(into)] followed: Signal<FollowedRollback>) -> impl IntoView {
    let lines = move || {
        followed.with(|f| {
            f.events
                .iter()
                .filter_map(|event| match &event.what {
                    EventKind::Begun { command, .. } => Some(format!("$ {command}")),
                    EventKind::Printed { line, .. } => Some(line.clone()),
                    EventKind::Warned { message } => Some(format!("astern: {message}")),
                    EventKind::Ended { .. } => None,
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
            <pre class="out" tabindex="0">{move || visible_text(&lines().join("\n"))}</pre>
        </details>
    }
}

/// The endpoint's warnings, such as a journal that could not be written.
#[component]
pub fn EndpointWarnings(#[prop(into)] followed: Signal<FollowedRollback>) -> impl IntoView {
    let warnings = Memo::new(move |_| followed.with(FollowedRollback::warnings));
    move || {
        warnings
            .get()
            .into_iter()
            .map(|message| {
                view! {
                    <div class="notice notice--warn section" data-warned="">
                        <crate::components::Icon name="warn"/>
                        <div><p>{visible_text(&message)}</p></div>
                    </div>
                }
            })
            .collect_view()
    }
}

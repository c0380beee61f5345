//! A command for a terminal.

use leptos::prelude::*;

use crate::browser::{Copied, copy};

/// A command to run in a terminal, with a button that copies it.
#[component]
pub fn Command(#[prop(into)] text: String) -> impl IntoView {
    let copied = RwSignal::new(None);
    let shown = text.clone();
    let press = move |_| {
        let text = text.clone();
        leptos::task::spawn_local(async move { copied.set(Some(copy(&text).await)) });
    };
    let label = move || match copied.get() {
        None => "Copy",
        Some(Copied::Yes) => "Copied",
        Some(Copied::Refused) => "Select it by hand",
    };
    view! {
        <div class="cmd">
            <pre tabindex="0"><code>{shown}</code></pre>
            <button class="btn" type="button" on:click=press>
                <span aria-live="polite">{label}</span>
            </button>
        </div>
    }
}

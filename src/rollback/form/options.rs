//! The options of `helm rollback`.

use astern_protocol::Options;
use leptos::prelude::*;

/// Fields for the options of `helm rollback`.
#[component]
pub fn OptionFields(options: RwSignal<Options>) -> impl IntoView {
    let minutes = [
        (5, "5 minutes (runbook)"),
        (10, "10 minutes"),
        (15, "15 minutes"),
    ];
    view! {
        <div class="options">
            <div class="check">
                <input
                    type="checkbox"
                    id="wait"
                    prop:checked=move || options.with(|o| o.wait)
                    on:change=move |event| options.update(|o| o.wait = event_target_checked(&event))
                />
                <label for="wait">"Wait until it is ready"</label>
                <p class="field__hint">
                    "Done means pods are ready, not only that the request was accepted."
                </p>
            </div>
            <div class="field">
                <label for="timeout">"Give up after"</label>
                <select
                    class="input"
                    id="timeout"
                    on:change=move |event| {
                        if let Ok(seconds) = event_target_value(&event).parse() {
                            options.update(|o| o.timeout_seconds = seconds);
                        }
                    }
                >
                    {minutes.map(|(number, label)| view! {
                        <option value=(number * 60).to_string()>{label}</option>
                    }).collect_view()}
                </select>
                <p class="field__hint">"Then it is marked as failed. Nothing is undone."</p>
            </div>
            <div class="check">
                <input
                    type="checkbox"
                    id="cleanup"
                    prop:checked=move || options.with(|o| o.cleanup_on_fail)
                    on:change=move |event| {
                        options.update(|o| o.cleanup_on_fail = event_target_checked(&event));
                    }
                />
                <label for="cleanup">"Clean up if it fails"</label>
                <p class="field__hint">"Deletes objects that this rollback created."</p>
            </div>
        </div>
    }
}

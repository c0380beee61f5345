//! What is shown when the person may not list records in all namespaces.

use std::sync::Arc;

use astern_ledger::Namespace;
use astern_wording::count;
use leptos::prelude::*;

use super::sources::RecordSources;
use crate::components::{ErrorNotice, PageError};
use crate::connection::{Cluster, LiveRecords};

/// The missing right, and a field for namespaces that the person may read.
#[component]
pub fn AccessDenied(sources: RecordSources) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let owner = Owner::current();
    let (typed, input_error) = (RwSignal::new(String::new()), RwSignal::new(None));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match typed.with_untracked(|name| name.trim().parse::<Namespace>()) {
            Ok(namespace) => {
                input_error.set(None);
                typed.set(String::new());
                sources.add_namespace(&cluster, namespace, owner.as_ref());
            }
            Err(invalid) => input_error.set(Some(invalid.to_string())),
        }
    };
    let submit = StoredValue::new_local(submit);
    let describe = move |records: &LiveRecords| match records {
        LiveRecords::Listing { .. } => "being read".to_owned(),
        LiveRecords::Failed(error) => error.to_string(),
        LiveRecords::Listed(records) => count(records.len(), "record"),
    };
    view! {
        {move || sources.forbidden().map(|error| view! {
            <div class="section stack">
                <ErrorNotice error=PageError::from(&error)/>
                <form class="panel stack" on:submit=move |event| submit.with_value(|submit| submit(event))>
                    <h2>"Or look in single namespaces"</h2>
                    <div class="row">
                        <label for="fleet-look-in">"Namespace"</label>
                        <input class="input" id="fleet-look-in" autocomplete="off" autocapitalize="none"
                            spellcheck="false" aria-describedby="fleet-look-fault" prop:value=typed
                            on:input=move |event| typed.set(event_target_value(&event))/>
                        <button class="btn" type="submit">"Look"</button>
                    </div>
                    <p id="fleet-look-fault" class="status--bad" role="alert">{move || input_error.get()}</p>
                    <ul class="list">{move || sources.added().into_iter().map(|(namespace, records)| view! {
                        <li><b>{namespace.to_string()}</b>": "{describe(&records)}</li>
                    }).collect_view()}</ul>
                </form>
            </div>
        })}
    }
}

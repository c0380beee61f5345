//! The cluster as a whole may not be read.

use std::sync::Arc;

use astern_ledger::Namespace;
use astern_wording::count;
use leptos::prelude::*;

use super::sources::Sources;
use crate::components::{ErrorNotice, PageError};
use crate::connection::{Cluster, LiveRecords};

/// Which right is missing, and another way: namespaces that may be read.
#[component]
pub fn Refused(sources: Sources) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let owner = Owner::current();
    let (typed, fault) = (RwSignal::new(String::new()), RwSignal::new(None));
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match typed.with_untracked(|name| name.trim().parse::<Namespace>()) {
            Ok(namespace) => {
                fault.set(None);
                typed.set(String::new());
                sources.look_in(&cluster, namespace, owner.as_ref());
            }
            Err(error) => fault.set(Some(error.to_string())),
        }
    };
    let look = StoredValue::new_local(look);
    let said = move |part: &LiveRecords| match part {
        LiveRecords::Listing { .. } => "being read".to_owned(),
        LiveRecords::Failed(error) => error.to_string(),
        LiveRecords::Listed(records) => count(records.len(), "record"),
    };
    view! {
        {move || sources.refused().map(|error| view! {
            <div class="section stack">
                <ErrorNotice error=PageError::from(&error)/>
                <form class="panel stack" on:submit=move |event| look.with_value(|look| look(event))>
                    <h2>"Or look in single namespaces"</h2>
                    <div class="row">
                        <label for="fleet-look-in">"Namespace"</label>
                        <input class="input" id="fleet-look-in" autocomplete="off" autocapitalize="none"
                            spellcheck="false" aria-describedby="fleet-look-fault" prop:value=typed
                            on:input=move |event| typed.set(event_target_value(&event))/>
                        <button class="btn" type="submit">"Look"</button>
                    </div>
                    <p id="fleet-look-fault" class="status--bad" role="alert">{move || fault.get()}</p>
                    <ul class="list">{move || sources.named().into_iter().map(|(namespace, part)| view! {
                        <li><b>{namespace.to_string()}</b>": "{said(&part)}</li>
                    }).collect_view()}</ul>
                </form>
            </div>
        })}
    }
}

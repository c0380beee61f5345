//! What is shown when the person may not list records in all namespaces.

use std::sync::Arc;

use astern_cluster::ClusterError;
use astern_ledger::Namespace;
use astern_wording::{count, list};
use leptos::prelude::*;

use super::sources::RecordSources;
use crate::components::{ErrorNotice, Icon, PageError};
use crate::connection::{Cluster, LiveRecords};

/// That the whole cluster may not be listed: in a line where a namespace is shown instead, else as a notice. Below it, a field
/// for namespaces that the person may read.
#[component]
pub fn AccessDenied(sources: RecordSources) -> impl IntoView {
    let refusal = Memo::new(move |_| {
        let error = sources.forbidden()?;
        Some((error, Looked::of(&sources.added())))
    });
    move || {
        let (error, looked) = refusal.get()?;
        let form = view! { <NamespaceForm sources/> };
        let refused = looked.refused.into_iter();
        let refused = refused.map(|error| view! { <ErrorNotice error=PageError::from(&error)/> });
        Some(match looked.listed.is_empty() {
            true => view! {
                <div class="section stack">
                    {refused.collect_view()}
                    <ErrorNotice error=PageError::from(&error)/>
                    <div class="panel stack"><h2>"Or look in single namespaces"</h2>{form}</div>
                </div>
            }
            .into_any(),
            false => {
                let names = list(looked.listed.iter(), looked.listed.len());
                view! {
                    <details class="fold section" id="one-namespace">
                        <summary>
                            <Icon name="lock"/>
                            {format!("You see {names}: {error}. Look in another namespace")}
                        </summary>
                        <div class="stack">{refused.collect_view()}{form}</div>
                    </details>
                }
                .into_any()
            }
        })
    }
}

/// The namespaces that were looked in.
#[derive(Clone, PartialEq)]
struct Looked {
    /// Those whose records are listed.
    listed: Vec<Namespace>,
    /// Why the others may not be.
    refused: Vec<ClusterError>,
}

impl Looked {
    fn of(added: &[(Namespace, LiveRecords)]) -> Self {
        let listed = added
            .iter()
            .filter_map(|(namespace, records)| match records {
                LiveRecords::Listed(_) => Some(namespace.clone()),
                LiveRecords::Listing { .. } | LiveRecords::Failed(_) => None,
            });
        let refused = added.iter().filter_map(|(_, records)| match records {
            LiveRecords::Failed(error @ ClusterError::Forbidden(_)) => Some(error.clone()),
            LiveRecords::Failed(_) | LiveRecords::Listing { .. } | LiveRecords::Listed(_) => None,
        });
        Self {
            listed: listed.collect(),
            refused: refused.collect(),
        }
    }
}

/// The field for a namespace, and what was found in each.
#[component]
fn NamespaceForm(sources: RecordSources) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let (typed, input_error) = (RwSignal::new(String::new()), RwSignal::new(None));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match typed.with_untracked(|name| name.trim().parse::<Namespace>()) {
            Ok(namespace) => {
                input_error.set(None);
                typed.set(String::new());
                sources.add_namespace(&cluster, namespace);
            }
            Err(invalid) => input_error.set(Some(invalid.to_string())),
        }
    };
    let describe = move |records: &LiveRecords| match records {
        LiveRecords::Listing { .. } => "being read".to_owned(),
        LiveRecords::Failed(error) => error.to_string(),
        LiveRecords::Listed(records) => count(records.len(), "record"),
    };
    view! {
        <form class="stack" on:submit=submit>
            <p class="soft">"Reading one takes a right in that namespace only."</p>
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
    }
}

//! Reading the history of the release that a page is about, once.

use std::sync::Arc;

use astern_cluster::{FoundRelease, find_release};
use astern_ledger::{History, Namespace, ReleaseName, Revision};
use astern_protocol::{ReleasePage, Route};
use leptos::prelude::*;

use super::NotFound;
use crate::components::{Icon, invalid_records};
use crate::connection::{Answer, Cluster, QueryState, ask};

/// Reads the release's history until it is read, and renders it with `children`, below the records that cannot be read, or shows why it
/// cannot be read.
#[component]
pub fn WithHistory<F, V>(namespace: Namespace, release: ReleaseName, children: F) -> impl IntoView
where
    F: Fn(FoundRelease) -> V + Send + 'static,
    V: IntoView + 'static,
{
    let cluster = expect_context::<Arc<Cluster>>();
    let driver = cluster.helm_settings().driver;
    let found = ask(Answer::Final, move || {
        let (cluster, namespace, release) = (cluster.clone(), namespace.clone(), release.clone());
        async move { find_release(&cluster.api, driver, &namespace, &release).await }
    });
    move || match found.get() {
        QueryState::Pending => {
            view! { <p role="status" class="soft section">"Reading the history…"</p> }.into_any()
        }
        QueryState::Failed(error) => {
            view! { <div class="section"><NotFound error/></div> }.into_any()
        }
        QueryState::Answered(found) => {
            let invalid = invalid_records(&found.invalid);
            view! { {invalid}{children(found)} }.into_any()
        }
    }
}

/// Notes that the revision in the address is not recorded.
#[component]
pub fn NoSuchRevision(history: History, missing: Revision) -> impl IntoView {
    let current = history.current();
    let recorded: Vec<String> = history
        .records()
        .iter()
        .rev()
        .map(|record| record.revision.to_string())
        .collect();
    let why = if missing > current.revision {
        format!("The newest revision is {}.", current.revision)
    } else {
        "Helm keeps the last ten revisions by default and deletes older ones.".to_owned()
    };
    let address = Route::of(current, ReleasePage::History);
    view! {
        <div class="notice notice--warn section" role="alert">
            <Icon name="warn"/>
            <div>
                <h2>{format!("{} has no revision {missing}", current.release)}</h2>
                <p>{why}" Recorded are "{recorded.join(", ")}"."</p>
                <p><a href=address.to_string()>"Its history"</a></p>
            </div>
        </div>
    }
}

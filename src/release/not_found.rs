//! What is shown when the release in the address does not exist.

use astern_cluster::{FindError, OtherNamespaces};
use astern_protocol::{ReleasePage, Route};
use leptos::prelude::*;

use crate::components::{ErrorNotice, Icon, PageError};

/// Notes that there is no such release in the namespace, with links to the namespaces that have one.
#[component]
pub fn NotFound(error: FindError) -> impl IntoView {
    let (release, namespace, elsewhere) = match error {
        FindError::Cluster(error) => {
            return view! { <ErrorNotice error=PageError::from(&error)/> }.into_any();
        }
        FindError::Unreadable {
            release, faults, ..
        } => {
            let why: Vec<String> = faults.iter().map(ToString::to_string).collect();
            let problem = PageError::plain(
                format!("No record of {release} names a revision"),
                format!("{}.", why.join("; ")),
            );
            return view! { <ErrorNotice error=problem/> }.into_any();
        }
        FindError::NotFound {
            release,
            namespace,
            elsewhere,
        } => (release, namespace, elsewhere),
    };
    let links = match &elsewhere {
        OtherNamespaces::Namespaces(namespaces) => namespaces.clone(),
        OtherNamespaces::Unknown(_) => Vec::new(),
    };
    view! {
        <div class="notice notice--warn" role="alert">
            <Icon name="warn"/>
            <div>
                <h2>{format!("No release {release} in namespace {namespace}")}</h2>
                <p>{capitalize(&elsewhere.to_string())}"."</p>
                {links.into_iter().map(|namespace| {
                    let page = ReleasePage::History;
                    let label = format!("Open {release} in {namespace}");
                    let address = Route::Release { namespace, release: release.clone(), page };
                    view! { <p><a class="btn btn--primary" href=address.to_string()>{label}</a></p> }
                }).collect_view()}
                <p><a href=Route::Fleet.to_string()>"All releases"</a></p>
            </div>
        </div>
    }
    .into_any()
}

/// Returns the sentence with a capital first letter.
fn capitalize(sentence: &str) -> String {
    let mut characters = sentence.chars();
    match characters.next() {
        Some(first) => std::iter::once(first.to_ascii_uppercase())
            .chain(characters)
            .collect(),
        None => String::new(),
    }
}

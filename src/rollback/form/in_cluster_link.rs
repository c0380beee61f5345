//! A link to the same page of the Astern that is installed in the cluster, which can roll back.

use std::sync::Arc;

use leptos::prelude::*;

use crate::components::Icon;
use crate::connection::{Cluster, find_installed};

/// Links to the same page in the cluster; nothing where no installed Astern answers.
#[component]
pub fn InClusterLink(
    /// The page's route, as a fragment.
    route: String,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let answering = find_installed(cluster.clone());
    move || {
        let answering = answering.get();
        if answering.is_empty() {
            return None;
        }
        let links = answering.into_iter().map(|install| {
            let address = format!("{}{route}", cluster.api.below(&install.path()).base());
            let label = format!(
                "Open this page in the cluster, in namespace {}",
                install.namespace
            );
            view! { <p><a class="btn" href=address>{label}</a></p> }
        });
        Some(view! {
            <div class="notice" id="in-the-cluster">
                <Icon name="ok"/>
                <div>
                    <h3>"Astern is installed in this cluster"</h3>
                    <p>"Its page has the button, for whoever may press it."</p>
                    {links.collect_view()}
                </div>
            </div>
        })
    }
}

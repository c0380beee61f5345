//! A link to the same page of the Astern that is installed in the cluster, which can roll back.

use std::sync::Arc;

use astern_cluster::{Installation, Installations};
use leptos::prelude::*;

use crate::components::Icon;
use crate::connection::{Cluster, find_installed};

/// Leads to the same page of each proven installation, after a question. Where none is proven there is a sentence without a
/// link, and nothing where Astern is not installed.
#[component]
pub fn InClusterLink(
    /// The page's route, as a fragment.
    route: String,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let installed = find_installed(cluster.clone());
    move || {
        match installed.get() {
        Installations::None => None,
        Installations::Unproven => Some(
            view! {
                <p class="muted" id="in-the-cluster-unproven">
                    "Astern may also be installed in this cluster, where its page has the button. An administrator can \
                     tell you the address: no ClusterRoleBinding that you may read proves which Service is Astern's."
                </p>
            }
            .into_any(),
        ),
        Installations::Proven(proven) => {
            let questions = proven
                .into_iter()
                .map(|installation| question(&cluster, &installation, &route));
            Some(
                view! {
                    <div class="notice" id="in-the-cluster">
                        <Icon name="ok"/>
                        <div>
                            <h3>"Astern is installed in this cluster"</h3>
                            <p>"Its page has the button, for whoever may press it."</p>
                            {questions.collect_view()}
                        </div>
                    </div>
                }
                .into_any(),
            )
        }
    }
    }
}

/// Names the proof, and asks whether the namespace is trusted before it shows the link.
fn question(cluster: &Cluster, installation: &Installation, route: &str) -> impl IntoView + use<> {
    let Installation {
        namespace,
        service,
        cluster_role_binding,
    } = installation;
    let address = format!("{}{route}", cluster.api.below(&installation.path()).base());
    view! {
        <p>
            {format!("ClusterRoleBinding {cluster_role_binding} names the Service {service} in namespace {namespace}.")}
        </p>
        <details>
            <summary>{format!("Open this page in the cluster, in namespace {namespace}?")}</summary>
            <p>
                {format!("That page acts with your rights in the whole cluster, and whoever may change namespace \
                    {namespace} decides what it does.")}
            </p>
            <p><a class="btn" href=address>{format!("I trust {namespace}: open it")}</a></p>
        </details>
    }
}

//! The name of the cluster in the top bar, which is a menu where the kubeconfig has other contexts.

use std::sync::Arc;

use leptos::prelude::*;

use super::chunk::{ContextsPart, contexts_part};
use super::menu::Closing;
use crate::browser::focus;
use crate::connection::Cluster;

/// The name of the cluster, with its UID as the title.
#[component]
pub fn ClusterPlate(cluster: Arc<Cluster>) -> AnyView {
    let uid = cluster.id.as_ref().map(ToString::to_string);
    let uid = uid.unwrap_or_default();
    let name = cluster.name();
    if cluster.other_contexts() == 0 {
        return view! { <p class="plate" title=uid><span>"Cluster"</span>" "{name}</p> }.into_any();
    }
    let is_open = RwSignal::new(false);
    let close = Callback::new(move |closing| {
        is_open.set(false);
        if closing == Closing::ByKey {
            focus("cluster-plate");
        }
    });
    view! {
        <div class="plate-menu" id="plate-menu">
            <button
                class="plate"
                id="cluster-plate"
                type="button"
                aria-haspopup="true"
                aria-expanded=move || is_open.get().to_string()
                aria-controls="contexts"
                title=uid
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <span>"Cluster"</span>" "{name}
            </button>
            {move || is_open.get().then(|| view! {
                <div class="menu" id="contexts" role="group" aria-label="Contexts of your kubeconfig">
                    {contexts_part(ContextsPart::Menu(close), cluster.clone())}
                </div>
            })}
        </div>
    }
    .into_any()
}

//! Loads the code of the menu of contexts and of finding a link's context, which is a chunk of its own.

use std::sync::Arc;

use astern_protocol::LinkedCluster;
use futures_util::FutureExt as _;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::kubeconfig_notice::KubeconfigNotice;
use super::link_finder::LinkFinder;
use super::menu::{Closing, ContextMenu};
use crate::connection::Cluster;

/// What is shown of the contexts.
#[derive(Clone)]
pub enum ContextsPart {
    /// The menu; the callback closes it.
    Menu(Callback<Closing>),
    /// The question which context leads to a link's cluster.
    LinkFinder(LinkedCluster),
    /// That the kubeconfig was changed, when it was.
    KubeconfigNotice,
}

#[wasm_split(contexts, wasm_split_path = leptos::wasm_split, preload(fetch_contexts), fallible)]
fn part(part: ContextsPart, cluster: Arc<Cluster>) -> Result<AnyView, SplitLoaderError> {
    Ok(match part {
        ContextsPart::Menu(close) => view! { <ContextMenu cluster close/> }.into_any(),
        ContextsPart::LinkFinder(linked) => view! { <LinkFinder cluster linked/> }.into_any(),
        ContextsPart::KubeconfigNotice => view! { <KubeconfigNotice cluster/> }.into_any(),
    })
}

/// Fetches the code before somebody needs it.
pub fn prefetch_contexts() {
    spawn_local(async {
        // What needs it fetches it again and reports the error.
        let _ = fetch_contexts().await;
    });
}

/// Returns a part, which appears when its code is loaded.
pub fn contexts_part(which: ContextsPart, cluster: Arc<Cluster>) -> AnyView {
    let is_loaded = RwSignal::new(None);
    let mut fetch = fetch_contexts().boxed_local();
    match (&mut fetch).now_or_never() {
        Some(result) => is_loaded.set(Some(result.is_ok())),
        None => spawn_local(async move {
            // The signal is gone when the part was left meanwhile.
            let _ = is_loaded.try_set(Some(fetch.await.is_ok()));
        }),
    }
    let is_notice = matches!(which, ContextsPart::KubeconfigNotice);
    let loaded = move || part(which.clone(), cluster.clone()).now_or_never()?.ok();
    (move || match is_loaded.get() {
        // A notice that is not there is not missed.
        None | Some(false) if is_notice => ().into_any(),
        None => view! { <p role="status" class="soft">"Loading…"</p> }.into_any(),
        Some(false) => not_loaded(),
        Some(true) => loaded().unwrap_or_else(not_loaded),
    })
    .into_any()
}

fn not_loaded() -> AnyView {
    view! {
        <p role="alert">"Its code could not be fetched. Most often astern in your terminal has ended: start it again."</p>
    }
    .into_any()
}

//! That the kubeconfig was changed while the page is open.

use std::sync::Arc;

use astern_wording::visible_line;
use leptos::prelude::*;

use crate::components::banner;
use crate::connection::{Cluster, follow_kubeconfig};

/// How the kubeconfig leads elsewhere than when astern was started, above the page, when it does.
#[component]
pub fn KubeconfigNotice(cluster: Arc<Cluster>) -> impl IntoView {
    let change = follow_kubeconfig(cluster);
    move || {
        change.get().map(|change| {
            banner(
                format!("{}.", visible_line(&change)),
                "This page stays on its cluster, and nothing is rolled back on another one. Start astern again to follow the \
                 kubeconfig.",
            )
        })
    }
}

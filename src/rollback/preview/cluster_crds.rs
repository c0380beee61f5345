//! The definitions that the cluster has of the kinds of a release, and whether those of subcharts may differ.

use std::collections::BTreeSet;
use std::sync::Arc;

use astern_cluster::cluster_definitions;
use astern_compare::Comparison;
use astern_ledger::Release;
use astern_manifest::{Budget, ObjectId};
use astern_wording::{cluster_crds, subchart_crds};
use leptos::prelude::*;

use crate::browser::{BusyTime, spawn_while_shown};
use crate::components::visible_text;
use crate::connection::Cluster;

/// The sentences about the definitions of subcharts. Without subcharts there is nothing to say.
#[component]
pub fn SubchartCrds(comparison: Arc<Comparison>, target: Arc<Release>) -> impl IntoView {
    let sentences = subchart_crds(&comparison);
    if sentences.is_empty() {
        return ().into_any();
    }
    let cluster = expect_context::<Arc<Cluster>>();
    let found = RwSignal::new(Vec::new());
    spawn_while_shown(async move {
        let groups = custom_groups(&target).await;
        // Who may not list definitions is told what the records tell.
        if let Ok(definitions) = cluster_definitions(&cluster.api).await {
            found.set(cluster_crds(&definitions, &groups));
        }
    });
    let item = |sentence: String| view! { <li>{visible_text(&sentence)}</li> };
    let listed = sentences.into_iter().map(item).collect_view();
    view! {
        <ul class="list soft" id="subchart-crds">
            {listed}
            {move || found.get().into_iter().map(item).collect_view()}
        </ul>
    }
    .into_any()
}

/// Returns the API groups of the custom resources of a revision, sorted.
async fn custom_groups(release: &Release) -> Vec<String> {
    let mut groups = BTreeSet::new();
    let documents = astern_manifest::documents(&release.manifest, &Budget::for_release());
    let mut busy = BusyTime::begin();
    for document in documents {
        let id = document.ok().map(|object| object.id);
        groups.extend(id.filter(is_custom).map(|id| id.group));
        busy.yield_if_long().await;
    }
    groups.into_iter().collect()
}

/// Whether a kind is defined by a CRD: the groups of Kubernetes itself have no dot, or end with its own domain.
fn is_custom(id: &ObjectId) -> bool {
    id.group.contains('.') && !id.group.ends_with(".k8s.io")
}

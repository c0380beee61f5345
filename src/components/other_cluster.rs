//! The pages for a link to another cluster, or to a cluster that may be another one.

use std::sync::Arc;

use astern_protocol::{LinkedCluster, Route};
use leptos::prelude::*;

use super::Icon;
use crate::connection::Cluster;
use crate::contexts::{ContextsPart, contexts_part};

/// Says that the link is about another cluster. It names both, and shows nothing of either.
#[component]
pub fn OtherClusterPage(linked: LinkedCluster, cluster: Arc<Cluster>) -> impl IntoView {
    let here = cluster.id.as_ref().map(ToString::to_string);
    let finder = (cluster.other_contexts() > 0)
        .then(|| contexts_part(ContextsPart::LinkFinder(linked.clone()), cluster.clone()));
    view! {
        <main id="main" class="page" tabindex="-1">
            <h1>"This link is about another cluster"</h1>
            <div class="notice notice--warn section" role="alert">
                <Icon name="warn"/>
                <div>
                    <h2>"Nothing of this cluster is shown for it"</h2>
                    <dl class="kv">
                        <dt>"The link"</dt><dd>{named(&linked.name, &linked.uid)}</dd>
                        <dt>"Connected to"</dt>
                        <dd>{named(&cluster.name(), &here.unwrap_or_default())}</dd>
                    </dl>
                    <p>
                        "A release of the same name may be here too, and it would be the wrong one. \
                         Open the link where that cluster is reached: through its own "
                        <code>"kubectl proxy"</code>", or with "
                        <code>"astern --context"</code>" and its context."
                    </p>
                </div>
            </div>
            {finder}
            <p class="section"><a href=Route::Fleet.to_string()>"The releases of this cluster"</a></p>
        </main>
    }
}

/// Asks whether the link is about this cluster, whose UID cannot be read.
#[component]
pub fn UnknownClusterPage(
    linked: LinkedCluster,
    cluster: Arc<Cluster>,
    page: Route,
) -> impl IntoView {
    let why = cluster.id.as_ref().err().map(ToString::to_string);
    view! {
        <main id="main" class="page" tabindex="-1">
            <h1>"Is this the link's cluster?"</h1>
            <div class="notice notice--warn section" role="alert">
                <Icon name="warn"/>
                <div>
                    <h2>"Astern cannot tell"</h2>
                    <p>
                        "The link is about "{named(&linked.name, &linked.uid)}". This page is connected to "
                        <b>{cluster.name()}</b>", whose UID could not be read: "{why}"."
                    </p>
                    <p>
                        "The UID is that of the namespace "<code>"kube-system"</code>". Whoever may "
                        <code>"get"</code>" it is told."
                    </p>
                    // Without the identity of the cluster, as if it was typed by hand.
                    <div class="actions"><a class="btn" href=page.to_string()>
                        {format!("Open it on {} all the same", cluster.name())}
                    </a></div>
                </div>
            </div>
        </main>
    }
}

fn named(name: &str, uid: &str) -> impl IntoView + use<> {
    let name = match name {
        "" => "a cluster without a name".to_owned(),
        name => name.to_owned(),
    };
    view! { <b>{name}</b>" "<span class="sub mono">"UID "{uid.to_owned()}</span> }
}

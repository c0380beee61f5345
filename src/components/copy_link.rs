//! The button that copies the address of the page.

use std::sync::Arc;

use astern_protocol::Mode;
use leptos::prelude::*;

use crate::browser::{Copied, copy, current_address};
use crate::connection::Cluster;

/// A button that copies the address of the page, for the incident channel. The address names the cluster, and contains no
/// token and no value.
#[component]
pub fn CopyLink() -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    // The `astern` of another person listens on another address, and serves only the tab that it opened.
    let copied_label = match cluster.session().map(|session| &session.mode) {
        Some(Mode::Laptop) => "Copied. Whoever gets it runs: astern --link 'LINK'",
        Some(Mode::InCluster(_) | Mode::Demo) | None => "Copied",
    };
    let copied = RwSignal::new(None);
    let press = move |_| {
        leptos::task::spawn_local(async move {
            let done = copy(&current_address()).await;
            // The page may have been left meanwhile.
            let _ = copied.try_set(Some(done));
        });
    };
    let label = move || match copied.get() {
        None => "Copy link for the channel",
        Some(Copied::Yes) => copied_label,
        Some(Copied::Refused) => "Copy the address by hand: the browser did not let it be copied",
    };
    view! {
        <button class="btn btn--quiet" type="button" id="copy-link" on:click=press>
            <span aria-live="polite">{label}</span>
        </button>
    }
}

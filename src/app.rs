//! The root component: the top bar, and the page of the current address.

use astern_cluster::wait_until_reread;
use astern_protocol::{Address, LinkedCluster, Mode, ReleasePage, Route};
use leptos::prelude::*;

use crate::browser::{
    apply_stored_theme, before_next_frame, focus_if_lost, follow_fragment, pause, provide_clock,
    replace_address, set_title, spawn_while_shown, take_launch_token,
};
use crate::compare::SessionMasking;
use crate::components::{
    Icons, NoClusterPage, NotFoundPage, OtherClusterPage, TopBar, UnknownClusterPage, banner,
};
use crate::connection::{Cluster, Connection, Liveness, LivenessSignal, ReadAgain, connect};
use crate::contexts::{ContextsPart, contexts_part};
use crate::destination::{Destination, LinkedAnchor};
use crate::fleet::FleetFilter;
use crate::pages::{page_of, prefetch_all_pages, prefetch_page};

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    // First of all, so that nothing else reads an address with the token in it.
    let token = StoredValue::new(take_launch_token());
    provide_clock();
    apply_stored_theme();
    let liveness = RwSignal::new(Liveness::NotFollowed);
    provide_context(LivenessSignal(liveness));
    ReadAgain::provide();
    provide_context(SessionMasking::new());
    provide_context(FleetFilter(RwSignal::default()));

    let connection = RwSignal::new(Connection::Connecting);
    let reconnect = move || {
        connection.set(Connection::Connecting);
        let token = token.get_value();
        leptos::task::spawn_local(async move { connection.set(connect(token).await) });
    };
    reconnect();
    Effect::new(move |_| {
        let may_pass = |connection: &Connection| matches!(connection, Connection::Failed(error) if error.may_pass());
        if !connection.with(may_pass) {
            return;
        }
        spawn_while_shown(async move {
            for failed in 0_u32.. {
                pause(wait_until_reread(failed, None)).await;
                let next = connect(token.get_value()).await;
                if !may_pass(&next) {
                    return connection.set(next);
                }
            }
        });
    });

    let fragment = follow_fragment();
    let address = Memo::new(move |_| fragment.get().parse::<Address>());
    Effect::new(move |_| {
        if let Ok(address) = address.get() {
            prefetch_page(&address.route);
        }
    });
    let cluster = Memo::new_with_compare(
        move |_| match connection.get() {
            Connection::Ready(cluster) => Some(cluster),
            Connection::Connecting | Connection::Failed(_) => None,
        },
        |_, _| true,
    );
    let destination = Memo::new(move |_| {
        cluster.with(|cluster| Destination::of(address.get(), cluster.as_deref()))
    });
    provide_context(LinkedAnchor(Memo::new(move |_| match address.get() {
        Ok(Address {
            route:
                Route::Release {
                    page: ReleasePage::Compare { at, .. },
                    ..
                },
            ..
        }) => at,
        _ => None,
    })));
    // Every page's address names its cluster, so that it can be copied as a link.
    Effect::new(move |_| {
        let (Ok(address), Some(cluster)) = (address.get(), cluster.get()) else {
            return;
        };
        if let (None, Ok(id)) = (&address.cluster, &cluster.id) {
            let linked = LinkedCluster {
                uid: id.to_string(),
                name: cluster.name(),
            };
            let with_cluster = Address {
                cluster: Some(linked),
                ..address
            };
            replace_address(&with_cluster.to_string());
        }
    });

    view! {
        <Icons/>
        <a class="skip" href="#main" on:click=|event| {
            // The fragment is the route, so the link must not change it.
            event.prevent_default();
            crate::browser::focus("main");
        }>"Skip to the page"</a>
        <TopBar cluster destination liveness/>
        {move || match connection.get() {
            Connection::Connecting => view! {
                <main id="main" class="page" tabindex="-1">
                    <p role="status" class="soft">"Looking for the cluster…"</p>
                </main>
            }
            .into_any(),
            Connection::Failed(error) => view! { <NoClusterPage error=error retry=reconnect/> }.into_any(),
            Connection::Ready(cluster) => view! { <Page cluster destination liveness/> }.into_any(),
        }}
    }
}

/// The page of the route. A new route renders a new page, which keeps no state of the old one.
#[component]
fn Page(
    cluster: std::sync::Arc<Cluster>,
    #[prop(into)] destination: Signal<Destination>,
    liveness: RwSignal<Liveness>,
) -> impl IntoView {
    provide_context(cluster.clone());
    prefetch_all_pages();
    // The link that was followed is no longer on the page, and the keyboard's focus is lost with it.
    Effect::new(move |_| {
        destination.track();
        before_next_frame(|| focus_if_lost("main"));
    });
    let has_mode = |mode| {
        cluster
            .session()
            .is_some_and(|session| session.mode == mode)
    };
    let (is_laptop, is_sample) = (has_mode(Mode::Laptop), has_mode(Mode::Demo));
    view! {
        {is_laptop.then(|| contexts_part(ContextsPart::KubeconfigNotice, cluster.clone()))}
        {is_sample.then(|| banner(
            "This is a sample.".to_owned(),
            "Nothing here is a real cluster, and a rollback is played, not run.",
        ))}
        {move || {
            liveness.set(Liveness::NotFollowed);
            cluster.api.failing_reads().forget();
            let name = cluster.name();
            let route = match destination.get() {
                Destination::Page(route) => route,
                Destination::NotFound => {
                    set_title(&format!("No such page on {name} · Astern"));
                    return view! { <NotFoundPage/> }.into_any();
                }
                Destination::OtherCluster(linked) => {
                    set_title("Another cluster · Astern");
                    return view! { <OtherClusterPage linked cluster=cluster.clone()/> }.into_any();
                }
                Destination::UnverifiedCluster { linked, page } => {
                    set_title("Which cluster? · Astern");
                    return view! { <UnknownClusterPage linked cluster=cluster.clone() page/> }.into_any();
                }
            };
            set_title(&match &route {
                Route::Fleet => format!("Releases on {name} · Astern"),
                Route::Release { release, page, .. } => match page {
                    ReleasePage::History => format!("{release} on {name} · Astern"),
                    ReleasePage::Compare { from, to, .. } => {
                        format!("{release} {from} → {to} on {name} · Astern")
                    }
                    ReleasePage::Rollback { target } => {
                        format!("Roll back {release} to {target} on {name} · Astern")
                    }
                    ReleasePage::Progress { .. } => format!("Rolling back {release} on {name} · Astern"),
                },
            });
            page_of(route)
        }}
    }
}

//! The shell: the top bar, and the page that the address asks for.

use astern_protocol::{Address, LinkedCluster, Mode, Place, Route};
use leptos::prelude::*;

use crate::browser::{
    before_next_frame, focus_if_lost, follow_fragment, provide_clock, rewrite, set_title,
    show_chosen_theme, take_launch_token,
};
use crate::compare::SessionMasking;
use crate::components::{ElsewherePage, Icon, Icons, LostPage, NoSuchPage, TopBar, UnsurePage};
use crate::connection::{Cluster, Connection, Liveness, LivenessSignal, connect};
use crate::destination::{Destination, LinkedSpot};
use crate::fleet::{FleetFilter, FleetPage};
use crate::pages::{expect_page, expect_the_others, page_of_release};

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    // Before anything reads the address, which must not show the token to anyone.
    let token = StoredValue::new(take_launch_token());
    provide_clock();
    show_chosen_theme();
    let liveness = RwSignal::new(Liveness::NotFollowed);
    provide_context(LivenessSignal(liveness));
    provide_context(SessionMasking::new());
    provide_context(FleetFilter(RwSignal::default()));

    let connection = RwSignal::new(Connection::Connecting);
    let reconnect = move || {
        connection.set(Connection::Connecting);
        let token = token.get_value();
        leptos::task::spawn_local(async move { connection.set(connect(token).await) });
    };
    reconnect();

    let fragment = follow_fragment();
    let address = Memo::new(move |_| fragment.get().parse::<Address>());
    Effect::new(move |_| {
        if let Ok(address) = address.get() {
            expect_page(&address.route);
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
    provide_context(LinkedSpot(Memo::new(move |_| match address.get() {
        Ok(Address {
            route:
                Route::Release {
                    place: Place::Compare { at, .. },
                    ..
                },
            ..
        }) => at,
        _ => None,
    })));
    // Whatever page one is on, its address is a link that fits the cluster it was copied from.
    Effect::new(move |_| {
        let (Ok(address), Some(cluster)) = (address.get(), cluster.get()) else {
            return;
        };
        if let (None, Ok(id)) = (&address.cluster, &cluster.id) {
            let linked = LinkedCluster {
                uid: id.to_string(),
                name: cluster.name(),
            };
            let named = Address {
                cluster: Some(linked),
                ..address
            };
            rewrite(&named.to_string());
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
            Connection::Failed(lost) => view! { <LostPage lost retry=reconnect/> }.into_any(),
            Connection::Ready(cluster) => view! { <Page cluster destination liveness/> }.into_any(),
        }}
    }
}

/// The page of the route. A new route is a new page: nothing of the old one stays.
#[component]
fn Page(
    cluster: std::sync::Arc<Cluster>,
    #[prop(into)] destination: Signal<Destination>,
    liveness: RwSignal<Liveness>,
) -> impl IntoView {
    provide_context(cluster.clone());
    expect_the_others();
    // The link that led here is gone, and the keyboard's focus with it.
    Effect::new(move |_| {
        destination.track();
        before_next_frame(|| focus_if_lost("main"));
    });
    let sample = cluster
        .session()
        .is_some_and(|session| session.mode == Mode::Demo);
    view! {
        <Show when=move || sample>
            <aside class="banner" aria-label="Sample">
                <Icon name="warn"/>
                <span>
                    <b>"This is a sample."</b>
                    " Nothing here is a real cluster, and a rollback is played, not run."
                </span>
            </aside>
        </Show>
        {move || {
            liveness.set(Liveness::NotFollowed);
            let name = cluster.name();
            let route = match destination.get() {
                Destination::Page(route) => route,
                Destination::Nowhere => {
                    set_title(&format!("No such page on {name} · Astern"));
                    return view! { <NoSuchPage/> }.into_any();
                }
                Destination::Elsewhere(linked) => {
                    set_title("Another cluster · Astern");
                    return view! { <ElsewherePage linked cluster=cluster.clone()/> }.into_any();
                }
                Destination::Unsure { linked, page } => {
                    set_title("Which cluster? · Astern");
                    return view! { <UnsurePage linked cluster=cluster.clone() page/> }.into_any();
                }
            };
            match route {
                Route::Fleet => {
                    set_title(&format!("Releases on {name} · Astern"));
                    view! { <FleetPage/> }.into_any()
                }
                Route::Release { namespace, release, place } => {
                    let title = match &place {
                        Place::History => format!("{release} on {name} · Astern"),
                        Place::Compare { from, to, .. } => {
                            format!("{release} {from} → {to} on {name} · Astern")
                        }
                        Place::Rollback { target } => {
                            format!("Roll back {release} to {target} on {name} · Astern")
                        }
                        Place::Progress { .. } => format!("Rolling back {release} on {name} · Astern"),
                    };
                    set_title(&title);
                    page_of_release(namespace, release, place)
                }
            }
        }}
    }
}

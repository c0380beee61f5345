//! The shell: the top bar, and the page that the address asks for.

use astern_protocol::{Mode, Place, Route};
use leptos::prelude::*;

use crate::browser::{
    follow_fragment, provide_clock, set_title, show_chosen_theme, take_launch_token,
};
use crate::compare::{ComparePage, SessionMasking};
use crate::components::{Icon, Icons, LostPage, NoSuchPage, TopBar};
use crate::connection::{Cluster, Connection, Liveness, LivenessSignal, connect};
use crate::fleet::{FleetFilter, FleetPage};
use crate::release::ReleasePage;
use crate::rollback::{ProgressPage, RollbackPage};

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    // Before anything reads the address, which must not show the token to anyone.
    let token = StoredValue::new(take_launch_token());
    provide_clock();
    show_chosen_theme();
    let liveness = RwSignal::new(Liveness::Still);
    provide_context(LivenessSignal(liveness));
    provide_context(SessionMasking::new());
    provide_context(FleetFilter(RwSignal::default()));

    let connection = RwSignal::new(Connection::Looking);
    let reconnect = move || {
        connection.set(Connection::Looking);
        let token = token.get_value();
        leptos::task::spawn_local(async move { connection.set(connect(token).await) });
    };
    reconnect();

    let fragment = follow_fragment();
    let route = Memo::new(move |_| fragment.get().parse::<Route>());
    let cluster = Memo::new_with_compare(
        move |_| match connection.get() {
            Connection::Ready(cluster) => Some(cluster),
            Connection::Looking | Connection::Lost(_) => None,
        },
        |_, _| true,
    );

    view! {
        <Icons/>
        <a class="skip" href="#main" on:click=|event| {
            // The fragment is the route, so the link must not change it.
            event.prevent_default();
            crate::browser::focus("main");
        }>"Skip to the page"</a>
        <TopBar cluster route liveness/>
        {move || match connection.get() {
            Connection::Looking => view! {
                <main id="main" class="page" tabindex="-1">
                    <p role="status" class="soft">"Looking for the cluster…"</p>
                </main>
            }
            .into_any(),
            Connection::Lost(lost) => view! { <LostPage lost retry=reconnect/> }.into_any(),
            Connection::Ready(cluster) => view! { <Page cluster route liveness/> }.into_any(),
        }}
    }
}

/// The page of the route. A new route is a new page: nothing of the old one stays.
#[component]
fn Page(
    cluster: std::sync::Arc<Cluster>,
    #[prop(into)] route: Signal<Result<Route, astern_protocol::InvalidRoute>>,
    liveness: RwSignal<Liveness>,
) -> impl IntoView {
    provide_context(cluster.clone());
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
            liveness.set(Liveness::Still);
            let name = cluster.name();
            match route.get() {
                Err(_) => {
                    set_title(&format!("No such page on {name} · Astern"));
                    view! { <NoSuchPage/> }.into_any()
                }
                Ok(Route::Fleet) => {
                    set_title(&format!("Releases on {name} · Astern"));
                    view! { <FleetPage/> }.into_any()
                }
                Ok(Route::Release { namespace, release, place }) => match place {
                    Place::History => {
                        set_title(&format!("{release} on {name} · Astern"));
                        view! { <ReleasePage namespace release/> }.into_any()
                    }
                    Place::Compare { from, to } => {
                        set_title(&format!("{release} {from} → {to} on {name} · Astern"));
                        view! { <ComparePage namespace release from to/> }.into_any()
                    }
                    Place::Rollback { target } => {
                        set_title(&format!("Roll back {release} to {target} on {name} · Astern"));
                        view! { <RollbackPage namespace release target/> }.into_any()
                    }
                    Place::Progress { target, request } => {
                        set_title(&format!("Rolling back {release} on {name} · Astern"));
                        view! { <ProgressPage namespace release target request/> }.into_any()
                    }
                },
            }
        }}
    }
}

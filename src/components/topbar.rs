//! The bar at the top of every page: the cluster, the location in it, and whether the page is live.

use std::sync::Arc;

use astern_cluster::TemporaryFailure;
use astern_protocol::{ReleasePage, Route};
use leptos::prelude::*;

use super::Icon;
use crate::browser::{SingleKeys, choose_theme, current_theme, use_clock};
use crate::connection::{Cluster, Liveness};
use crate::contexts::ClusterPlate;
use crate::destination::Destination;

/// The bar at the top of every page.
#[component]
pub fn TopBar(
    #[prop(into)] cluster: Signal<Option<Arc<Cluster>>>,
    #[prop(into)] destination: Signal<Destination>,
    #[prop(into)] liveness: Signal<Liveness>,
) -> impl IntoView {
    let failing = Signal::derive(move || cluster.get()?.api.failing_reads().failure());
    view! {
        <header class="topbar">
            <a class="brand" href=Route::Fleet.to_string()><Icon name="mark"/>"Astern"</a>
            {move || cluster.get().map(|cluster| view! { <ClusterPlate cluster/> })}
            <nav class="crumbs" aria-label="You are here"><ol>{move || crumbs(destination.get())}</ol></nav>
            <LivenessIndicator liveness failing/>
            <KeysButton/>
            <ThemeButton/>
        </header>
    }
}

fn crumbs(destination: Destination) -> impl IntoView {
    let here = |text: String| view! { <li><span aria-current="page">{text}</span></li> }.into_any();
    let up =
        |text: String, to: Route| view! { <li><a href=to.to_string()>{text}</a></li> }.into_any();
    let (namespace, release, page) = match destination {
        Destination::Page(Route::Release {
            namespace,
            release,
            page,
        }) => (namespace, release, page),
        Destination::Page(Route::Fleet) => return vec![here("Releases".to_owned())],
        Destination::OtherCluster(_) | Destination::UnverifiedCluster { .. } => {
            return vec![here("Another cluster".to_owned())];
        }
        Destination::NotFound => return vec![here("No such page".to_owned())],
    };
    let last = match page {
        ReleasePage::History => None,
        ReleasePage::Compare { from, to, .. } => Some(format!("{from} → {to}")),
        ReleasePage::Rollback { target } | ReleasePage::Progress { target, .. } => {
            Some(format!("Roll back to {target}"))
        }
    };
    let mut trail = vec![
        up("Releases".to_owned(), Route::Fleet),
        view! { <li>{namespace.to_string()}</li> }.into_any(),
    ];
    match last {
        None => trail.push(here(release.to_string())),
        Some(last) => {
            let history = Route::Release {
                namespace,
                release: release.clone(),
                page: ReleasePage::History,
            };
            trail.push(up(release.to_string(), history));
            trail.push(here(last));
        }
    }
    trail
}

#[component]
fn LivenessIndicator(
    #[prop(into)] liveness: Signal<Liveness>,
    /// Why some read of the page fails, if any does.
    failing: Signal<Option<TemporaryFailure>>,
) -> impl IntoView {
    let clock = use_clock();
    // A page that is not followed shows what was read when it was opened.
    let read_at = Memo::new(move |_| {
        liveness.track();
        clock.get_untracked()
    });
    let class = move || match (liveness.get(), failing.get()) {
        (Liveness::Failing { .. }, _) | (_, Some(_)) => "live live--off",
        (Liveness::Live, None) => "live",
        (Liveness::NotFollowed, None) => "live live--still",
    };
    let word = move || match (liveness.get(), failing.get()) {
        (Liveness::Failing { since, failure }, _) => {
            let silent = clock.get().duration_since(since).unwrap_or_default();
            let silent = astern_wording::duration(silent);
            format!("{} for {silent}", failing_word(failure))
        }
        (_, Some(failure)) => format!("{}, asking again", failing_word(failure)),
        (Liveness::Live, None) => "Live".to_owned(),
        (Liveness::NotFollowed, None) => {
            let read_at = read_at.get();
            format!(
                "Snapshot from {}",
                astern_wording::short_time(read_at, clock.get())
            )
        }
    };
    view! { <p class=class><Icon name="dot"/>{word}</p> }
}

fn failing_word(failure: TemporaryFailure) -> &'static str {
    match failure {
        TemporaryFailure::Throttled => "Throttled",
        TemporaryFailure::Unavailable => "Server errors",
        TemporaryFailure::NoAnswer | TemporaryFailure::TimedOut => "Not answering",
    }
}

/// Turns shortcuts of a single key off and on.
#[component]
fn KeysButton() -> impl IntoView {
    let keys = RwSignal::new(SingleKeys::current());
    let word = move || match keys.get() {
        SingleKeys::On => "Shortcuts: on",
        SingleKeys::Off => "Shortcuts: off",
    };
    view! {
        <button
            class="themebtn keysbtn"
            type="button"
            aria-label=move || format!("{}: shortcuts of a single key", word())
            title="Shortcuts of a single key, such as / for the search. A page's own are listed on it."
            on:click=move |_| keys.update(|keys| *keys = keys.toggle())
        >
            {word}
        </button>
    }
}

#[component]
fn ThemeButton() -> impl IntoView {
    let theme = RwSignal::new(current_theme());
    let word = move || match theme.get().other() {
        crate::browser::Theme::Light => "Light",
        crate::browser::Theme::Dark => "Dark",
    };
    let press = move |_| {
        theme.update(|theme| *theme = theme.other());
        choose_theme(theme.get_untracked());
    };
    view! {
        <button class="themebtn" type="button" on:click=press aria-label=move || format!("{} theme", word())>
            {word}
        </button>
    }
}

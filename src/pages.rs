//! The pages of one release. The code of each is a file of its own, which is fetched when it is opened, or before that
//! while the browser is idle: the first load holds the list of releases and what every page needs.

use std::sync::Arc;
use std::time::Duration;

use astern_ledger::{Namespace, ReleaseName, Revision};
use astern_protocol::{End, Place, RequestId, Route};
use futures_util::FutureExt as _;
use futures_util::future::{Either, select};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::browser::{before_next_frame, focus_if_lost, idle, pause};
use crate::compare::ComparePage;
use crate::components::{Problem, ProblemNotice};
use crate::connection::{Cluster, prefetch_payload};
use crate::release::ReleasePage;
use crate::rollback::{ProgressPage, RollbackPage};

/// How long a page that has just opened is left alone.
const SETTLING: Duration = Duration::from_secs(1);

/// How long a person is left with "loading" alone.
const PATIENCE: Duration = Duration::from_secs(15);

/// A page, or that its code could not be fetched.
type Page = Result<AnyView, SplitLoaderError>;

#[wasm_split(release, wasm_split_path = leptos::wasm_split, preload(fetch_release), fallible)]
fn release_page(namespace: Namespace, release: ReleaseName) -> Page {
    Ok(view! { <ReleasePage namespace release/> }.into_any())
}

#[wasm_split(compare, wasm_split_path = leptos::wasm_split, preload(fetch_compare), fallible)]
fn compare_page(namespace: Namespace, release: ReleaseName, from: End, to: End) -> Page {
    Ok(view! { <ComparePage namespace release from to/> }.into_any())
}

#[wasm_split(rollback, wasm_split_path = leptos::wasm_split, preload(fetch_rollback), fallible)]
fn rollback_page(namespace: Namespace, release: ReleaseName, target: Revision) -> Page {
    Ok(view! { <RollbackPage namespace release target/> }.into_any())
}

#[wasm_split(progress, wasm_split_path = leptos::wasm_split, preload(fetch_progress), fallible)]
fn progress_page(
    namespace: Namespace,
    release: ReleaseName,
    target: Revision,
    request: RequestId,
) -> Page {
    Ok(view! { <ProgressPage namespace release target request/> }.into_any())
}

/// A page that is fetched.
#[derive(Clone, Copy, Debug)]
enum Part {
    Release,
    Compare,
    Rollback,
    Progress,
}

impl Part {
    /// In the order in which a person comes to need them.
    const ALL: [Self; 4] = [Self::Release, Self::Compare, Self::Rollback, Self::Progress];

    fn of(place: &Place) -> Self {
        match place {
            Place::History => Self::Release,
            Place::Compare { .. } => Self::Compare,
            Place::Rollback { .. } => Self::Rollback,
            Place::Progress { .. } => Self::Progress,
        }
    }

    /// Fetches its code, once. What failed is tried again by the next who asks.
    async fn fetch(self) -> Result<(), SplitLoaderError> {
        match self {
            Self::Release => fetch_release().await,
            Self::Compare => fetch_compare().await,
            Self::Rollback => fetch_rollback().await,
            Self::Progress => fetch_progress().await,
        }
    }
}

/// Begins to fetch what a route needs, before it is known whether there is a cluster to show it of.
pub fn expect_page(route: &Route) {
    if let Route::Release { place, .. } = route {
        let part = Part::of(place);
        spawn_local(async move {
            // Whoever opens the page is told.
            let _ = part.fetch().await;
        });
    }
}

/// Fetches the other pages while there is nothing else to do, so that they open at once.
pub fn expect_the_others() {
    spawn_local(async {
        pause(SETTLING).await;
        for part in Part::ALL {
            idle().await;
            // Whoever opens the page is told.
            let _ = part.fetch().await;
        }
    });
}

#[derive(Clone, Copy)]
enum Code {
    OnItsWay,
    Late,
    NotFetched,
    Here,
}

/// A page of a release; until its code is here, that it is on its way, or that it could not be fetched.
pub fn page_of_release(namespace: Namespace, release: ReleaseName, place: Place) -> AnyView {
    if let Place::Compare { from, to, .. } = &place {
        // Beside the page's code, not after it.
        let cluster = expect_context::<Arc<Cluster>>();
        for end in [from, to] {
            if let End::Revision(revision) = end {
                prefetch_payload(&cluster, &namespace, &release, *revision);
            }
        }
    }
    let part = Part::of(&place);
    let code = RwSignal::new(Code::OnItsWay);
    let fetch = move || {
        let said = |fetched: Result<(), SplitLoaderError>| match fetched {
            Ok(()) => Code::Here,
            Err(_) => Code::NotFetched,
        };
        let mut coming = part.fetch().boxed_local();
        // Code that is here already is shown at once, with no word about it.
        if let Some(fetched) = (&mut coming).now_or_never() {
            return code.set(said(fetched));
        }
        code.set(Code::OnItsWay);
        // The page may be left meanwhile, so it is tried.
        spawn_local(async move {
            let late = pause(PATIENCE).boxed_local();
            let fetched = match select(coming, late).await {
                Either::Left((fetched, _)) => fetched,
                Either::Right(((), coming)) => {
                    let _ = code.try_set(Code::Late);
                    coming.await
                }
            };
            let _ = code.try_set(said(fetched));
        });
    };
    fetch();
    // The page takes the place of "loading", which the focus may be on.
    Effect::new(move |_| {
        code.track();
        before_next_frame(|| focus_if_lost("main"));
    });
    let loading = || {
        view! {
            <main id="main" class="page" tabindex="-1">
                <p role="status" class="soft">"Loading this page…"</p>
            </main>
        }
        .into_any()
    };
    (move || match code.get() {
        Code::OnItsWay => loading(),
        Code::Late => without("The code of this page has not come for 15 seconds", fetch),
        Code::NotFetched => without("The code of this page could not be fetched", fetch),
        Code::Here => {
            shown(namespace.clone(), release.clone(), place.clone()).unwrap_or_else(loading)
        }
    })
    .into_any()
}

/// The page, when its code is here.
fn shown(namespace: Namespace, release: ReleaseName, place: Place) -> Option<AnyView> {
    let page = match place {
        Place::History => release_page(namespace, release).boxed_local(),
        Place::Compare { from, to, .. } => compare_page(namespace, release, from, to).boxed_local(),
        Place::Rollback { target } => rollback_page(namespace, release, target).boxed_local(),
        Place::Progress { target, request } => {
            progress_page(namespace, release, target, request).boxed_local()
        }
    };
    page.now_or_never()?.ok()
}

/// In the place of a page without code: what happened, and trying again.
fn without(what: &'static str, retry: impl Fn() + Send + Sync + 'static) -> AnyView {
    let problem = Problem::plain(
        what,
        "Most often the kubectl proxy or astern in your terminal has stopped. Start it again, then \
         try again here. Where Astern itself was updated meanwhile, reload the page.",
    );
    view! {
        <main id="main" class="page" tabindex="-1">
            <h1 class="page__title">"Not loaded"</h1>
            <ProblemNotice problem retry=move |()| retry()/>
        </main>
    }
    .into_any()
}

//! Loads the pages. The code of each is a chunk of its own, which is fetched when the page is opened, or before that while
//! the browser is idle. The first load holds what every page needs.

use std::sync::Arc;
use std::time::Duration;

use astern_ledger::{Namespace, ReleaseName, Revision};
use astern_protocol::{ReleasePage, RequestId, RevisionOrLive, Route};
use futures_util::FutureExt as _;
use futures_util::future::{Either, select};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::browser::{before_next_frame, focus_if_lost, idle, pause};
use crate::compare::ComparePage;
use crate::components::{ErrorNotice, PageError};
use crate::connection::{Cluster, prefetch_payload, prefetch_records_code};
use crate::contexts::prefetch_contexts;
use crate::fleet::FleetPage;
use crate::release::ReleasePage;
use crate::rollback::{ProgressPage, RollbackPage};

/// How long after the app was opened the other pages are fetched.
const PREFETCH_DELAY: Duration = Duration::from_secs(1);

/// How long a page may load before the person is told that it is slow.
const SLOW_AFTER: Duration = Duration::from_secs(15);

/// A page, or why its code could not be fetched.
type Page = Result<AnyView, SplitLoaderError>;

#[wasm_split(fleet, wasm_split_path = leptos::wasm_split, preload(fetch_fleet), fallible)]
fn fleet_page() -> Page {
    Ok(view! { <FleetPage/> }.into_any())
}

#[wasm_split(release, wasm_split_path = leptos::wasm_split, preload(fetch_release), fallible)]
fn release_page(namespace: Namespace, release: ReleaseName) -> Page {
    Ok(view! { <ReleasePage namespace release/> }.into_any())
}

#[wasm_split(compare, wasm_split_path = leptos::wasm_split, preload(fetch_compare), fallible)]
fn compare_page(
    namespace: Namespace,
    release: ReleaseName,
    from: RevisionOrLive,
    to: RevisionOrLive,
) -> Page {
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

/// The code of a page, which is fetched on its own.
#[derive(Clone, Copy, Debug)]
enum Chunk {
    Fleet,
    Release,
    Compare,
    Rollback,
    Progress,
}

impl Chunk {
    /// All chunks, in the order in which a person usually needs them.
    const ALL: [Self; 5] = [
        Self::Fleet,
        Self::Release,
        Self::Compare,
        Self::Rollback,
        Self::Progress,
    ];

    fn of(route: &Route) -> Self {
        match route {
            Route::Fleet => Self::Fleet,
            Route::Release { page, .. } => match page {
                ReleasePage::History => Self::Release,
                ReleasePage::Compare { .. } => Self::Compare,
                ReleasePage::Rollback { .. } => Self::Rollback,
                ReleasePage::Progress { .. } => Self::Progress,
            },
        }
    }

    /// Fetches the code once. A fetch that failed is repeated by the next caller.
    async fn fetch(self) -> Result<(), SplitLoaderError> {
        match self {
            Self::Fleet => fetch_fleet().await,
            Self::Release => fetch_release().await,
            Self::Compare => fetch_compare().await,
            Self::Rollback => fetch_rollback().await,
            Self::Progress => fetch_progress().await,
        }
    }
}

/// Starts to fetch the code of a route's page, and of what every page reads, before the cluster is known.
pub fn prefetch_page(route: &Route) {
    let chunk = Chunk::of(route);
    spawn_local(async move {
        // The page that is opened fetches it again and reports the error.
        let _ = chunk.fetch().await;
    });
    prefetch_records_code();
}

/// Fetches the code of all pages while the browser is idle, so that they open at once.
pub fn prefetch_all_pages() {
    spawn_local(async {
        pause(PREFETCH_DELAY).await;
        prefetch_contexts();
        for chunk in Chunk::ALL {
            idle().await;
            // The page that is opened fetches it again and reports the error.
            let _ = chunk.fetch().await;
        }
    });
}

/// The state of the code of the page that is opened.
#[derive(Clone, Copy)]
enum ChunkState {
    Loading,
    Slow,
    Failed,
    Loaded,
}

/// Returns the page of a route. Until its code is loaded, it shows that it is loading or could not be fetched.
pub fn page_of(route: Route) -> AnyView {
    if let Route::Release {
        namespace,
        release,
        page: ReleasePage::Compare { from, to, .. },
    } = &route
    {
        // In parallel with the page's code.
        let cluster = expect_context::<Arc<Cluster>>();
        for end in [from, to] {
            if let RevisionOrLive::Revision(revision) = end {
                prefetch_payload(&cluster, namespace, release, *revision);
            }
        }
    }
    let chunk = Chunk::of(&route);
    let state = RwSignal::new(ChunkState::Loading);
    let fetch = move || {
        let state_of = |result: Result<(), SplitLoaderError>| match result {
            Ok(()) => ChunkState::Loaded,
            Err(_) => ChunkState::Failed,
        };
        let mut fetch = chunk.fetch().boxed_local();
        // Code that is loaded already is shown at once, without a loading message.
        if let Some(result) = (&mut fetch).now_or_never() {
            return state.set(state_of(result));
        }
        state.set(ChunkState::Loading);
        // The signal is gone when the page was left meanwhile.
        spawn_local(async move {
            let timeout = pause(SLOW_AFTER).boxed_local();
            let result = match select(fetch, timeout).await {
                Either::Left((result, _)) => result,
                Either::Right(((), fetch)) => {
                    let _ = state.try_set(ChunkState::Slow);
                    fetch.await
                }
            };
            let _ = state.try_set(state_of(result));
        });
    };
    fetch();
    // The page replaces the loading message, which may have the focus.
    Effect::new(move |_| {
        state.track();
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
    (move || match state.get() {
        ChunkState::Loading => loading(),
        ChunkState::Slow => load_error("The code of this page has not come for 15 seconds", fetch),
        ChunkState::Failed => load_error("The code of this page could not be fetched", fetch),
        ChunkState::Loaded => loaded_page(route.clone()).unwrap_or_else(loading),
    })
    .into_any()
}

/// Returns the page, when its code is loaded.
fn loaded_page(route: Route) -> Option<AnyView> {
    let page = match route {
        Route::Fleet => fleet_page().boxed_local(),
        Route::Release {
            namespace,
            release,
            page,
        } => match page {
            ReleasePage::History => release_page(namespace, release).boxed_local(),
            ReleasePage::Compare { from, to, .. } => {
                compare_page(namespace, release, from, to).boxed_local()
            }
            ReleasePage::Rollback { target } => {
                rollback_page(namespace, release, target).boxed_local()
            }
            ReleasePage::Progress { target, request } => {
                progress_page(namespace, release, target, request).boxed_local()
            }
        },
    };
    page.now_or_never()?.ok()
}

/// Returns the error that is shown in place of a page without code, with a button that tries again.
fn load_error(title: &'static str, retry: impl Fn() + Send + Sync + 'static) -> AnyView {
    let problem = PageError::plain(
        title,
        "Most often the kubectl proxy or astern in your terminal has stopped. Start it again, then \
         try again here. Where Astern itself was updated meanwhile, reload the page.",
    );
    view! {
        <main id="main" class="page" tabindex="-1">
            <h1 class="page__title">"Not loaded"</h1>
            <ErrorNotice error=problem retry=move |()| retry()/>
        </main>
    }
    .into_any()
}

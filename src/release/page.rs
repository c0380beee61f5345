//! The page of one release.

use std::sync::Arc;

use astern_cluster::{FindError, Scope, find_release};
use astern_ledger::{Driver, History, Namespace, ReleaseName};
use astern_protocol::{Place, Route};
use leptos::prelude::*;

use super::NotFound;
use super::facts::{Facts, Sentence};
use super::revision_row::{Picked, RevisionRow, Standing};
use crate::browser::{go, spawn_while_shown};
use crate::components::{Problem, ProblemNotice};
use crate::connection::{Cluster, DetailReader, Following, LiveRecords, follow};
use crate::words::count;

/// How far the page has come.
#[derive(Clone, PartialEq, Debug)]
enum State {
    Looking,
    Failed(Problem),
    Missing(FindError),
    Known(History),
}

/// One release: its history.
#[component]
pub fn ReleasePage(namespace: Namespace, release: ReleaseName) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let state = follow_release(&cluster, &namespace, &release);
    let reader = StoredValue::new_local(DetailReader::new(cluster));
    view! {
        <main id="main" class="page" tabindex="-1">
            <h1>{release.to_string()}</h1>
            {move || match state.get() {
                State::Looking => view! {
                    <p role="status" class="soft section">"Reading the history…"</p>
                }
                .into_any(),
                State::Failed(problem) => view! {
                    <div class="section"><ProblemNotice problem/></div>
                }
                .into_any(),
                State::Missing(error) => view! {
                    <div class="section"><NotFound error/></div>
                }
                .into_any(),
                State::Known(history) => view! {
                    <Known history reader=reader.get_value()/>
                }
                .into_any(),
            }}
        </main>
    }
}

/// Follows the release's Secrets, or its ConfigMaps where it has no Secrets.
fn follow_release(
    cluster: &Arc<Cluster>,
    namespace: &Namespace,
    release: &ReleaseName,
) -> Memo<State> {
    let scope = Scope {
        namespace: Some(namespace.clone()),
        release: Some(release.clone()),
    };
    let records = RwSignal::new(follow(
        cluster.clone(),
        Driver::Secret,
        scope.clone(),
        Following::Watch,
    ));
    let missing = RwSignal::new(None);
    let (cluster, namespace, release) = (cluster.clone(), namespace.clone(), release.clone());
    let owner = Owner::current();
    Effect::new(move |asked: Option<bool>| {
        let empty = records
            .get()
            .with(|r| matches!(r, LiveRecords::Known(k) if k.values().all(Result::is_err)));
        if !empty || asked == Some(true) {
            return asked.unwrap_or_default();
        }
        let (cluster, scope) = (cluster.clone(), scope.clone());
        let (namespace, release, owner) = (namespace.clone(), release.clone(), owner.clone());
        spawn_while_shown(async move {
            match find_release(&cluster.api, &namespace, &release).await {
                Err(error) => missing.set(Some(error)),
                Ok(found) => {
                    let driver = found.history.current().driver;
                    let begin = || follow(cluster.clone(), driver, scope, Following::Watch);
                    if let Some(live) = owner.map(|owner| owner.with(begin)) {
                        records.set(live);
                    }
                }
            }
        });
        true
    });
    Memo::new(move |_| match records.get().get() {
        LiveRecords::Looking { .. } => State::Looking,
        LiveRecords::Failed(error) => State::Failed(Problem::from(&error)),
        LiveRecords::Known(records) => {
            match (
                History::new(records.into_values().flatten().collect()),
                missing.get(),
            ) {
                (Some(history), _) => State::Known(history),
                (None, Some(error)) => State::Missing(error),
                (None, None) => State::Looking,
            }
        }
    })
}

#[component]
fn Known(history: History, reader: DetailReader) -> impl IntoView {
    let current = history.current().clone();
    let before = history
        .before(current.revision)
        .map(|record| record.revision);
    let place = {
        let current = current.clone();
        move |place: Place| Route::of(&current, place)
    };
    let picked = Picked {
        from: RwSignal::new(before.unwrap_or(current.revision)),
        to: RwSignal::new(current.revision),
    };
    let records = history.records().to_vec();
    let ends: Vec<_> = std::iter::once(Standing::Current)
        .chain(
            records
                .iter()
                .map(|newer| Standing::Before(Box::new(newer.clone()))),
        )
        .collect();
    let label = move || format!("Compare {} → {}", picked.from.get(), picked.to.get());
    let same = move || picked.from.get() == picked.to.get();
    let compare = place.clone();
    let press = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (from, to) = (picked.from.get_untracked(), picked.to.get_untracked());
        if from != to {
            go(&compare(Place::compare(from, to)).to_string());
        }
    };
    let rows = reader.clone();
    let (details, newest) = (reader.of(&current), current.clone());
    let since = Signal::derive(move || details.with(|details| details.went_live(&newest)));
    view! {
        <Facts history reader/>
        <section class="answer section" aria-labelledby="answer">
            <Sentence
                status=current.status.clone()
                revision=current.revision.to_string()
                since=since
            />
            <div class="actions">{match before {
                Some(from) => {
                    let to = current.revision;
                    let address = place(Place::compare(from, to));
                    view! {
                        <a class="btn btn--primary btn--big" href=address.to_string()>
                            {format!("See what revision {to} changed")}
                        </a>
                    }
                    .into_any()
                }
                None => view! { <p class="soft">"There is no earlier revision to go back to."</p> }
                    .into_any(),
            }}</div>
        </section>
        <section class="section" aria-labelledby="history">
            <form on:submit=press>
                <div class="section__head">
                    <h2 id="history">"History"</h2>
                    <p class="soft">
                        {count(records.len(), "revision")}
                        ". A revision is one install, upgrade or rollback."
                    </p>
                    {before.map(|_| view! {
                    <div class="pickbar">
                        <span class="soft">"Pick two below:"</span>
                        <button class="btn" type="submit" aria-disabled=move || same().to_string()>
                            {label}
                        </button>
                    </div>
                    })}
                </div>
                <div class="tablewrap" tabindex="0" role="region" aria-label="Revisions">
                    <table class="table history">
                        <caption class="sr">
                            "Revisions, newest first. Pick one in each of the first two columns to \
                             compare them."
                        </caption>
                        <thead><tr>
                            <th scope="col" class="pick">"From"</th>
                            <th scope="col" class="pick">"To"</th>
                            <th scope="col">"Revision"</th>
                            <th scope="col">"State"</th>
                            <th scope="col">"Went live"</th>
                            <th scope="col">"Live for"</th>
                            <th scope="col">"Chart"</th>
                            <th scope="col">"Helm says"</th>
                            <th scope="col"><span class="sr">"Action"</span></th>
                        </tr></thead>
                        <tbody>{records.into_iter().zip(ends).map(|(record, standing)| view! {
                            <RevisionRow record standing picked reader=rows.clone()/>
                        }).collect_view()}</tbody>
                    </table>
                </div>
            </form>
        </section>
    }
}

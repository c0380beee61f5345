//! The page after the press: what happens, until it is over.

use std::sync::Arc;

use astern_ledger::{History, Namespace, ReleaseName, Revision};
use astern_protocol::{Event, Happening, Outcome, Place, RequestId, Route, StartRollback};
use leptos::prelude::*;

use super::follow::{Followed, StreamState, follow};
use super::phases::{PhaseList, Phases};
use super::readiness::{WorkloadTable, Workloads, follow_workloads, ready_said};
use crate::browser::{spawn_while_shown, use_clock};
use crate::components::{Icon, Problem, ProblemNotice};
use crate::connection::{Cluster, Endpoint, follow_current};
use crate::release::WithHistory;
use crate::words;

/// A rollback that was pressed.
#[component]
pub fn ProgressPage(
    namespace: Namespace,
    release: ReleaseName,
    target: Revision,
    request: RequestId,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let heading = format!("Roll back {release} to revision {target}");
    let body = match &cluster.endpoint {
        Endpoint::None => view! {
            <div class="section"><ProblemNotice problem=Problem::plain(
                "This page cannot follow a rollback",
                "It is served by kubectl proxy alone. The release's history says what became of it.",
            )/></div>
        }
        .into_any(),
        Endpoint::Serves { transport, .. } => {
            let transport = transport.clone();
            view! {
                <WithHistory namespace release let:history>
                    <Course history target transport=transport.clone() request=request.clone()/>
                </WithHistory>
            }
            .into_any()
        }
    };
    view! {
        <main id="main" class="page" tabindex="-1"><h1>{heading}</h1>{body}</main>
    }
}

/// The rollback's course, told by three witnesses: helm's own words, Helm's ledger, the workloads.
#[component]
fn Course(
    history: History,
    target: Revision,
    transport: crate::browser::BrowserTransport,
    request: RequestId,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let followed = RwSignal::new(Followed::new());
    let newest = history.current().clone();
    let namespace = newest.namespace.clone();
    spawn_while_shown(follow(transport, namespace, request, followed));

    let current = follow_current(cluster.clone(), &newest);

    let rollback = Memo::new(move |_| followed.with(|f| f.events.iter().find_map(begun)));
    let before = move || {
        rollback
            .get()
            .map(|(rollback, _)| rollback.expected_current)
    };
    let outcome = Memo::new(move |_| followed.with(|f| f.outcome().cloned()));
    let over = Signal::derive(move || outcome.get().is_some());
    // Helm may have pruned the target by now; the revision that it made has the same objects.
    let revision = history.get(target).cloned().unwrap_or(newest.clone());
    let workloads = follow_workloads(cluster, revision, over);
    let phases = Signal::derive(move || {
        let begun = rollback.get().is_some();
        Phases::new(
            begun,
            current.get().as_ref(),
            before(),
            outcome.get().as_ref(),
        )
    });
    let made = Signal::derive(move || {
        current
            .get()
            .map(|now| now.revision)
            .filter(|now| before().is_some_and(|old| *now > old))
    });
    let history_page = Route::of(&newest, Place::History);
    view! {
        <dl class="facts">
            <div><dt>"Namespace"</dt><dd>{newest.namespace.to_string()}</dd></div>
            <div><dt>"From"</dt><dd>{move || before().map(|r| format!("Revision {r}"))}</dd></div>
            <div><dt>"To what was in"</dt><dd>{format!("Revision {target}")}</dd></div>
            <div><dt>"Recorded as"</dt><dd>{move || match made.get() {
                Some(revision) => format!("Revision {revision}"),
                None => "Not recorded".to_owned(),
            }}</dd></div>
        </dl>
        <Answer followed outcome rollback workloads history_page=history_page.to_string()/>
        <section class="section" aria-label="Phases"><PhaseList phases made/></section>
        <section class="section" aria-labelledby="workloads">
            <div class="section__head">
                <h2 id="workloads">"Workloads"</h2>
                <p class="soft">{move || match workloads.get() {
                    None => "Reading which ones the revision has…".to_owned(),
                    Some(all) => format!("{}.", ready_said(&all)),
                }}</p>
            </div>
            <WorkloadTable workloads/>
        </section>
        <Printed followed/>
    }
}

fn begun(event: &Event) -> Option<(StartRollback, astern_ledger::Timestamp)> {
    match &event.what {
        Happening::Begun { rollback, .. } => Some((rollback.clone(), event.at)),
        Happening::Printed { .. } | Happening::Warned { .. } | Happening::Ended { .. } => None,
    }
}

/// How it stands, in one sentence, and what to do then.
#[component]
fn Answer(
    #[prop(into)] followed: Signal<Followed>,
    outcome: Memo<Option<Outcome>>,
    rollback: Memo<Option<(StartRollback, astern_ledger::Timestamp)>>,
    #[prop(into)] workloads: Signal<Option<Workloads>>,
    history_page: String,
) -> impl IntoView {
    let clock = use_clock();
    let seconds = move || {
        let (_, began) = rollback.get()?;
        let end = match outcome.get() {
            Some(_) => followed.with(|f| f.events.last().map(|event| event.at))?,
            None => clock.get(),
        };
        Some(end.as_second() - began.as_second())
    };
    let line = Memo::new(
        move |_| match (outcome.get(), followed.with(|f| f.stream.clone())) {
            (Some(Outcome::Done { revision }), _) => {
                format!("Rolled back: revision {revision} is deployed")
            }
            (Some(Outcome::Failed { .. }), _) => "The rollback failed".to_owned(),
            (Some(Outcome::Interrupted { .. }), _) => "The rollback was interrupted".to_owned(),
            (None, StreamState::Unknown) => "astern knows nothing of this rollback".to_owned(),
            (None, StreamState::Broken(_)) => "astern does not answer".to_owned(),
            (None, _) => match workloads.get() {
                Some(all) if rollback.get().is_some() => {
                    format!("Rolling back: {}", ready_said(&all))
                }
                _ => "Starting".to_owned(),
            },
        },
    );
    let class = move || match (outcome.get(), followed.with(|f| f.stream.clone())) {
        (Some(Outcome::Done { .. }), _) => "answer answer--good section",
        (Some(Outcome::Failed { .. }), _) => "answer answer--bad section",
        (Some(Outcome::Interrupted { .. }), _) => "answer answer--warn section",
        (None, StreamState::Broken(_) | StreamState::Unknown) => "answer answer--warn section",
        (None, _) => "answer section",
    };
    let icon = move || match outcome.get() {
        Some(Outcome::Done { .. }) => Some(view! { <Icon name="ok"/> }),
        Some(Outcome::Failed { .. }) => Some(view! { <Icon name="bad"/> }),
        Some(Outcome::Interrupted { .. }) => Some(view! { <Icon name="stuck"/> }),
        None => None,
    };
    let limit = move || {
        rollback
            .get()
            .map(|(rollback, _)| rollback.options.timeout_seconds)
    };
    view! {
        <section class=class aria-labelledby="answer">
            <div class="row">
                <div class="answer__head" role="status">
                    {icon}<h2 class="answer__line answer__line--wide" id="answer">{line}</h2>
                </div>
                <p class="push soft">
                    <span class="clock" role="timer" aria-label="Elapsed">
                        {move || seconds().map(words::elapsed)}
                    </span>
                    {move || match outcome.get() {
                        Some(_) => None,
                        None => limit().map(|limit| format!(" of {}", words::elapsed(limit.into()))),
                    }}
                </p>
            </div>
            {move || match (outcome.get(), followed.with(|f| f.stream.clone())) {
                (Some(Outcome::Done { .. }), _) => view! {
                    <p class="answer__body">
                        "helm ended without an error and its ledger says so. Revert the change in "
                        "git too, or the next upgrade brings it back."
                    </p>
                }
                .into_any(),
                (Some(
                    Outcome::Failed { message, advice, recorded }
                    | Outcome::Interrupted { message, advice, recorded },
                ), _) => view! {
                    <p class="answer__body">{message}</p>
                    <p class="answer__body"><b>"What to do: "</b>{advice}</p>
                    <p class="soft">{match recorded {
                        Some(now) => format!(
                            "Helm's ledger says now: revision {} is {}.", now.revision, now.status
                        ),
                        None => "Helm's ledger could not be asked.".to_owned(),
                    }}</p>
                }
                .into_any(),
                (None, StreamState::Unknown) => view! {
                    <p class="answer__body">
                        "It was started by an astern that has ended since, or the address is wrong. "
                        "The release's history says what became of it."
                    </p>
                }
                .into_any(),
                (None, StreamState::Broken(why)) => view! {
                    <p class="answer__body">
                        {format!("Following it ended with: {why}. ")}
                        "It is asked again every 2 seconds. helm goes on as long as astern runs."
                    </p>
                }
                .into_any(),
                (None, _) => view! {
                    <p class="soft">
                        "This can't be cancelled: stopping helm halfway leaves the release stuck. "
                        "You may close this page, the rollback goes on. Come back with its address."
                    </p>
                }
                .into_any(),
            }}
            <div class="actions"><a class="btn" href=history_page>"History of the release"</a></div>
        </section>
    }
}

/// What helm printed, word for word.
#[component]
fn Printed(#[prop(into)] followed: Signal<Followed>) -> impl IntoView {
    let lines = move || {
        followed.with(|f| {
            f.events
                .iter()
                .filter_map(|event| match &event.what {
                    Happening::Begun { command, .. } => Some(format!("$ {command}")),
                    Happening::Printed { line, .. } => Some(line.clone()),
                    Happening::Warned { message } => Some(format!("astern: {message}")),
                    Happening::Ended { .. } => None,
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <details class="fold section">
            <summary>
                "What helm printed "
                <span class="muted">{move || format!("({})", words::count(lines().len(), "line"))}</span>
            </summary>
            <pre class="out" tabindex="0">{move || lines().join("\n")}</pre>
        </details>
    }
}

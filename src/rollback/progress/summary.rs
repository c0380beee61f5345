//! How a rollback stands, in one sentence, and what to do then.

use std::time::Duration;

use astern_cluster::ClusterError;
use astern_ledger::{Record, Revision, Timestamp};
use astern_protocol::{Outcome, Place, Route, StartRollback};
use astern_wording::clock;
use leptos::prelude::*;

use super::event_stream::{Followed, StreamState};
use super::phases::{Phases, Progress};
use super::result::{Ending, Holds, How};
use crate::browser::use_clock;
use crate::components::{CopyLink, Icon, Sentence};
use crate::workloads::{Workloads, as_recorded, ready_said};

/// What the witnesses say.
#[derive(Clone, Copy)]
pub struct Told {
    /// The endpoint, or the journal.
    pub followed: Signal<Followed>,
    /// What is carried out, and since when.
    pub rollback: Signal<Option<(StartRollback, Timestamp)>>,
    /// How it ended.
    pub ending: Signal<Option<Ending>>,
    /// The workloads.
    pub workloads: Signal<Option<Workloads>>,
    /// How far it is.
    pub phases: Signal<Phases>,
}

impl Told {
    fn stream(self) -> StreamState {
        self.followed.with(|followed| followed.stream.clone())
    }

    fn line(self) -> String {
        match (self.ending.get(), self.stream()) {
            (Some(ending), _) => ending.line(),
            (None, StreamState::Unknown) => "astern knows nothing of this rollback".to_owned(),
            (None, StreamState::Broken(_)) => "astern does not answer".to_owned(),
            (None, StreamState::Barred { .. }) if self.rollback.get().is_none() => {
                "You may not follow this rollback".to_owned()
            }
            (None, _) => self.running(),
        }
    }

    /// The phase that it is in.
    fn running(self) -> String {
        if self.rollback.get().is_none() {
            return "Starting".to_owned();
        }
        let ready = self
            .workloads
            .with(|all| all.as_ref().map(|all| ready_said(all, false)));
        let phases = self.phases.get();
        let doing = match () {
            () if phases.recorded == Progress::Now => {
                return "Rolling back: helm begins".to_owned();
            }
            () if phases.hooks == Progress::Failed => {
                return "Rolling back: a hook has failed".to_owned();
            }
            () if phases.hooks == Progress::Now => {
                return "Rolling back: hooks run before anything is applied".to_owned();
            }
            () if phases.applied == Progress::Now => "applying",
            () => "waiting",
        };
        match ready {
            Some(ready) => format!("Rolling back: {doing}, {ready}"),
            None => format!("Rolling back: {doing}"),
        }
    }

    fn tone(self) -> (&'static str, Option<&'static str>) {
        match (self.ending.get(), self.stream()) {
            (Some(ending), _) => match (ending.how, ending.holds) {
                (How::Done, _) => ("answer answer--good section", Some("ok")),
                (
                    _,
                    Holds::Stuck(_)
                    | Holds::StuckInHook(_)
                    | Holds::StuckOnCurrent(_)
                    | Holds::StuckOnTarget(_),
                ) => ("answer answer--bad section", Some("stuck")),
                (How::Failed, _) => ("answer answer--bad section", Some("bad")),
                (How::Interrupted, _) => ("answer answer--warn section", Some("warn")),
            },
            (None, StreamState::Broken(_) | StreamState::Unknown) => {
                ("answer answer--warn section", Some("warn"))
            }
            (None, StreamState::Barred { .. }) => ("answer answer--warn section", Some("lock")),
            (None, StreamState::Open | StreamState::Over) => ("answer section", None),
        }
    }
}

/// The answer of the page.
#[component]
pub fn Answer(told: Told, of: Record, target: Revision) -> impl IntoView {
    let line = Memo::new(move |_| told.line());
    let tone = Memo::new(move |_| told.tone());
    let history = Route::of(&of, Place::History).to_string();
    let cures = move || {
        let (rollback, _) = told.rollback.get()?;
        let ending = told.ending.get()?;
        let cures = ending.cures(rollback.expected_current, target);
        let link = |(index, (target, label)): (usize, (Revision, String))| {
            let address = Route::of(&of, Place::Rollback { target }).to_string();
            let (class, id) = match index {
                0 => ("btn btn--primary btn--big", "cure"),
                _ => ("btn", "other-cure"),
            };
            view! { <a class=class id=id href=address>{label}</a> }
        };
        Some(cures.into_iter().enumerate().map(link).collect_view())
    };
    view! {
        <section class=move || tone.get().0 aria-labelledby="answer">
            <div class="row">
                <div class="answer__head" role="status">
                    {move || tone.get().1.map(|name| view! { <Icon name/> })}
                    <h2 class="answer__line answer__line--wide" id="answer">{line}</h2>
                </div>
                <Clock told/>
            </div>
            {move || body(told, target)}
            {move || told_by_the_journal(told)}
            <div class="actions">
                {cures}
                <a class="btn" href=history>"History of the release"</a>
                <CopyLink/>
            </div>
        </section>
    }
}

/// The time since the press, against helm's limit.
#[component]
fn Clock(told: Told) -> impl IntoView {
    let now = use_clock();
    let elapsed = move || {
        let (_, began) = told.rollback.get()?;
        let end = told.followed.with(|f| f.ended().map(|(_, at)| at));
        let end = end.unwrap_or_else(|| now.get());
        Some(end.duration_since(began).unwrap_or_default())
    };
    let limit = move || match told.ending.get() {
        Some(_) => None,
        None => told
            .rollback
            .get()
            .map(|(rollback, _)| rollback.options.timeout_seconds),
    };
    view! {
        <p class="push soft">
            <span class="clock" role="timer" aria-label="Elapsed">
                {move || elapsed().map(clock)}
            </span>
            {move || limit().map(|limit| format!(" of {}", clock(Duration::from_secs(limit.into()))))}
        </p>
    }
}

fn body(told: Told, target: Revision) -> AnyView {
    let outcome = told.followed.with(|followed| followed.outcome().cloned());
    match (outcome, told.stream()) {
        (Some(Outcome::Done { .. }), _) => view! {
            <p class="answer__body">
                "helm ended without an error and its ledger says so. Revert the change in "
                "git too, or the next upgrade brings it back."
            </p>
        }
        .into_any(),
        (
            Some(
                Outcome::Failed {
                    message,
                    advice,
                    recorded,
                    ..
                }
                | Outcome::Interrupted {
                    message,
                    advice,
                    recorded,
                },
            ),
            _,
        ) => view! {
            <p class="answer__body">{message}</p>
            <p class="answer__body" id="advice"><b>"What to do: "</b><Sentence text=advice/></p>
            {holds(told, target)}
            <p class="soft">{match recorded {
                Some(now) => format!(
                    "Helm's ledger said then: revision {} is {}.", now.revision, now.status
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
        (None, StreamState::Barred { why, unread }) => barred(&why, unread.as_ref()).into_any(),
        (None, StreamState::Open | StreamState::Over) => view! {
            <p class="soft">
                "This can't be cancelled: stopping helm halfway leaves the release stuck. "
                "You may close this page, the rollback goes on. Come back with its address."
            </p>
        }
        .into_any(),
    }
}

/// What the cluster holds after one that did not get there, with what is seen of it.
fn holds(told: Told, target: Revision) -> Option<impl IntoView> {
    let (rollback, _) = told.rollback.get()?;
    let ending = told.ending.get()?;
    let before = rollback.expected_current;
    let seen = told.workloads.with(|all| {
        let all = all.as_ref().filter(|all| !all.is_empty())?;
        if !ending.is_seen_by_workloads() {
            return None;
        }
        let as_recorded = as_recorded(all);
        let are = if as_recorded == 1 { "is" } else { "are" };
        let of = all.len();
        Some(format!(
            " As seen now, {as_recorded} of {of} workloads {are} as in revision {target}.",
        ))
    });
    Some(view! {
        <p class="answer__body" id="holds">
            <b>"What the cluster holds: "</b>{ending.what_holds(before, target)}{seen}
        </p>
    })
}

/// That an end was not heard from helm but read: for whoever may not follow.
fn told_by_the_journal(told: Told) -> Option<impl IntoView> {
    let StreamState::Over = told.stream() else {
        return None;
    };
    let why = told.followed.with(|followed| followed.barred.clone())?;
    let said = format!(
        "This is what the journal says. What helm printed takes a token that you cannot mint: {why}."
    );
    Some(view! { <p class="soft">{said}</p> })
}

fn barred(why: &ClusterError, unread: Option<&ClusterError>) -> impl IntoView + use<> {
    let why = format!("Following it takes a token that you cannot mint: {why}.");
    let journal = match unread {
        None => {
            "What stands here comes from the journal, which you may read, and is read again every 5 seconds."
                .to_owned()
        }
        Some(error) => format!("The journal cannot be read either: {error}."),
    };
    view! {
        <p class="answer__body">{why}</p>
        <p class="answer__body">{journal}</p>
        <p class="soft">
            "Helm's ledger and the workloads below are read with your own rights. The rollback goes on."
        </p>
    }
}

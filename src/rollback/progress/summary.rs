//! The summary of a rollback: its state in one sentence, and what to do.

use std::time::Duration;

use astern_cluster::{WaitedObject, WaitedState};
use astern_ledger::{Record, Revision, Timestamp};
use astern_protocol::{Outcome, ReleasePage, Route, StartRollback};
use astern_wording::{AfterWait, clock, kind_and_name, list};
use leptos::prelude::*;

use super::event_stream::{FollowedRollback, StreamState};
use super::live_agreement::LiveAgreement;
use super::phases::{PhaseState, Phases};
use super::result::{ClusterState, Completion, RollbackResult};
use super::result_description::once_more;
use super::stream_notes::{forbidden, journal_note};
use crate::browser::use_clock;
use crate::components::{CopyLink, Icon, TextWithCode, visible_text};
use crate::workloads::{
    AppliedCount, RollbackActivity, Workloads, count_as_recorded, ready_summary,
};

/// The most objects that the sentence names.
const MAX_NAMED: usize = 2;

/// What is observed of a rollback, as it changes.
#[derive(Clone, Copy)]
pub struct ProgressSignals {
    /// What the endpoint or the journal reports.
    pub followed: Signal<FollowedRollback>,
    /// The request that started it, and when.
    pub rollback: Signal<Option<(StartRollback, Timestamp)>>,
    /// The result, once there is one.
    pub result: Signal<Option<RollbackResult>>,
    /// The workloads.
    pub workloads: Signal<Option<Workloads>>,
    /// What helm waits for besides the workloads, while it waits.
    pub waited: Signal<Vec<WaitedObject>>,
    /// What the cluster shows after a wait that failed.
    pub after_wait: Signal<Option<AfterWait>>,
    /// The phases.
    pub phases: Signal<Phases>,
}

impl ProgressSignals {
    fn stream(self) -> StreamState {
        self.followed.with(|followed| followed.stream.clone())
    }

    fn sentence(self) -> String {
        match (self.result.get(), self.stream()) {
            (Some(result), _) => {
                let seen = self.after_wait.get().and_then(|after| after.sentence());
                seen.unwrap_or_else(|| result.sentence())
            }
            (None, StreamState::Unknown) => "astern knows nothing of this rollback".to_owned(),
            (None, StreamState::Interrupted(_)) => "astern does not answer".to_owned(),
            (None, StreamState::Forbidden { .. }) if self.rollback.get().is_none() => {
                "You may not follow this rollback".to_owned()
            }
            (None, _) => self.running_sentence(),
        }
    }

    /// Returns the current phase as a sentence.
    fn running_sentence(self) -> String {
        if self.rollback.get().is_none() {
            return "Starting".to_owned();
        }
        let ready = self.workloads.with(|all| {
            all.as_ref()
                .map(|all| ready_summary(all, RollbackActivity::Running))
        });
        let phases = self.phases.get();
        let activity = match () {
            () if phases.recorded == PhaseState::Running => {
                return "Rolling back: helm begins".to_owned();
            }
            () if phases.hooks == PhaseState::Failed => {
                return "Rolling back: a hook has failed".to_owned();
            }
            () if phases.hooks == PhaseState::Running => {
                return "Rolling back: hooks run before anything is applied".to_owned();
            }
            () if phases.applied == PhaseState::Running => "applying",
            () => "waiting",
        };
        let unmet = |object: &&WaitedObject| matches!(object.state, WaitedState::Unmet(_));
        let waited: Vec<String> = self.waited.with(|all| {
            let unmet = all.iter().filter(unmet);
            unmet.map(|object| kind_and_name(&object.id)).collect()
        });
        let ready = ready.map(|ready| format!(", {ready}")).unwrap_or_default();
        let waited = match waited.is_empty() {
            true => String::new(),
            false => format!("; helm waits for {}", list(waited.iter(), MAX_NAMED)),
        };
        format!("Rolling back: {activity}{ready}{waited}")
    }

    /// Returns whether all workloads are ready although the rollback failed.
    fn is_back(self) -> bool {
        self.after_wait
            .with(|after| matches!(after, Some(AfterWait::OnlyObjects(_) | AfterWait::Ready)))
    }

    /// Returns the class and the icon of the summary.
    fn tone(self) -> (&'static str, Option<&'static str>) {
        match (self.result.get(), self.stream()) {
            (Some(result), _) => match (result.completion, result.cluster) {
                (Completion::Succeeded, _) => ("answer answer--good section", Some("ok")),
                (
                    _,
                    ClusterState::Pending(_)
                    | ClusterState::PendingAfterHook(_)
                    | ClusterState::PendingAfterCurrentManifest(_)
                    | ClusterState::PendingAfterTargetManifest(_),
                ) => ("answer answer--bad section", Some("stuck")),
                (Completion::Failed, _) if self.is_back() => {
                    ("answer answer--warn section", Some("warn"))
                }
                (Completion::Failed, _) => ("answer answer--bad section", Some("bad")),
                (Completion::Interrupted, _) => ("answer answer--warn section", Some("warn")),
            },
            (None, StreamState::Interrupted(_) | StreamState::Unknown) => {
                ("answer answer--warn section", Some("warn"))
            }
            (None, StreamState::Forbidden { .. }) => ("answer answer--warn section", Some("lock")),
            (None, StreamState::Open | StreamState::Complete) => ("answer section", None),
        }
    }
}

/// The summary of a rollback.
#[component]
pub fn ProgressSummary(
    signals: ProgressSignals,
    record: Record,
    target: Revision,
    /// The record of the target, or, where Helm has deleted it, the newest one.
    target_record: Record,
) -> impl IntoView {
    let newest = record.clone();
    // What was not changed needs no comparison.
    let is_compared = Memo::new(move |_| {
        let result = signals.result.get();
        result.is_some_and(|result| result.cluster != ClusterState::Unchanged)
    });
    let sentence = Memo::new(move |_| signals.sentence());
    let tone = Memo::new(move |_| signals.tone());
    let history = Route::of(&record, ReleasePage::History).to_string();
    let suggestions = move || {
        let (rollback, _) = signals.rollback.get()?;
        let result = signals.result.get()?;
        let suggested = match signals.after_wait.get() {
            // The revision before is not better: the target is applied.
            Some(_) => vec![once_more(target)],
            None => result.suggested_rollbacks(rollback.expected_current, target),
        };
        let link = |(index, (target, label)): (usize, (Revision, String))| {
            let address = Route::of(&record, ReleasePage::Rollback { target }).to_string();
            // None is primary: one would do once more what just failed, the other leads back to what was just left.
            let id = match index {
                0 => "cure",
                _ => "other-cure",
            };
            view! { <a class="btn" id=id href=address>{label}</a> }
        };
        Some(suggested.into_iter().enumerate().map(link).collect_view())
    };
    view! {
        <section class=move || tone.get().0 aria-labelledby="answer">
            <div class="row">
                <div class="answer__head" role="status">
                    {move || tone.get().1.map(|name| view! { <Icon name/> })}
                    <h2 class="answer__line answer__line--wide" id="answer">{sentence}</h2>
                </div>
                <ElapsedTime signals/>
            </div>
            {move || body(signals, target)}
            {move || is_compared.get().then(|| view! {
                <LiveAgreement target=target_record.clone() newest=newest.clone() revision=target/>
            })}
            {move || signals.followed.with(journal_note)}
            <div class="actions">
                {suggestions}
                <a class="btn" href=history>"History of the release"</a>
                <CopyLink/>
            </div>
        </section>
    }
}

/// The time since the start, and helm's timeout.
#[component]
fn ElapsedTime(signals: ProgressSignals) -> impl IntoView {
    let now = use_clock();
    let elapsed = move || {
        let (_, started) = signals.rollback.get()?;
        let end = signals.followed.with(|f| f.ended().map(|(_, at)| at));
        let end = end.unwrap_or_else(|| now.get());
        Some(end.duration_since(started).unwrap_or_default())
    };
    let limit = move || match signals.result.get() {
        Some(_) => None,
        None => signals
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

fn body(signals: ProgressSignals, target: Revision) -> AnyView {
    let outcome = signals
        .followed
        .with(|followed| followed.outcome().cloned());
    match (outcome, signals.stream()) {
        (Some(Outcome::Done { revision }), _) => view! {
            <p class="answer__body">
                {format!("Helm finished; revision {revision} is deployed. ")}
                "Revert the change in git too, or the next upgrade brings it back."
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
            <p class="answer__body">{visible_text(&message)}</p>
            <p class="answer__body" id="advice">
                <b>"What to do: "</b>
                <TextWithCode text=signals.after_wait.get().map_or(advice, |after| after.advice(target))/>
            </p>
            {cluster_state(signals, target)}
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
        (None, StreamState::Interrupted(reason)) => view! {
            <p class="answer__body">
                {format!("Following it ended with: {reason}. ")}
                "It is asked again every 2 seconds. helm goes on as long as astern runs."
            </p>
        }
        .into_any(),
        (
            None,
            StreamState::Forbidden {
                reason,
                journal_error,
            },
        ) => forbidden(&reason, journal_error.as_ref()).into_any(),
        (None, StreamState::Open | StreamState::Complete) => view! {
            <p class="soft">
                "This can't be cancelled: stopping helm halfway leaves the release stuck. "
                "You may close this page, the rollback goes on. Come back with its address."
            </p>
        }
        .into_any(),
    }
}

/// Describes what the cluster runs after a rollback that did not succeed, with the state of the workloads.
fn cluster_state(signals: ProgressSignals, target: Revision) -> Option<impl IntoView> {
    let (rollback, _) = signals.rollback.get()?;
    let result = signals.result.get()?;
    let before = rollback.expected_current;
    let observed = signals.workloads.with(|all| {
        let all = all.as_ref().filter(|all| !all.known.is_empty())?;
        if !result.is_clarified_by_workloads() {
            return None;
        }
        let AppliedCount { as_recorded, of } = count_as_recorded(all);
        let are = if as_recorded == 1 { "is" } else { "are" };
        Some(format!(
            " As seen now, {as_recorded} of {of} workloads {are} as in revision {target}.",
        ))
    });
    Some(view! {
        <p class="answer__body" id="holds">
            <b>"What the cluster holds: "</b>{result.describe_cluster(before, target)}{observed}
        </p>
    })
}

//! The hooks of a rollback and their states.

use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{
    ClusterError, HookObject, HookTime, Readiness, RollbackHook, rollback_hooks, workload,
};
use astern_ledger::{Record, Timestamp};
use leptos::prelude::*;

use crate::browser::{now, pause, spawn_while_shown};
use crate::components::Icon;
use crate::connection::{Cluster, until_answered};
use crate::workloads::{LiveWorkload, NotReadyReason, RollbackActivity};

/// How often a hook's Job is read.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// The state of a hook.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HookState {
    /// Its Job does not exist: not created yet, or deleted after it succeeded.
    Absent,
    /// Its Job is running, or cannot start.
    Running(LiveWorkload),
    /// Its Job completed.
    Succeeded,
    /// Its Job failed, with the controller's message.
    Failed(String),
    /// Its Job cannot be read.
    Unreadable(ClusterError),
    /// It is not a Job, so its state is not known.
    NotAJob,
    /// Its document could not be read, so it may be a Job.
    Unread,
}

/// The hooks that a rollback runs, in their order.
pub type Hooks = Vec<(RollbackHook, HookState)>;

/// Follows the hooks of `target` until the rollback is over. Jobs that are older than the record `created` by the rollback
/// belong to an earlier run.
pub fn follow_hooks(
    cluster: Arc<Cluster>,
    target: Record,
    created: Signal<Option<Record>>,
    activity: Signal<RollbackActivity>,
) -> RwSignal<Option<Hooks>> {
    let hooks = RwSignal::new(None);
    spawn_while_shown(async move {
        let payload = || cluster.payloads.get(&cluster.api, &target);
        let Ok(release) = until_answered(payload, |_| ()).await else {
            return;
        };
        let rollback_hooks = rollback_hooks(&release);
        loop {
            let last_round = activity.get_untracked() == RollbackActivity::None;
            let since = created.get_untracked().and_then(|record| record.created);
            let mut states = Vec::with_capacity(rollback_hooks.len());
            for (index, hook) in rollback_hooks.iter().enumerate() {
                let state = match (&hook.object, since) {
                    (HookObject::Other, _) => HookState::NotAJob,
                    (HookObject::Unread, _) => HookState::Unread,
                    (HookObject::Job(_), None) => HookState::Absent,
                    (HookObject::Job(job), Some(since)) => {
                        match workload(&cluster.api, job).await {
                            Ok(job) => job_state(job.as_ref(), since),
                            Err(error) => HookState::Unreadable(error),
                        }
                    }
                };
                let was_running = hooks.with_untracked(|known: &Option<Hooks>| {
                    let known = known.as_ref().and_then(|known| known.get(index));
                    matches!(known, Some((_, HookState::Running(_))))
                });
                let state = match (state, hook.object.job()) {
                    // Most Jobs start within a second, so the reason is read the second time only.
                    (HookState::Running(live), Some(job)) if was_running => {
                        let not_ready = {
                            let since = live.readiness.created.unwrap_or_else(now);
                            NotReadyReason::fetch(&cluster, job, &live.readiness, since).await
                        };
                        HookState::Running(LiveWorkload { not_ready, ..live })
                    }
                    (state, _) => state,
                };
                states.push((hook.clone(), state));
            }
            let states = Some(states);
            if hooks.with_untracked(|known| *known != states) {
                hooks.set(states);
            }
            if last_round || rollback_hooks.is_empty() {
                return;
            }
            pause(POLL_INTERVAL).await;
        }
    });
    hooks
}

fn job_state(job: Option<&Readiness>, since: Timestamp) -> HookState {
    let of_this_run = |job: &&Readiness| job.created.is_some_and(|created| created >= since);
    match job.filter(of_this_run) {
        None => HookState::Absent,
        Some(job) if job.is_ready() => HookState::Succeeded,
        Some(Readiness {
            failure: Some(message),
            ..
        }) => HookState::Failed(message.clone()),
        Some(job) => HookState::Running(LiveWorkload {
            readiness: job.clone(),
            as_recorded: true,
            not_ready: NotReadyReason::NotFetched,
            late_since: None,
        }),
    }
}

/// The list of hooks; nothing when there are none.
#[component]
pub fn HookList(
    #[prop(into)] hooks: Signal<Option<Hooks>>,
    #[prop(into)] activity: Signal<RollbackActivity>,
) -> impl IntoView {
    move || {
        let hooks = hooks.get().filter(|hooks| !hooks.is_empty())?;
        let activity = activity.get();
        let rows = hooks.into_iter().map(|(hook, state)| {
            let time = match hook.time {
                HookTime::Before => "before applying",
                HookTime::After => "after everything is ready",
            };
            let (tone, icon, label, detail) = describe(state, activity);
            view! {
                <li>
                    <span class=format!("status status--{tone}")><Icon name=icon/>{label}</span>
                    " "<b>{hook.name}</b>" "<span class="soft">{hook.kind}", "{time}</span>
                    {detail.map(|detail| view! { <span class="sub">{detail}</span> })}
                </li>
            }
        });
        Some(view! {
            <section class="section" aria-labelledby="hooks">
                <div class="section__head">
                    <h2 id="hooks">"Hooks"</h2>
                    <p class="soft">"Helm runs those of the revision that it goes back to."</p>
                </div>
                <ul class="panel plain stack" id="hook-list">{rows.collect_view()}</ul>
            </section>
        })
    }
}

/// Returns tone, icon, label and detail of a hook's state.
fn describe(
    state: HookState,
    activity: RollbackActivity,
) -> (&'static str, &'static str, &'static str, Option<String>) {
    match state {
        HookState::Absent if activity == RollbackActivity::None => (
            "idle",
            "idle",
            "Not there",
            Some("Not run, or deleted after it had run.".to_owned()),
        ),
        HookState::Absent => ("idle", "idle", "Not begun", None),
        HookState::Running(_) if activity == RollbackActivity::None => {
            ("warn", "warn", "Not ended", None)
        }
        HookState::Running(_) => ("busy", "busy", "Running", None),
        HookState::Succeeded => ("ok", "ok", "Succeeded", None),
        HookState::Failed(message) => ("bad", "bad", "Failed", Some(message)),
        HookState::Unreadable(error) => ("warn", "warn", "Not known", Some(error.to_string())),
        HookState::NotAJob => (
            "idle",
            "idle",
            "Not followed",
            Some("Only a Job says how far it is.".to_owned()),
        ),
        HookState::Unread => (
            "warn",
            "warn",
            "Not known",
            Some("Its document could not be read, so it may be a Job.".to_owned()),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(created: i64, ready: u32, failure: Option<&str>) -> Readiness {
        Readiness {
            ready,
            wanted: 1,
            observed: true,
            failure: failure.map(str::to_owned),
            created: Some(Timestamp::from_second(created)),
            ..Readiness::default()
        }
    }

    #[test]
    fn a_job_of_an_earlier_run_does_not_count() {
        let since = Timestamp::from_second(100);
        assert_eq!(job_state(Some(&job(99, 1, None)), since), HookState::Absent);
        assert_eq!(
            job_state(Some(&job(100, 1, None)), since),
            HookState::Succeeded
        );
        let running = job_state(Some(&job(101, 0, None)), since);
        assert!(matches!(running, HookState::Running(_)));
        let failed = job(101, 0, Some("BackoffLimitExceeded"));
        let expected = HookState::Failed("BackoffLimitExceeded".to_owned());
        assert_eq!(job_state(Some(&failed), since), expected);
        assert_eq!(job_state(None, since), HookState::Absent);
    }
}

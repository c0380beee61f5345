//! The hooks of a rollback, and how far each is.

use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{ClusterError, HookTime, Readiness, RollbackHook, rollback_hooks, workload};
use astern_ledger::{Record, Timestamp};
use leptos::prelude::*;

use crate::browser::{pause, spawn_while_shown};
use crate::components::Icon;
use crate::connection::Cluster;
use crate::workloads::{Live, Why};

/// How often a hook's Job is asked for.
const POLL: Duration = Duration::from_secs(1);

/// How far a hook is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HookState {
    /// Its Job is not there: not begun, or deleted when it had succeeded.
    Absent,
    /// Its Job runs, or is held up.
    Running(Live),
    /// Its Job completed.
    Succeeded,
    /// Its Job failed, in the controller's words.
    Failed(String),
    /// Its Job may not be asked for.
    Unasked(ClusterError),
    /// It is no Job, so nothing says how far it is.
    Untold,
}

/// The hooks that the rollback runs, in their order.
pub type Hooks = Vec<(RollbackHook, HookState)>;

/// Follows the hooks of `target` until `over`. What is older than the record that the rollback `made` is of an earlier run.
pub fn follow_hooks(
    cluster: Arc<Cluster>,
    target: Record,
    made: Signal<Option<Record>>,
    over: Signal<bool>,
) -> RwSignal<Option<Hooks>> {
    let hooks = RwSignal::new(None);
    spawn_while_shown(async move {
        let Ok(release) = cluster.payloads.get(&cluster.api, &target).await else {
            return;
        };
        let found = rollback_hooks(&release);
        loop {
            let last_round = over.get_untracked();
            let since = made.get_untracked().and_then(|made| made.created);
            let mut told = Vec::with_capacity(found.len());
            for (index, hook) in found.iter().enumerate() {
                let state = match (&hook.job, since) {
                    (None, _) => HookState::Untold,
                    (Some(_), None) => HookState::Absent,
                    (Some(job), Some(since)) => match workload(&cluster.api, job).await {
                        Ok(there) => state(there.as_ref(), since),
                        Err(error) => HookState::Unasked(error),
                    },
                };
                let was_running = hooks.with_untracked(|known: &Option<Hooks>| {
                    let known = known.as_ref().and_then(|known| known.get(index));
                    matches!(known, Some((_, HookState::Running(_))))
                });
                let state = match (state, &hook.job) {
                    // Most begin by themselves.
                    (HookState::Running(live), Some(job)) if was_running => {
                        let why = Why::ask(&cluster, job, &live.readiness).await;
                        HookState::Running(Live { why, ..live })
                    }
                    (state, _) => state,
                };
                told.push((hook.clone(), state));
            }
            let told = Some(told);
            if hooks.with_untracked(|known| *known != told) {
                hooks.set(told);
            }
            if last_round || found.is_empty() {
                return;
            }
            pause(POLL).await;
        }
    });
    hooks
}

fn state(job: Option<&Readiness>, since: Timestamp) -> HookState {
    let of_this_run = |job: &&Readiness| job.created.is_some_and(|created| created >= since);
    match job.filter(of_this_run) {
        None => HookState::Absent,
        Some(job) if job.is_ready() => HookState::Succeeded,
        Some(Readiness {
            trouble: Some(said),
            ..
        }) => HookState::Failed(said.clone()),
        Some(job) => HookState::Running(Live {
            readiness: job.clone(),
            as_recorded: true,
            why: Why::NotAsked,
        }),
    }
}

/// The hooks in a list; nothing when there are none.
#[component]
pub fn HookList(
    #[prop(into)] hooks: Signal<Option<Hooks>>,
    #[prop(into)] over: Signal<bool>,
) -> impl IntoView {
    move || {
        let hooks = hooks.get().filter(|hooks| !hooks.is_empty())?;
        let over = over.get();
        let rows = hooks.into_iter().map(|(hook, state)| {
            let time = match hook.time {
                HookTime::Before => "before applying",
                HookTime::After => "after everything is ready",
            };
            let (tone, icon, word, said) = told(state, over);
            view! {
                <li>
                    <span class=format!("status status--{tone}")><Icon name=icon/>{word}</span>
                    " "<b>{hook.name}</b>" "<span class="soft">{hook.kind}", "{time}</span>
                    {said.map(|said| view! { <span class="sub">{said}</span> })}
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

fn told(
    state: HookState,
    over: bool,
) -> (&'static str, &'static str, &'static str, Option<String>) {
    match state {
        HookState::Absent if over => (
            "idle",
            "idle",
            "Not there",
            Some("Not run, or deleted after it had run.".to_owned()),
        ),
        HookState::Absent => ("idle", "idle", "Not begun", None),
        HookState::Running(_) if over => ("warn", "warn", "Not ended", None),
        HookState::Running(_) => ("busy", "busy", "Running", None),
        HookState::Succeeded => ("ok", "ok", "Succeeded", None),
        HookState::Failed(said) => ("bad", "bad", "Failed", Some(said)),
        HookState::Unasked(error) => ("warn", "warn", "Not known", Some(error.to_string())),
        HookState::Untold => (
            "idle",
            "idle",
            "Not followed",
            Some("Only a Job says how far it is.".to_owned()),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use astern_cluster::Template;

    fn job(created: i64, ready: u32, trouble: Option<&str>) -> Readiness {
        Readiness {
            ready,
            wanted: 1,
            older: 0,
            observed: true,
            trouble: trouble.map(str::to_owned),
            created: Some(Timestamp::from_second(created)),
            template: Template::default(),
            pods: None,
        }
    }

    #[test]
    fn a_job_of_an_earlier_run_says_nothing_of_this_one() {
        let since = Timestamp::from_second(100);
        assert_eq!(state(Some(&job(99, 1, None)), since), HookState::Absent);
        assert_eq!(state(Some(&job(100, 1, None)), since), HookState::Succeeded);
        let running = state(Some(&job(101, 0, None)), since);
        assert!(matches!(running, HookState::Running(_)));
        let failed = job(101, 0, Some("BackoffLimitExceeded"));
        let told = HookState::Failed("BackoffLimitExceeded".to_owned());
        assert_eq!(state(Some(&failed), since), told);
        assert_eq!(state(None, since), HookState::Absent);
    }
}

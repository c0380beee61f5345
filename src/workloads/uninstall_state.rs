//! How far an uninstall came that began and has not ended.

use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{HookTime, UninstallHook, uninstall_hook, workload};
use astern_ledger::Record;
use leptos::prelude::*;

use crate::browser::{pause, spawn_while_shown, use_tab_shown};
use crate::components::visible_text;
use crate::connection::{Cluster, until_answered};

/// How often the hook's Job is read.
const POLL: Duration = Duration::from_secs(5);

/// How far the uninstall came.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Progress {
    /// The record is being read.
    Reading,
    /// It is in no hook.
    InNoHook,
    /// It is in a hook, or did not come past it.
    InHook(UninstallHook, HookState),
}

/// What the cluster says of the hook.
#[derive(Clone, PartialEq, Eq, Debug)]
enum HookState {
    /// It is being asked, cannot be asked, or the hook is no Job.
    NotKnown,
    /// The Job is not there.
    Absent,
    /// The Job has not ended.
    Running,
    /// The Job succeeded.
    Succeeded,
    /// The Job failed, for this reason.
    Failed(String),
}

/// A sentence that says in which hook the uninstall stopped, and what it has deleted.
#[component]
pub fn UninstallState(current: Record) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let progress = RwSignal::new(Progress::Reading);
    let tab_shown = use_tab_shown();
    spawn_while_shown(async move {
        let payload = || cluster.payloads.get(&cluster.api, &current);
        let Ok(release) = until_answered(payload, |_| ()).await else {
            return;
        };
        let Some(hook) = uninstall_hook(&release) else {
            return progress.set(Progress::InNoHook);
        };
        loop {
            if tab_shown.get_untracked() {
                let state = hook_state(&cluster, &hook).await;
                let now = Progress::InHook(hook.clone(), state);
                if progress.with_untracked(|before| *before != now) {
                    progress.set(now);
                }
            }
            pause(POLL).await;
        }
    });
    view! { <span id="uninstall-state">{move || progress.with(|progress| visible_text(&describe(progress)))}</span> }
}

async fn hook_state(cluster: &Cluster, hook: &UninstallHook) -> HookState {
    let Some(job) = hook.object.job() else {
        return HookState::NotKnown;
    };
    match workload(&cluster.api, job).await {
        Ok(Some(readiness)) => match readiness.failure {
            Some(reason) => HookState::Failed(reason),
            None if readiness.is_ready() => HookState::Succeeded,
            None => HookState::Running,
        },
        Ok(None) => HookState::Absent,
        Err(_) => HookState::NotKnown,
    }
}

fn describe(progress: &Progress) -> String {
    let (hook, state) = match progress {
        Progress::Reading => return "How far it came is being read.".to_owned(),
        Progress::InNoHook => {
            return "No hook of it is recorded that has not succeeded, so it may have deleted objects.".to_owned();
        }
        Progress::InHook(hook, state) => (hook, state),
    };
    let (event, deleted) = match hook.time {
        HookTime::Before => (
            "pre-delete",
            "Helm deletes objects after these hooks have succeeded, so it has deleted none.",
        ),
        HookTime::After => (
            "post-delete",
            "Helm runs these hooks when it has deleted the objects.",
        ),
    };
    let name = format!("its {event} hook {} ({})", hook.name, hook.kind);
    let stopped = match state {
        HookState::Failed(reason) => format!("It stopped in {name}, which failed: {reason}"),
        HookState::Absent => format!("It stopped in {name}, which is not in the cluster any more"),
        HookState::Running => format!("It is in {name}, which has not ended"),
        HookState::Succeeded => format!("It did not go on after {name}, which succeeded"),
        HookState::NotKnown => format!("It did not come past {name}, as far as is recorded"),
    };
    let stopped = stopped.trim_end_matches('.');
    format!("{stopped}. {deleted}")
}

#[cfg(test)]
mod tests {
    use astern_cluster::HookObject;

    use super::*;

    #[test]
    fn the_hook_and_what_was_deleted_are_named() {
        let hook = |time| UninstallHook {
            time,
            kind: "Job".to_owned(),
            name: "drain".to_owned(),
            began: None,
            object: HookObject::Other,
        };
        let failed = HookState::Failed("Job has reached the specified backoff limit".to_owned());
        assert_eq!(
            describe(&Progress::InHook(hook(HookTime::Before), failed)),
            "It stopped in its pre-delete hook drain (Job), which failed: Job has reached the specified backoff limit. Helm \
             deletes objects after these hooks have succeeded, so it has deleted none."
        );
        let after = describe(&Progress::InHook(
            hook(HookTime::After),
            HookState::NotKnown,
        ));
        assert!(after.contains("when it has deleted the objects"), "{after}");
        assert!(describe(&Progress::InNoHook).contains("may have deleted"));
    }
}

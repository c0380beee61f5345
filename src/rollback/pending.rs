//! The notice that the operation of the current revision has not ended: helm is still running, or was killed.

use std::sync::Arc;
use std::time::Duration;

use astern_ledger::{Operation, Record, Status, Timestamp};
use astern_protocol::{Journal, Outcome, ReleasePage, Route};
use leptos::prelude::*;

use crate::browser::{pause, spawn_while_shown, use_clock};
use crate::components::Icon;
use crate::connection::{Cluster, read_journal};
use crate::workloads::UninstallState;

/// By how many seconds the clocks of the endpoint and of the API server may differ.
const MAX_CLOCK_SKEW: i64 = 60;

/// How many seconds there may be between the start of a rollback and its new revision.
const MAX_START_DELAY: i64 = 600;

/// Returns the operation that has not ended, if there is one, to be followed by the revision.
pub fn unfinished_operation(status: &Status) -> Option<&'static str> {
    match status {
        Status::Pending(Operation::Install) => Some("Install of"),
        Status::Pending(Operation::Upgrade) => Some("Upgrade to"),
        Status::Pending(Operation::Rollback) => Some("The rollback that made"),
        Status::Uninstalling => Some("The uninstall of"),
        _ => None,
    }
}

/// Notes that the operation has not ended; of a rollback that Astern ran, what the journal records of it.
#[component]
pub fn PendingNotice(current: Record) -> impl IntoView {
    let clock = use_clock();
    let Some(operation) = unfinished_operation(&current.status) else {
        return ().into_any();
    };
    let rollback = use_journal(&current);
    let (created, revision) = (current.created, current.revision);
    let is_uninstall = current.status == Status::Uninstalling;
    let ago = move |time: Option<Timestamp>| match time {
        Some(time) => astern_wording::ago(time, clock.get()),
        None => "at an unknown time".to_owned(),
    };
    let heading = Memo::new(move |_| match rollback.get() {
        Some(JournalState::Failed(at)) => format!(
            "A rollback failed {} and is recorded as begun",
            ago(Some(at))
        ),
        Some(JournalState::Started { at, .. }) => {
            format!(
                "Astern began a rollback {} and has noted no end of it",
                ago(Some(at))
            )
        }
        // The record is older than an uninstall, which changes it in place.
        None if is_uninstall => {
            format!("{operation} revision {revision} was begun and has not ended")
        }
        None => format!(
            "{operation} revision {revision} started {} and {}",
            ago(created),
            astern_wording::unfinished(created, clock.get())
        ),
    });
    let body = move || {
        match rollback.get() {
        Some(JournalState::Failed(_)) => view! {
            "No helm is at work on it any more: Astern ran it, and the journal says that it ended. Helm never cleans up \
             after that by itself; rolling back is the cure. What it failed of stands in the journal, on the release's page."
        }
        .into_any(),
        Some(JournalState::Started { follow, .. }) => view! {
            "Its helm is at work, unless that astern was ended meanwhile. Wait for it: "
            <a href=follow.to_string()>"follow it"</a>". Two at once leave the objects of both."
        }
        .into_any(),
        None if is_uninstall => view! {
            <UninstallState current=current.clone()/>
            " Where somebody's helm is still at work on it, wait for that, because two at once leave the objects of both. Else \
             rolling back ends the state uninstalling."
        }
        .into_any(),
        None => view! {
            "Helm refuses every upgrade until that is settled. Either somebody's helm is still at work: then wait for it, \
             because two at once leave the objects of both. Or that helm was killed, which it never cleans up after: then \
             rolling back is the cure. Ask in the channel before you press."
        }
        .into_any(),
    }
    };
    view! {
        <div class="notice notice--warn section" id="pending">
            <Icon name="stuck"/>
            <div><h2>{heading}</h2><p>{body}</p></div>
        </div>
    }
    .into_any()
}

/// What the journal records of the rollback that created this revision.
#[derive(Clone, PartialEq)]
enum JournalState {
    /// It failed.
    Failed(Timestamp),
    /// It was started, and no end of it is recorded.
    Started {
        /// When.
        at: Timestamp,
        /// The page that follows it.
        follow: Route,
    },
}

/// How often the journal is read while it records no end.
const POLL_INTERVAL: Duration = Duration::from_secs(5);

/// Reads the journal until it records an end. Where it may not be read, Helm's record is all there is.
fn use_journal(current: &Record) -> ReadSignal<Option<JournalState>> {
    let (state, set_state) = signal(None);
    if current.status == Status::Pending(Operation::Rollback) {
        let cluster = expect_context::<Arc<Cluster>>();
        let current = current.clone();
        spawn_while_shown(async move {
            loop {
                let journal = read_journal(&cluster, &current.namespace, &current.release).await;
                let found = journal
                    .ok()
                    .and_then(|journal| find_rollback(&journal, &current));
                let is_over = !matches!(found, Some(JournalState::Started { .. }));
                set_state.set(found);
                if is_over {
                    return;
                }
                pause(POLL_INTERVAL).await;
            }
        });
    }
    state
}

/// Finds the rollback that created this revision: it was expected to follow the revision before, and was started about when
/// this one was created. A rollback that was interrupted does not count: it is not known how its helm ended.
fn find_rollback(journal: &Journal, current: &Record) -> Option<JournalState> {
    journal.entries.iter().find_map(|entry| {
        let rollback = &entry.rollback;
        let created = current.created?;
        let matches_revision = rollback.release == current.release
            && rollback.expected_current.next() == current.revision
            && (-MAX_CLOCK_SKEW..MAX_START_DELAY)
                .contains(&(created.as_second() - entry.started.as_second()));
        let follow = || {
            Route::of(
                current,
                ReleasePage::Progress {
                    target: rollback.target,
                    request: rollback.request_id.clone(),
                },
            )
        };
        match &entry.end {
            _ if !matches_revision => None,
            None => Some(JournalState::Started {
                at: entry.started,
                follow: follow(),
            }),
            Some(end) => match &end.outcome {
                Outcome::Failed {
                    recorded: Some(now),
                    ..
                } if now.revision == current.revision
                    && now.status == current.status
                    && end.at.as_second() + MAX_CLOCK_SKEW >= created.as_second() =>
                {
                    Some(JournalState::Failed(end.at))
                }
                _ => None,
            },
        }
    })
}

#[cfg(test)]
mod tests {
    use astern_ledger::{Driver, ObjectVersion};
    use serde_json::json;

    use super::*;

    fn find(started: i64, end: Option<i64>) -> Option<JournalState> {
        let at = |second| Timestamp::from_second(second).to_string();
        let end = end.map(|second| {
            json!({ "at": at(second), "seconds": 1, "outcome": { "result": "failed", "message": "m", "advice": "a",
                "recorded": { "revision": 5, "status": "pending-rollback" } } })
        });
        let entry = json!({ "rollback": { "request_id": "00000000000000000000000000000001", "namespace": "shop",
                "release": "shop", "target": 3, "expected_current": 4,
                "options": { "wait": true, "timeout_seconds": 300, "cleanup_on_fail": true } },
            "started": at(started), "helm": "v4.3.1", "run_by": { "place": "laptop", "run": "x" }, "end": end });
        let journal = Journal {
            namespace: "shop".parse().unwrap(),
            entries: vec![serde_json::from_value(entry).unwrap()],
            unreadable: 0,
        };
        let current = Record {
            driver: Driver::Secret,
            namespace: "shop".parse().unwrap(),
            release: "shop".parse().unwrap(),
            revision: 5.try_into().unwrap(),
            status: Status::Pending(Operation::Rollback),
            created: Some(Timestamp::from_second(1_000)),
            object: String::new(),
            version: ObjectVersion::default(),
        };
        find_rollback(&journal, &current)
    }

    #[test]
    fn the_journal_holds_the_rollback_that_created_the_revision() {
        assert!(matches!(
            find(999, None),
            Some(JournalState::Started { .. })
        ));
        let failed = Timestamp::from_second(1_010);
        assert!(find(999, Some(1_010)) == Some(JournalState::Failed(failed)));
        // A revision of the same number, of an earlier install.
        assert!(find(100, Some(110)).is_none());
        assert!(find(100, None).is_none());
    }
}

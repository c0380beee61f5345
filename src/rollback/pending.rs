//! The current revision was begun and has not ended: is somebody's helm at work, or was it killed?

use std::sync::Arc;
use std::time::Duration;

use astern_ledger::{Operation, Record, Status, Timestamp};
use astern_protocol::{Journal, Outcome, Place, Route};
use leptos::prelude::*;

use crate::browser::{pause, spawn_while_shown, use_clock};
use crate::components::Icon;
use crate::connection::{Cluster, read_journal};

/// By how many seconds the endpoint's clock and the API server's may differ.
const CLOCKS: i64 = 60;

/// How many seconds there may be between the press and the revision that it makes.
const BEGINNING: i64 = 600;

/// What was begun and has not ended.
pub fn operation(status: &Status) -> Option<&'static str> {
    match status {
        Status::Pending(Operation::Install) => Some("An install"),
        Status::Pending(Operation::Upgrade) => Some("An upgrade"),
        Status::Pending(Operation::Rollback) => Some("A rollback"),
        Status::Uninstalling => Some("An uninstall"),
        _ => None,
    }
}

/// That it has not ended; of a rollback that Astern ran, that its helm has.
#[component]
pub fn Pending(current: Record) -> impl IntoView {
    let clock = use_clock();
    let Some(operation) = operation(&current.status) else {
        return ().into_any();
    };
    let known = use_journal(&current);
    let began = current.created;
    let ago = move |then: Option<Timestamp>| match then {
        Some(then) => astern_wording::ago(then, clock.get()),
        None => "at an unknown time".to_owned(),
    };
    let heading = Memo::new(move |_| match known.get() {
        Some(Told::Ended(at)) => format!(
            "A rollback failed {} and is recorded as begun",
            ago(Some(at))
        ),
        Some(Told::Begun { at, .. }) => {
            format!(
                "Astern began a rollback {} and has noted no end of it",
                ago(Some(at))
            )
        }
        None => format!("{operation} was begun {} and has not ended", ago(began)),
    });
    let body = move || {
        match known.get() {
        Some(Told::Ended(_)) => view! {
            "No helm is at work on it any more: Astern ran it, and the journal says that it ended. Helm never cleans up \
             after that by itself; rolling back is the cure. What it failed of stands in the journal, on the release's page."
        }
        .into_any(),
        Some(Told::Begun { follow, .. }) => view! {
            "Its helm is at work, unless that astern was ended meanwhile. Wait for it: "
            <a href=follow.to_string()>"follow it"</a>". Two at once leave the objects of both."
        }
        .into_any(),
        None => view! {
            "Either somebody's helm is still at work: then wait for it, because two at once leave the objects of both. Or \
             that helm was killed, which it never cleans up after: then rolling back is the cure. Ask in the channel \
             before you press."
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

/// What the journal tells of the rollback that made this revision.
#[derive(Clone, PartialEq)]
enum Told {
    /// It failed.
    Ended(Timestamp),
    /// It was begun, and no end of it is noted.
    Begun {
        /// When.
        at: Timestamp,
        /// Where it is followed.
        follow: Route,
    },
}

/// How often the journal is read while it tells of no end.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// What the journal tells. Whoever may not read it is told what Helm's ledger tells.
fn use_journal(current: &Record) -> ReadSignal<Option<Told>> {
    let (told, set_told) = signal(None);
    if current.status == Status::Pending(Operation::Rollback) {
        let cluster = expect_context::<Arc<Cluster>>();
        let current = current.clone();
        spawn_while_shown(async move {
            loop {
                let journal = read_journal(&cluster, &current.namespace, &current.release).await;
                let found = journal.ok().and_then(|journal| look_up(&journal, &current));
                let is_over = !matches!(found, Some(Told::Begun { .. }));
                set_told.set(found);
                if is_over {
                    return;
                }
                pause(LOOK_AGAIN).await;
            }
        });
    }
    told
}

/// The entry of the rollback that made this revision: it was of the revision before, and begun no later than this one was
/// made. One that was interrupted is none: nobody saw its helm end.
fn look_up(journal: &Journal, current: &Record) -> Option<Told> {
    journal.entries.iter().find_map(|entry| {
        let rollback = &entry.rollback;
        let made = current.created?;
        let ours = rollback.release == current.release
            && rollback.expected_current.next() == current.revision
            && (-CLOCKS..BEGINNING).contains(&(made.as_second() - entry.started.as_second()));
        let follow = || {
            Route::of(
                current,
                Place::Progress {
                    target: rollback.target,
                    request: rollback.request_id.clone(),
                },
            )
        };
        match &entry.end {
            _ if !ours => None,
            None => Some(Told::Begun {
                at: entry.started,
                follow: follow(),
            }),
            Some(end) => match &end.outcome {
                Outcome::Failed {
                    recorded: Some(now),
                    ..
                } if now.revision == current.revision
                    && now.status == current.status
                    && end.at.as_second() + CLOCKS >= made.as_second() =>
                {
                    Some(Told::Ended(end.at))
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

    fn told(started: i64, end: Option<i64>) -> Option<Told> {
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
            unreadable: Vec::new(),
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
        look_up(&journal, &current)
    }

    #[test]
    fn the_journal_tells_of_the_rollback_that_made_the_revision() {
        assert!(matches!(told(999, None), Some(Told::Begun { .. })));
        let ended = Timestamp::from_second(1_010);
        assert!(told(999, Some(1_010)) == Some(Told::Ended(ended)));
        // One of the same number, of a release that was uninstalled since.
        assert!(told(100, Some(110)).is_none());
        assert!(told(100, None).is_none());
    }
}

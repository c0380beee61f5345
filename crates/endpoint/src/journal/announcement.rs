//! Announcing the start and the end of a rollback: an Event in the namespace and, in the cluster, a line in the log.

use std::time::Duration;

use astern_cluster::{Event, EventKind, write_event};
use astern_ledger::{Driver, Record};
use astern_protocol::{Entry, Outcome, RunLocation};
use serde_json::json;

use crate::backend::Cluster;
use crate::stderr;
use crate::truncate::truncate_middle;

/// How long creating an Event may take. Only the end of the rollback on the page waits for it.
const EVENT_TIMEOUT: Duration = Duration::from_secs(5);

/// The longest message of an Event, in characters; the API server takes 1,024 bytes.
const MAX_MESSAGE: usize = 240;

/// Announces that a rollback started or ended. A failure is ignored, because it says nothing of the rollback.
pub(super) async fn announce(cluster: &Cluster, driver: Driver, entry: &Entry) {
    if entry.run_by.place == RunLocation::Cluster {
        stderr::write_line(log_line(entry));
    }
    let _ = tokio::time::timeout(EVENT_TIMEOUT, write_event(cluster, &event(driver, entry))).await;
}

/// Returns a line of JSON for the log of the pod.
fn log_line(entry: &Entry) -> String {
    let what = match &entry.end {
        None => "rollback-begun",
        Some(_) => "rollback-ended",
    };
    let at = entry.end.as_ref().map_or(entry.started, |end| end.at);
    json!({ "at": at, "what": what, "entry": entry }).to_string()
}

/// Returns an Event about the record of the revision that was current.
fn event(driver: Driver, entry: &Entry) -> Event {
    let request = &entry.rollback;
    let (release, from, to) = (&request.release, request.expected_current, request.target);
    let change = format!("{release} from revision {from} to what was in revision {to}");
    let (kind, reason, text) = match entry.end.as_ref().map(|end| &end.outcome) {
        None => (
            EventKind::Normal,
            "RollbackBegun",
            format!("Rolling back {change}."),
        ),
        Some(Outcome::Done { revision }) => (
            EventKind::Normal,
            "RolledBack",
            format!("Rolled back {change}, as revision {revision}."),
        ),
        Some(Outcome::Failed { message, .. }) => (
            EventKind::Warning,
            "RollbackFailed",
            format!("Not rolled back {change}: {message}"),
        ),
        Some(Outcome::Interrupted { message, .. }) => (
            EventKind::Warning,
            "RollbackInterrupted",
            format!("Rolling back {change}: {message}"),
        ),
    };
    let mut message = truncate_middle(&text, MAX_MESSAGE);
    message.push_str(&requester(entry));
    let at = entry.end.as_ref().map_or(entry.started, |end| end.at);
    Event {
        namespace: request.namespace.clone(),
        driver,
        record: Record::object_name(release, from),
        kind,
        reason,
        message,
        at,
    }
}

/// Returns the sentences about who asked for the rollback, and why. A name that no token proves is marked as a claim.
fn requester(entry: &Entry) -> String {
    let request = &entry.rollback;
    let mut text = String::new();
    if let Some(identity) = &entry.by {
        let id = identity.token_id.as_deref().unwrap_or("no token id");
        text.push_str(&format!(" By {} ({id}).", identity.user));
    }
    if let Some(claimant) = &request.claimed_by {
        text.push_str(&format!(
            " Claimed by {}.",
            truncate_middle(&claimant.to_string(), 60)
        ));
    }
    if let Some(reason) = &request.reason {
        text.push_str(&format!(
            " Reason: {}",
            truncate_middle(&reason.to_string(), 60)
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use astern_ledger::Timestamp;
    use astern_protocol::{ReviewedIdentity, RollbackEnd, RunBy};

    fn entry(outcome: Option<Outcome>) -> Entry {
        let request = r#"{"request_id":"00000000000000000000000000000001","namespace":"shop","release":"shop",
            "target":3,"expected_current":4,"claimed_by":"jane","reason":"pods of 4 do not start"}"#;
        let at = Timestamp::UNIX_EPOCH;
        Entry {
            rollback: serde_json::from_str(request).unwrap(),
            by: Some(ReviewedIdentity {
                user: "system:serviceaccount:shop:astern-rollback".to_owned(),
                token_id: Some("JTI=7".to_owned()),
            }),
            started: at,
            helm: "v4.3.1".to_owned(),
            run_by: RunBy {
                place: RunLocation::Cluster,
                run: "r".to_owned(),
            },
            end: outcome.map(|outcome| RollbackEnd {
                at,
                seconds: 0,
                outcome,
            }),
        }
    }

    #[test]
    fn an_event_says_what_was_done_by_whom_and_why() {
        let done = Outcome::Done {
            revision: 5.try_into().unwrap(),
        };
        let event = event(Driver::Secret, &entry(Some(done)));
        assert_eq!(event.reason, "RolledBack");
        assert_eq!(event.record, "sh.helm.release.v1.shop.v4");
        assert_eq!(
            event.message,
            "Rolled back shop from revision 4 to what was in revision 3, as revision 5. By \
             system:serviceaccount:shop:astern-rollback (JTI=7). Claimed by jane. Reason: pods of 4 do not start"
        );
    }

    #[test]
    fn no_event_is_longer_than_kubernetes_takes() {
        let failed = Outcome::Failed {
            message: "ä".repeat(5000),
            advice: String::new(),
            stage: None,
            recorded: None,
        };
        let mut long = entry(Some(failed));
        long.rollback.reason = Some("ä".repeat(500).parse().unwrap());
        long.rollback.claimed_by = Some("ä".repeat(256).parse().unwrap());
        let event = event(Driver::Secret, &long);
        assert!(event.message.len() <= 1024, "{}", event.message.len());
        assert_eq!(event.kind, EventKind::Warning);
    }
}

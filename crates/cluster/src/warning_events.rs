//! Reads the warning Events about an object.

use astern_ledger::{Namespace, Timestamp};
use serde::Deserialize;

use crate::exchange::ask;
use crate::object_meta::null_is_empty;
use crate::readiness_problem::SeenIn;
use crate::{
    Accept, ClusterError, ProblemCause, ReadinessProblem, Request, Right, Transport, Verb,
};

#[derive(Deserialize)]
struct EventList {
    #[serde(default, deserialize_with = "null_is_empty")]
    items: Vec<WarningEvent>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WarningEvent {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    last_timestamp: Option<Timestamp>,
    #[serde(default)]
    event_time: Option<Timestamp>,
}

impl WarningEvent {
    /// Returns a key that sorts what says least first, and of equals the oldest: that something is still waited for or tried
    /// again says less than why.
    fn order(&self) -> (bool, Option<Timestamp>) {
        let is_repetition = ["timed out waiting for the condition", "Back-off "]
            .iter()
            .any(|words| self.message.contains(words));
        (!is_repetition, self.last_timestamp.max(self.event_time))
    }
}

/// Returns the problems that the warning Events about one object report; the last one says most.
pub(crate) async fn warnings<T: Transport>(
    transport: &T,
    namespace: &Namespace,
    kind: &str,
    name: &str,
) -> Result<Vec<ReadinessProblem>, ClusterError> {
    let right = Right {
        verb: Verb::List,
        resource: "events".into(),
        namespace: Some(namespace.clone()),
    };
    let about = format!("involvedObject.kind={kind},involvedObject.name={name},type=Warning");
    let path = format!("api/v1/namespaces/{namespace}/events");
    let request = Request::get(path, Accept::Json)
        .needing(right)
        .query("fieldSelector", &about);
    let EventList { mut items } = ask(transport, &request).await?;
    astern_ledger::sort_by_key(&mut items, WarningEvent::order);
    let to_problem = |event: WarningEvent| ReadinessProblem {
        cause: cause_of_event(&event),
        reason: event.reason,
        seen_in: SeenIn {
            kind: kind.to_owned(),
            name: name.to_owned(),
            container: None,
        },
        message: event.message,
        ended: None,
        since: None,
        more: 0,
    };
    Ok(items.into_iter().map(to_problem).collect())
}

fn cause_of_event(event: &WarningEvent) -> ProblemCause {
    match event.reason.as_str() {
        "FailedMount" | "FailedAttachVolume" | "FailedMapVolume" | "VolumeResizeFailed" => {
            ProblemCause::Volume
        }
        "Unhealthy" | "ProbeWarning" => ProblemCause::Probe,
        "FailedScheduling" => ProblemCause::Unschedulable,
        "BackOff" => ProblemCause::Crash,
        _ => cause_of_words(&event.message),
    }
}

/// Classifies the message with which the API server refuses a pod.
pub(crate) fn cause_of_words(message: &str) -> ProblemCause {
    let has = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if has(&["exceeded quota", "failed quota"]) {
        ProblemCause::Quota
    } else if has(&["admission webhook", "calling webhook"]) {
        ProblemCause::Webhook
    } else if has(&["violates PodSecurity", "is forbidden"]) {
        ProblemCause::Policy
    } else {
        ProblemCause::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_distinguished_by_the_api_servers_words() {
        for (message, cause) in [
            (
                "pods \"x\" is forbidden: exceeded quota: q, requested: cpu=1",
                ProblemCause::Quota,
            ),
            (
                "admission webhook \"policy.example\" denied the request: no",
                ProblemCause::Webhook,
            ),
            (
                "pods \"x\" is forbidden: violates PodSecurity \"restricted\"",
                ProblemCause::Policy,
            ),
            ("ReplicaSet has timed out progressing.", ProblemCause::Other),
        ] {
            assert_eq!(cause_of_words(message), cause, "{message}");
        }
    }
}

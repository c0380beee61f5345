//! Why helm waits for an object, in a sentence.

use astern_cluster::{ObjectCondition, Unmet};
use astern_manifest::ObjectId;

/// Returns why helm waits for an object, as what follows its name and a colon.
#[must_use]
pub fn unmet_sentence(unmet: &Unmet) -> String {
    match unmet {
        Unmet::Absent => "it is not there".to_owned(),
        Unmet::Terminating => "it is being deleted".to_owned(),
        Unmet::NotObserved => "its controller has not observed its newest specification".to_owned(),
        Unmet::Condition(condition) => of_condition(condition),
        Unmet::Phase(phase) if phase.is_empty() => "it has no phase yet".to_owned(),
        Unmet::Phase(phase) => format!("its phase is {phase}"),
        Unmet::NoClusterIp => "it has no cluster IP".to_owned(),
        Unmet::NoLoadBalancer => "its load balancer has no address".to_owned(),
        Unmet::NotEstablished => "Established is not True".to_owned(),
        Unmet::Pods { ready, wanted } => format!("{ready} of {wanted} pods ready"),
        Unmet::Unreadable { field, ready } => {
            let ready = ready.as_ref().map(|ready| of_condition(ready) + ". ");
            format!(
                "{}helm cannot read its `{field}`, so it waits whatever the status says",
                ready.unwrap_or_default()
            )
        }
    }
}

/// Returns the kind and the name of an object, as helm's messages have it.
#[must_use]
pub fn kind_and_name(id: &ObjectId) -> String {
    format!("{}/{}", id.kind, id.name)
}

fn of_condition(condition: &ObjectCondition) -> String {
    let ObjectCondition {
        kind,
        status,
        reason,
        message,
    } = condition;
    match (reason.as_str(), message.trim_end_matches('.')) {
        ("", "") => format!("{kind} is {status}"),
        ("", message) => format!("{kind} is {status}: {message}"),
        (reason, "") => format!("{kind} is {status}: {reason}"),
        (reason, message) => format!("{kind} is {status}: {message} ({reason})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_says_its_reason_and_message() {
        let condition = |reason: &str, message: &str| ObjectCondition {
            kind: "Ready".to_owned(),
            status: "False".to_owned(),
            reason: reason.to_owned(),
            message: message.to_owned(),
        };
        let of = |reason, message| unmet_sentence(&Unmet::Condition(condition(reason, message)));
        assert_eq!(of("", ""), "Ready is False");
        assert_eq!(of("Idle", ""), "Ready is False: Idle");
        assert_eq!(
            of("NoCanaryRunning", "idle: no canary is running."),
            "Ready is False: idle: no canary is running (NoCanaryRunning)"
        );
        let unreadable = Unmet::Unreadable {
            field: "status.observedGeneration",
            ready: Some(condition("Idle", "")),
        };
        assert_eq!(
            unmet_sentence(&unreadable),
            "Ready is False: Idle. helm cannot read its `status.observedGeneration`, so it waits whatever the status says"
        );
    }
}

//! The explanation of a rollback that failed: message, advice and stage.

use astern_protocol::Stage;

use super::cause::cause;
use super::failure::Failure;
use super::recorded_state::recorded_state;
use crate::truncate::truncate_middle;

/// The longest quotation of helm's error, in characters. The events have all of it.
const MAX_QUOTE: usize = 600;

/// The explanation of a rollback that failed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::rollback) struct Explanation {
    /// What happened, with helm's error and the newest record.
    pub(in crate::rollback) message: String,
    /// What happened, with the object, the field and the reason in the place of helm's words.
    pub(in crate::rollback) recorded_message: String,
    /// What to do now.
    pub(in crate::rollback) advice: String,
    /// Where in a rollback it failed, when the error says so.
    pub(in crate::rollback) stage: Option<Stage>,
}

/// Explains a failure.
pub(in crate::rollback) fn explain(failure: &Failure<'_>) -> Explanation {
    let cause = cause(failure);
    let state = recorded_state(failure, cause.stage);
    let quoted = failure
        .error
        .map(|error| format!("helm said: {}", quote(error.text())));
    let problem = failure
        .error
        .map(|error| error.problem().to_string())
        .filter(|problem| !problem.is_empty())
        .map(|problem| format!("Reason: {problem}."));
    let sentences = |middle: Option<String>| {
        let middle = middle.unwrap_or_default();
        let sentences = [&cause.message, &middle, &state.message];
        let sentences = sentences
            .into_iter()
            .filter(|sentence| !sentence.is_empty());
        sentences.map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    let (message, recorded_message) = (sentences(quoted), sentences(problem));
    let mut advice = cause.advice;
    if let Some(state_advice) = state.advice {
        advice.push(' ');
        advice.push_str(&state_advice);
    }
    Explanation {
        message,
        recorded_message,
        advice,
        stage: cause.stage,
    }
}

/// Returns the error as the end of a sentence.
fn quote(error: &str) -> String {
    let mut quoted = truncate_middle(error.trim_start_matches("Error:").trim(), MAX_QUOTE);
    if !quoted.ends_with('.') {
        quoted.push('.');
    }
    quoted
}

#[cfg(test)]
mod tests {
    use astern_ledger::{Driver, Operation, Status};
    use astern_protocol::{Recorded, StartRollback};

    use super::super::cause::PARTLY_APPLIED;
    use super::super::failure::HelmError;
    use super::*;
    use crate::rollback::helm_exit::HelmExit;

    fn request() -> StartRollback {
        serde_json::from_str(
            r#"{"request_id":"00000000000000000000000000000001","namespace":"shop","release":"shop",
            "target":3,"expected_current":4}"#,
        )
        .unwrap()
    }

    fn explanation(
        exit: &HelmExit,
        error: Option<&str>,
        recorded: Result<&Recorded, &str>,
    ) -> Explanation {
        explain(&Failure {
            request: &request(),
            driver: Driver::Secret,
            before: 4.try_into().unwrap(),
            exit,
            error: error.map(HelmError::new).as_ref(),
            recorded,
        })
    }

    fn message_and_advice(error: &str, status: Status) -> (String, String) {
        let Explanation {
            message, advice, ..
        } = explain_exit(error, status);
        (message, advice)
    }

    fn explain_exit(error: &str, status: Status) -> Explanation {
        let recorded = Recorded {
            revision: 5.try_into().unwrap(),
            status,
        };
        explanation(&HelmExit::Code(1), Some(error), Ok(&recorded))
    }

    #[test]
    fn a_target_manifest_that_cannot_be_built_names_the_record_to_delete() {
        let pending = Status::Pending(Operation::Rollback);
        let error = "Error: unable to build kubernetes objects from new release manifest: resource mapping not found \
            for name: \"shop\" namespace: \"\" from \"\": no matches for kind \"Board\" in version \"b/v1\"";
        let target = explain_exit(error, pending.clone());
        assert_eq!(target.stage, Some(Stage::TargetManifest));
        let command = "`kubectl delete secret sh.helm.release.v1.shop.v5 --namespace shop`";
        assert!(target.advice.contains(command), "{}", target.advice);
        let current = explain_exit(&error.replace("new", "current"), pending);
        assert_eq!(current.stage, Some(Stage::CurrentManifest));
        assert!(
            current.advice.starts_with("Press once more"),
            "{}",
            current.advice
        );
    }

    #[test]
    fn a_wait_that_timed_out_says_what_the_cluster_holds() {
        let error = "Error: release shop failed: resource StatefulSet/shop/shop-baskets not ready. status: \
            InProgress, message: Ready: 0/1 context deadline exceeded";
        let (message, advice) = message_and_advice(error, Status::Failed);
        assert_eq!(
            message,
            "helm applied the target and stopped waiting when its time was up: not everything is ready. helm said: \
             release shop failed: resource StatefulSet/shop/shop-baskets not ready. status: InProgress, message: \
             Ready: 0/1 context deadline exceeded. Revision 5 is recorded as failed."
        );
        assert!(
            advice.starts_with("The cluster holds the target's objects."),
            "{advice}"
        );
    }

    #[test]
    fn a_pending_revision_is_resolved_by_another_rollback() {
        let pending = Status::Pending(Operation::Rollback);
        let (message, advice) =
            message_and_advice("Error: timed out waiting for the condition", pending);
        assert!(
            message.starts_with("A hook of the target revision"),
            "{message}"
        );
        assert!(
            advice.contains("another rollback is the way out"),
            "{advice}"
        );
    }

    #[test]
    fn partly_applied_objects_are_named_only_where_some_can_be_applied() {
        let error = "Error: secrets is forbidden: User \"jane\" cannot create resource";
        assert!(
            message_and_advice(error, Status::Failed)
                .1
                .ends_with(PARTLY_APPLIED)
        );
        let recorded = Recorded {
            revision: 4.try_into().unwrap(),
            status: Status::Deployed,
        };
        let Explanation {
            message, advice, ..
        } = explanation(&HelmExit::Code(1), Some(error), Ok(&recorded));
        assert!(
            message.ends_with("so nothing was applied; revision 4 is current."),
            "{message}"
        );
        assert!(!advice.contains(PARTLY_APPLIED), "{advice}");
    }

    #[test]
    fn an_unknown_error_is_quoted() {
        let (message, advice) = message_and_advice("Error: flux capacitor", Status::Failed);
        assert_eq!(
            message,
            "helm ended with exit status 1. helm said: flux …. Revision 5 is recorded as failed."
        );
        assert!(advice.starts_with("Read what helm printed"), "{advice}");
    }

    #[test]
    fn the_journal_gets_object_field_and_reason_instead_of_helms_words() {
        let error = "Error: cannot patch \"db\" with kind Secret: Secret \"db\" is invalid: type: Invalid value: \"hunter2\": \
            field is immutable";
        let explanation = explain_exit(error, Status::Failed);
        assert!(
            explanation.recorded_message.ends_with(
                " Reason: Secret db: type: field is immutable. Revision 5 is recorded as failed."
            ),
            "{}",
            explanation.recorded_message
        );
        let unknown = explain_exit("Error: hunter2 capacitor", Status::Failed);
        assert_eq!(
            unknown.recorded_message,
            "helm ended with exit status 1. Revision 5 is recorded as failed."
        );
    }

    #[test]
    fn exit_status_0_alone_is_no_success() {
        let recorded = Recorded {
            revision: 4.try_into().unwrap(),
            status: Status::Deployed,
        };
        let message = explanation(&HelmExit::Success, None, Ok(&recorded)).message;
        assert!(
            message.contains("does not show its new revision as deployed"),
            "{message}"
        );
        assert!(
            message.ends_with(
                "No new revision was made, so nothing was applied; revision 4 is current."
            ),
            "{message}"
        );
    }

    #[test]
    fn records_that_cannot_be_read_are_mentioned() {
        let Explanation {
            message, advice, ..
        } = explanation(
            &HelmExit::Signal(9),
            None,
            Err("the cluster does not answer: gone"),
        );
        assert!(
            message.starts_with("helm was killed by signal 9"),
            "{message}"
        );
        assert!(
            message.ends_with("afterwards: the cluster does not answer: gone."),
            "{message}"
        );
        assert!(advice.ends_with("to learn how it stands."), "{advice}");
    }

    #[test]
    fn a_long_error_is_cut_in_its_middle() {
        let error = format!(
            "Error: cannot patch {}field is immutable",
            "the object ".repeat(500)
        );
        let (message, _) = message_and_advice(&error, Status::Failed);
        assert!(
            message.contains("helm said: cannot patch the object"),
            "{message}"
        );
        assert!(
            message.contains("object field is immutable. Revision 5"),
            "{message}"
        );
        assert!(message.chars().count() < MAX_QUOTE + 200, "{message}");
    }
}

//! Why a rollback failed, from the exit status and the error of helm.

use astern_protocol::Stage;

use super::failure::Failure;
use super::known_errors;
use crate::rollback::helm_exit::HelmExit;

/// The advice about objects that were applied before helm stopped: helm applies them one by one.
pub(super) const PARTLY_APPLIED: &str =
    "Objects that come earlier in the manifest may be changed already.";

/// Why a rollback failed.
pub(super) struct Cause {
    pub(super) message: String,
    pub(super) advice: String,
    pub(super) stage: Option<Stage>,
}

/// Returns the cause of a failure.
pub(super) fn cause(failure: &Failure<'_>) -> Cause {
    match failure.exit {
        HelmExit::NotStarted(reason) => without_stage(
            format!("helm could not be started: {reason}."),
            "See whether helm runs in a terminal, and press again.",
        ),
        HelmExit::Signal(signal) => without_stage(
            format!("helm was killed by signal {signal} before it ended."),
            "Some of the objects may be changed already.",
        ),
        HelmExit::Success => without_stage(
            "helm ended with exit status 0, but the ledger does not show its new revision as deployed."
                .to_owned(),
            "Look at the release's history before anything else.",
        ),
        HelmExit::Code(code) => exit_cause(failure, *code),
    }
}

fn without_stage(message: String, advice: &str) -> Cause {
    Cause {
        message,
        advice: advice.to_owned(),
        stage: None,
    }
}

fn exit_cause(failure: &Failure<'_>, code: i32) -> Cause {
    let error = failure.error.map_or("", |error| error.text());
    let known = if failure.is_pending() {
        known_errors::find_while_pending(error)
    } else {
        known_errors::find(error)
    };
    let Some(known) = known else {
        return without_stage(
            format!("helm ended with exit status {code}."),
            "Read what helm printed, and look at the release's history.",
        );
    };
    let stage = match known.stage {
        Some(Stage::Apply) if !failure.may_have_applied() => None,
        stage => stage,
    };
    let advice = match stage {
        Some(Stage::Apply) => format!("{} {PARTLY_APPLIED}", known.advice),
        _ => known.advice.to_owned(),
    };
    Cause {
        message: known.message.to_owned(),
        advice,
        stage,
    }
}

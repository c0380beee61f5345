//! Why a context is not opened or asked, and what to do.

use astern_protocol::ErrorCode;
use astern_wording::shell;

use crate::backend::kubectl_proxy::{IdentifyError, KubeconfigError};
use crate::error::CommandError;
use crate::refusal::Refusal;

/// There is no such context.
pub(super) fn unknown(context: &str) -> Refusal {
    Refusal::new(
        ErrorCode::NotFound,
        format!("The kubeconfig had no context {context} when astern was started."),
        "Start astern again to see the contexts that it has now.",
    )
}

/// The kubeconfig leads the context nowhere.
pub(super) fn leads_nowhere(error: &KubeconfigError) -> Refusal {
    Refusal::new(
        ErrorCode::Cluster,
        format!("It leads nowhere: {}.", error.reason()),
        "Put the kubeconfig right, and start astern again.",
    )
}

/// As many contexts are open as may be.
pub(super) fn too_many(context: &str, limit: usize) -> Refusal {
    let command = shell::command(["astern", &format!("--context={context}")]);
    Refusal::new(
        ErrorCode::TooMany,
        format!("{limit} contexts are open, and this astern opens no more."),
        format!("Start another one for it: `{command}`."),
    )
}

/// astern is about to end.
pub(super) fn ending() -> Refusal {
    Refusal::new(
        ErrorCode::Ending,
        "astern is about to end and opens nothing more.",
        "Start it again.",
    )
}

/// The cluster of a context, or the way to it, failed.
pub(super) fn not_opened(context: &str, error: &CommandError) -> Refusal {
    let advice = match error {
        CommandError::NotLoggedIn(_) => "Then choose it again.".to_owned(),
        CommandError::KubeconfigChanged(_) => {
            "Start astern again to open what the kubeconfig has now.".to_owned()
        }
        _ => see_whether_it_answers(context),
    };
    Refusal::new(
        ErrorCode::Cluster,
        format!("{context} was not opened: {error}."),
        advice,
    )
}

/// The cluster of a context did not say which one it is.
pub(super) fn not_identified(context: &str, error: &IdentifyError) -> Refusal {
    let advice = match error {
        IdentifyError::Login(_) => "Then ask again.".to_owned(),
        _ => see_whether_it_answers(context),
    };
    Refusal::new(ErrorCode::Cluster, format!("{error}."), advice)
}

fn see_whether_it_answers(context: &str) -> String {
    let command = shell::command(["kubectl", &format!("--context={context}"), "version"]);
    format!("See whether `{command}` answers in a terminal.")
}

//! The notice that a page shows instead of its content: what went wrong, and what to do about it.

use astern_cluster::{ClusterError, PayloadError, Refusal, TransportError};
use astern_ledger::Namespace;
use astern_wording::{Grantee, failed_read_advice, grant_commands};
use leptos::prelude::*;

use super::{Command, Icon, visible_text};
use crate::connection::ReadAgain;

/// An error with its explanation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageError {
    icon: &'static str,
    /// What happened, for the heading.
    title: String,
    /// Why it happened and what it means, one paragraph each.
    details: Vec<String>,
    /// A command that helps.
    command: Option<String>,
    retry: Retry,
}

/// Whether the notice has a button that reads again what has failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Retry {
    /// What was read would be the same.
    None,
    /// A button "Try again".
    Button,
}

impl PageError {
    /// An error with a title and one paragraph of details.
    pub fn plain(title: impl Into<String>, details: impl Into<String>) -> Self {
        Self {
            icon: "bad",
            title: title.into(),
            details: vec![details.into()],
            command: None,
            retry: Retry::None,
        }
    }

    /// A failed read of the cluster. A right in all namespaces is granted in `begin_in` only, and without one not at all.
    pub fn of_read(error: &ClusterError, begin_in: Option<&Namespace>) -> Self {
        let advice = failed_read_advice(error).map(str::to_owned);
        let read = |icon, title: &str, cause: Option<String>| Self {
            icon,
            title: title.to_owned(),
            details: cause.into_iter().chain(advice.clone()).collect(),
            command: None,
            retry: Retry::Button,
        };
        match error {
            ClusterError::Throttled { .. } => read("bad", "The API server is throttling", None),
            ClusterError::Unavailable {
                status, message, ..
            } => read(
                "bad",
                &format!("The API server, or a proxy before it, answered {status}"),
                message
                    .as_ref()
                    .map(|message| format!("It said: {message}.")),
            ),
            ClusterError::Unreachable(cause) => {
                let mut problem = read(
                    "bad",
                    "The cluster does not answer",
                    Some(format!("Asking it ended with: {cause}.")),
                );
                if let TransportError::NoResponse(_) = cause {
                    problem.details.push(
                        "Most often the kubectl proxy or astern in your terminal has stopped. Start it again, then try \
                         again here."
                            .to_owned(),
                    );
                }
                problem
            }
            ClusterError::Unauthorized(message) => read(
                "lock",
                "The cluster does not know who you are",
                Some(format!("It said: {message}.")),
            ),
            ClusterError::NotLoggedIn { user } => read(
                "lock",
                "You are not logged in",
                Some(format!("The API server takes you for {user}.")),
            ),
            ClusterError::Forbidden(refusal) => forbidden(refusal, begin_in),
            ClusterError::NotFound(message) => {
                Self::plain("It is not there", format!("{message}."))
            }
            ClusterError::Expired => read("bad", "The list changed while it was being read", None),
            ClusterError::Refused { status, message } => read(
                "bad",
                &format!("The API server answered {status}"),
                Some(format!("It said: {message}")),
            ),
            ClusterError::Malformed(message) => read(
                "bad",
                "The answer does not come from a Kubernetes API server",
                Some(format!(
                    "{message}. Something between this page and the cluster answers instead."
                )),
            ),
        }
    }
}

impl From<&ClusterError> for PageError {
    fn from(error: &ClusterError) -> Self {
        Self::of_read(error, None)
    }
}

fn forbidden(refusal: &Refusal, begin_in: Option<&Namespace>) -> PageError {
    let problem = |title: String, details: Vec<String>, command| PageError {
        icon: "lock",
        title,
        details,
        command,
        retry: Retry::Button,
    };
    let Some(right) = &refusal.missing else {
        let title = "That is forbidden here".to_owned();
        return problem(title, vec![refusal.message.clone()], None);
    };
    let who = refusal.who.as_deref();
    let mut details = vec![format!(
        "The API server refused it to {}.",
        who.unwrap_or("your user")
    )];
    let command = match who.map_or_else(|| Ok(Grantee::placeholder()), Grantee::new) {
        Ok(user) => grant_commands("astern-read", &[right], begin_in, &user),
        Err(reason) => {
            details.push(reason.to_string());
            None
        }
    };
    if command.is_some() {
        let warning = match (right.resource.as_ref(), right.spans_namespaces(), begin_in) {
            ("secrets", true, Some(namespace)) => {
                format!(
                    " for {namespace} alone. It lets them read every Secret there, not only Helm's."
                )
            }
            ("secrets", ..) => {
                ". It lets them read every Secret there, not only Helm's.".to_owned()
            }
            _ => ".".to_owned(),
        };
        details.push(format!(
            "Someone who may grant rights can run this{warning}"
        ));
    }
    problem(format!("The right to {right} is missing"), details, command)
}

impl From<&PayloadError> for PageError {
    fn from(error: &PayloadError) -> Self {
        match error {
            PayloadError::Cluster(error) => error.into(),
            PayloadError::Empty { .. } | PayloadError::Corrupt { .. } => Self::plain(
                "This revision cannot be read",
                format!("In full: {error}. Other revisions are not affected by it."),
            ),
        }
    }
}

/// An error in place of the content of a page, with a button that tries again: `retry`, else all that has failed is read again.
#[component]
pub fn ErrorNotice(
    error: PageError,
    #[prop(optional, into)] retry: Option<Callback<()>>,
) -> impl IntoView {
    let again = ReadAgain::use_context();
    let retry = retry.or_else(|| match error.retry {
        Retry::Button => Some(Callback::new(move |()| again.press())),
        Retry::None => None,
    });
    view! {
        <div class="notice notice--bad" role="alert">
            <Icon name=error.icon/>
            <div>
                <h2>{visible_text(&error.title)}</h2>
                {error.details.into_iter().map(|line| view! { <p>{visible_text(&line)}</p> }).collect_view()}
                {error.command.map(|text| view! { <Command text/> })}
                {retry.map(|retry| view! {
                    <p><button class="btn" type="button" on:click=move |_| retry.run(())>
                        "Try again"
                    </button></p>
                })}
            </div>
        </div>
    }
}

//! Why a page has nothing to show, and what to do about it.

use astern_cluster::{ClusterError, PayloadError, Refusal};
use leptos::prelude::*;

use super::{Command, Icon};

/// A failure as a person reads it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    icon: &'static str,
    /// What happened.
    what: String,
    /// Why, and what it means.
    why: Vec<String>,
    /// A command that helps.
    command: Option<String>,
}

impl Problem {
    /// Something that is wrong with what is there, rather than with reaching it.
    pub fn plain(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            icon: "bad",
            what: what.into(),
            why: vec![why.into()],
            command: None,
        }
    }
}

impl From<&ClusterError> for Problem {
    fn from(error: &ClusterError) -> Self {
        match error {
            ClusterError::Unreachable(cause) => Self {
                icon: "bad",
                what: "The cluster does not answer".to_owned(),
                why: vec![
                    format!("Asking it ended with: {cause}."),
                    "Most often the kubectl proxy or astern in your terminal has stopped. Start \
                     it again, then come back to this page."
                        .to_owned(),
                ],
                command: None,
            },
            ClusterError::Unauthorized(said) => Self {
                icon: "lock",
                what: "The cluster does not know who you are".to_owned(),
                why: vec![
                    format!("It said: {said}."),
                    "Log in again the way you do for kubectl, then reload this page.".to_owned(),
                ],
                command: None,
            },
            ClusterError::Forbidden(refusal) => forbidden(refusal),
            ClusterError::NotFound(said) => Self::plain("It is not there", format!("{said}.")),
            ClusterError::Expired => Self::plain(
                "The list changed while it was being read",
                "Reload the page to read it again.",
            ),
            ClusterError::Refused { status, message } => Self::plain(
                format!("The API server answered {status}"),
                format!("It said: {message}"),
            ),
            ClusterError::Malformed(what) => Self::plain(
                "The answer does not come from a Kubernetes API server",
                format!("{what}. Something between this page and the cluster answers instead."),
            ),
        }
    }
}

fn forbidden(refusal: &Refusal) -> Problem {
    let Some(right) = &refusal.missing else {
        return Problem {
            icon: "lock",
            what: "That is forbidden here".to_owned(),
            why: vec![refusal.message.clone()],
            command: None,
        };
    };
    let who = refusal.who.as_deref().unwrap_or("your user");
    let price = match right.resource.as_ref() {
        "secrets" => " It lets them read every Secret there, not only Helm's.",
        _ => "",
    };
    Problem {
        icon: "lock",
        what: format!("The right to {right} is missing"),
        why: vec![
            format!("The API server refused it to {who}."),
            format!("Someone who may grant rights can run this.{price}"),
        ],
        command: Some(astern_wording::grant_commands("astern-read", &[right], who)),
    }
}

impl From<&PayloadError> for Problem {
    fn from(error: &PayloadError) -> Self {
        match error {
            PayloadError::Cluster(error) => error.into(),
            PayloadError::Empty { .. }
            | PayloadError::Corrupt { .. }
            | PayloadError::Other { .. } => Self::plain(
                "This revision cannot be read",
                format!("In full: {error}. Other revisions are not affected by it."),
            ),
        }
    }
}

/// A problem where the page's content would be.
#[component]
pub fn ProblemNotice(
    problem: Problem,
    #[prop(optional, into)] retry: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <div class="notice notice--bad" role="alert">
            <Icon name=problem.icon/>
            <div>
                <h2>{problem.what}</h2>
                {problem.why.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                {problem.command.map(|text| view! { <Command text/> })}
                {retry.map(|retry| view! {
                    <p><button class="btn" type="button" on:click=move |_| retry.run(())>
                        "Try again"
                    </button></p>
                })}
            </div>
        </div>
    }
}

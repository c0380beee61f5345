//! The notice that a page shows instead of its content: what went wrong, and what to do about it.

use astern_cluster::{ClusterError, PayloadError, Refusal};
use leptos::prelude::*;

use super::{Command, Icon, visible_text};

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
}

impl PageError {
    /// An error with a title and one paragraph of details.
    pub fn plain(title: impl Into<String>, details: impl Into<String>) -> Self {
        Self {
            icon: "bad",
            title: title.into(),
            details: vec![details.into()],
            command: None,
        }
    }
}

impl From<&ClusterError> for PageError {
    fn from(error: &ClusterError) -> Self {
        match error {
            ClusterError::Unreachable(cause) => Self {
                icon: "bad",
                title: "The cluster does not answer".to_owned(),
                details: vec![
                    format!("Asking it ended with: {cause}."),
                    "Most often the kubectl proxy or astern in your terminal has stopped. Start \
                     it again, then come back to this page."
                        .to_owned(),
                ],
                command: None,
            },
            ClusterError::Unauthorized(message) => Self {
                icon: "lock",
                title: "The cluster does not know who you are".to_owned(),
                details: vec![
                    format!("It said: {message}."),
                    "Log in again the way you do for kubectl, then reload this page.".to_owned(),
                ],
                command: None,
            },
            ClusterError::Forbidden(refusal) => forbidden(refusal),
            ClusterError::NotFound(message) => {
                Self::plain("It is not there", format!("{message}."))
            }
            ClusterError::Expired => Self::plain(
                "The list changed while it was being read",
                "Reload the page to read it again.",
            ),
            ClusterError::Refused { status, message } => Self::plain(
                format!("The API server answered {status}"),
                format!("It said: {message}"),
            ),
            ClusterError::Malformed(message) => Self::plain(
                "The answer does not come from a Kubernetes API server",
                format!("{message}. Something between this page and the cluster answers instead."),
            ),
        }
    }
}

fn forbidden(refusal: &Refusal) -> PageError {
    let Some(right) = &refusal.missing else {
        return PageError {
            icon: "lock",
            title: "That is forbidden here".to_owned(),
            details: vec![refusal.message.clone()],
            command: None,
        };
    };
    let who = refusal.who.as_deref().unwrap_or("your user");
    let warning = match right.resource.as_ref() {
        "secrets" => " It lets them read every Secret there, not only Helm's.",
        _ => "",
    };
    PageError {
        icon: "lock",
        title: format!("The right to {right} is missing"),
        details: vec![
            format!("The API server refused it to {who}."),
            format!("Someone who may grant rights can run this.{warning}"),
        ],
        command: Some(astern_wording::grant_commands("astern-read", &[right], who)),
    }
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

/// An error in place of the content of a page, with a button that tries again.
#[component]
pub fn ErrorNotice(
    error: PageError,
    #[prop(optional, into)] retry: Option<Callback<()>>,
) -> impl IntoView {
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

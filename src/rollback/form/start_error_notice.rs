//! The notice that a rollback was not started.

use std::sync::Arc;

use astern_cluster::ClusterError;
use astern_ledger::Record;
use astern_protocol::{ApiError, Entry, ErrorCode, ReleasePage, Route};
use leptos::prelude::*;

use super::start::StartError;
use crate::browser::{reload, spawn_while_shown};
use crate::components::Icon;
use crate::connection::{Cluster, read_journal};

/// Why a rollback was not started, and what to do now.
#[component]
pub fn StartErrorNotice(error: StartError, current: Record) -> impl IntoView {
    let running = match &error {
        StartError::Refused(ApiError {
            code: ErrorCode::AlreadyRunning,
            ..
        }) => Some(view! { <RunningRollback record=current.clone()/> }),
        _ => None,
    };
    let Explanation {
        heading,
        message,
        advice,
        is_stale,
    } = Explanation::of(&error);
    let history = Route::of(&current, ReleasePage::History).to_string();
    view! {
        <div class="notice notice--bad" role="alert">
            <Icon name="bad"/>
            <div>
                <h3>{heading}</h3>
                <p>{message}</p>
                <p>{advice}</p>
                {running}
                <Show when=move || is_stale>
                    <div class="actions">
                        <button class="btn" type="button" on:click=|_| reload()>"Look again"</button>
                        <a class="btn" href=history.clone()>"History of the release"</a>
                    </div>
                </Show>
            </div>
        </div>
    }
}

/// A link to the rollback that is running already, if the journal holds it.
#[component]
fn RunningRollback(record: Record) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let running = RwSignal::new(None::<Entry>);
    spawn_while_shown(async move {
        // Without the journal, the endpoint's message above has to do.
        let journal = read_journal(&cluster, &record.namespace, &record.release).await;
        let entries = journal.map(|journal| journal.entries).unwrap_or_default();
        running.set(entries.into_iter().find(|entry| entry.end.is_none()));
    });
    move || {
        running.get().map(|entry| {
            let rollback = entry.rollback;
            let label = format!("Follow the one to revision {}", rollback.target);
            let page = ReleasePage::Progress {
                target: rollback.target,
                request: rollback.request_id,
            };
            let route = Route::Release {
                namespace: rollback.namespace,
                release: rollback.release,
                page,
            };
            view! { <p><a class="btn btn--primary" href=route.to_string()>{label}</a></p> }
        })
    }
}

/// A [`StartError`] in words.
struct Explanation {
    heading: &'static str,
    message: String,
    advice: String,
    /// Whether the page is out of date.
    is_stale: bool,
}

impl Explanation {
    fn of(error: &StartError) -> Self {
        match error {
            StartError::Refused(error) => Self {
                heading: match error.code {
                    ErrorCode::CurrentMoved => "Not rolled back: another revision is current now",
                    ErrorCode::RecordChanged => "Not rolled back: a record is not the one shown here",
                    ErrorCode::OtherCluster => "Not rolled back: helm would reach another cluster",
                    ErrorCode::AlreadyRunning => "Not rolled back: one is running already",
                    ErrorCode::TooMany | ErrorCode::Ending => "Not rolled back yet",
                    _ => "Not rolled back",
                },
                message: error.message.clone(),
                advice: error.advice.clone(),
                is_stale: matches!(
                    error.code,
                    ErrorCode::CurrentMoved | ErrorCode::RecordChanged | ErrorCode::AlreadyRunning
                ),
            },
            StartError::NoToken(error) => Self {
                heading: "Not rolled back: there is no token for it",
                message: format!("A token that opens astern could not be minted: {error}."),
                advice: match error {
                    ClusterError::Forbidden(_) => {
                        "Your rights have changed since this page asked for them. Reload it: it then says what to \
                         hand to someone who may grant them."
                    }
                    ClusterError::NotFound(_) => {
                        "Astern was not installed for this namespace: add it to `namespaces` in the values of \
                         astern's chart, and upgrade that."
                    }
                    _ => "Press again when the API server answers.",
                }
                .to_owned(),
                is_stale: false,
            },
            StartError::NoAnswer(reason) => Self {
                heading: "Whether it was started is not known",
                message: format!("astern did not answer: {reason}."),
                advice: "Look whether astern still runs. Pressing again is safe: it is the same \
                         request, so it is not carried out twice."
                    .to_owned(),
                is_stale: false,
            },
            StartError::NoRandomness => Self {
                heading: "Not rolled back",
                message: "This browser gives the page no random numbers, which each press needs."
                    .to_owned(),
                advice: "Use another browser, or run it in a terminal.".to_owned(),
                is_stale: false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_that_does_not_answer_has_not_refused() {
        let explanation = Explanation::of(&StartError::NoAnswer("gone".to_owned()));
        assert_eq!(explanation.heading, "Whether it was started is not known");
        assert!(explanation.advice.contains("not carried out twice"));
    }

    #[test]
    fn a_namespace_without_the_service_account_is_to_be_added_to_the_charts_values() {
        let error =
            ClusterError::NotFound("serviceaccounts \"astern-rollback\" not found".to_owned());
        let explanation = Explanation::of(&StartError::NoToken(error));
        assert!(
            explanation.advice.contains("`namespaces`"),
            "{}",
            explanation.advice
        );
    }
}

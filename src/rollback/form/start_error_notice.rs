//! The press did not start anything.

use std::sync::Arc;

use astern_cluster::ClusterError;
use astern_ledger::Record;
use astern_protocol::{ApiError, Entry, ErrorCode, Place, Route};
use leptos::prelude::*;

use super::start::NotStarted;
use crate::browser::{reload, spawn_while_shown};
use crate::components::Icon;
use crate::connection::{Cluster, read_journal};

/// Why, and what to do now.
#[component]
pub fn Refused(refusal: NotStarted, current: Record) -> impl IntoView {
    let running = match &refusal {
        NotStarted::Refused(ApiError {
            code: ErrorCode::AlreadyRunning,
            ..
        }) => Some(view! { <Running of=current.clone()/> }),
        _ => None,
    };
    let Told {
        heading,
        message,
        advice,
        stale,
    } = Told::of(&refusal);
    let history = Route::of(&current, Place::History).to_string();
    view! {
        <div class="notice notice--bad" role="alert">
            <Icon name="bad"/>
            <div>
                <h3>{heading}</h3>
                <p>{message}</p>
                <p>{advice}</p>
                {running}
                <Show when=move || stale>
                    <div class="actions">
                        <button class="btn" type="button" on:click=|_| reload()>"Look again"</button>
                        <a class="btn" href=history.clone()>"History of the release"</a>
                    </div>
                </Show>
            </div>
        </div>
    }
}

/// The rollback that is in the way, as the journal knows it.
#[component]
fn Running(of: Record) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let found = RwSignal::new(None::<Entry>);
    spawn_while_shown(async move {
        // Whoever may not read the journal has the endpoint's words above.
        let journal = read_journal(&cluster, &of.namespace, &of.release).await;
        let entries = journal.map(|journal| journal.entries).unwrap_or_default();
        found.set(entries.into_iter().find(|entry| entry.end.is_none()));
    });
    move || {
        found.get().map(|entry| {
            let rollback = entry.rollback;
            let label = format!("Follow the one to revision {}", rollback.target);
            let place = Place::Progress {
                target: rollback.target,
                request: rollback.request_id,
            };
            let route = Route::Release {
                namespace: rollback.namespace,
                release: rollback.release,
                place,
            };
            view! { <p><a class="btn btn--primary" href=route.to_string()>{label}</a></p> }
        })
    }
}

struct Told {
    heading: &'static str,
    message: String,
    advice: String,
    /// What the page shows is not so any more.
    stale: bool,
}

impl Told {
    fn of(refusal: &NotStarted) -> Self {
        match refusal {
            NotStarted::Refused(error) => Self {
                heading: match error.code {
                    ErrorCode::CurrentMoved => "Not rolled back: another revision is current now",
                    ErrorCode::AlreadyRunning => "Not rolled back: one is running already",
                    ErrorCode::TooMany | ErrorCode::Ending => "Not rolled back yet",
                    _ => "Not rolled back",
                },
                message: error.message.clone(),
                advice: error.advice.clone(),
                stale: matches!(
                    error.code,
                    ErrorCode::CurrentMoved | ErrorCode::AlreadyRunning
                ),
            },
            NotStarted::NotMinted(error) => Self {
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
                stale: false,
            },
            NotStarted::NoAnswer(why) => Self {
                heading: "Whether it was started is not known",
                message: format!("astern did not answer: {why}."),
                advice: "Look whether astern still runs. Pressing again is safe: it is the same \
                         request, so it is not carried out twice."
                    .to_owned(),
                stale: false,
            },
            NotStarted::NoRandomness => Self {
                heading: "Not rolled back",
                message: "This browser gives the page no random numbers, which each press needs."
                    .to_owned(),
                advice: "Use another browser, or run it in a terminal.".to_owned(),
                stale: false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_endpoint_is_not_said_to_have_refused() {
        let told = Told::of(&NotStarted::NoAnswer("gone".to_owned()));
        assert_eq!(told.heading, "Whether it was started is not known");
        assert!(told.advice.contains("not carried out twice"));
    }

    #[test]
    fn a_namespace_without_the_account_names_the_charts_values() {
        let none =
            ClusterError::NotFound("serviceaccounts \"astern-rollback\" not found".to_owned());
        let told = Told::of(&NotStarted::NotMinted(none));
        assert!(told.advice.contains("`namespaces`"), "{}", told.advice);
    }
}

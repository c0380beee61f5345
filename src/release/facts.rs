//! What there is to say of a release before its history.

use astern_ledger::{History, Status, Timestamp};
use leptos::prelude::*;

use crate::browser::use_clock;
use crate::components::StatusWord;
use crate::connection::{DetailReader, Details};
use crate::words;

/// Status, revision, chart, app version and namespace, in a row.
#[component]
pub fn Facts(history: History, reader: DetailReader) -> impl IntoView {
    let current = history.current().clone();
    let details = reader.of(&current);
    reader.want(&current);
    let told = move || match details.get() {
        Details::Known {
            chart, app_version, ..
        } => (chart, app_version.unwrap_or("none".into())),
        Details::Waiting => ("being read".to_owned(), "being read".to_owned()),
        Details::Unreadable(_) => ("cannot be read".to_owned(), "cannot be read".to_owned()),
    };
    let chart = told.clone();
    view! {
        <dl class="facts">
            <div><dt>"Status"</dt><dd><StatusWord status=current.status.clone()/></dd></div>
            <div><dt>"Revision"</dt><dd>{current.revision.to_string()}</dd></div>
            <div><dt>"Chart"</dt><dd>{move || chart().0}</dd></div>
            <div><dt>"App version"</dt><dd>{move || told().1}</dd></div>
            <div><dt>"Namespace"</dt><dd>{current.namespace.to_string()}</dd></div>
        </dl>
    }
}

/// The one sentence that the page exists to say.
#[component]
pub fn Sentence(
    status: Status,
    revision: String,
    since: Signal<Option<Timestamp>>,
) -> impl IntoView {
    let clock = use_clock();
    let when = move || match since.get() {
        Some(since) => words::ago(since, clock.get()),
        None => "at an unknown time".to_owned(),
    };
    let verb = match status {
        Status::Deployed => "went live",
        Status::Failed => "failed; it was begun",
        Status::Pending(_) => "was begun and has not finished; that was",
        Status::Superseded => "is recorded as superseded although it is the newest; it was made",
        Status::Uninstalled => "was uninstalled; it was made",
        Status::Uninstalling => "is being uninstalled; it was made",
        Status::Unknown | Status::Other(_) => {
            "is in a state that Helm does not explain; it was made"
        }
    };
    let said = Memo::new(move |_| format!("Revision {revision} {verb} {}.", when()));
    view! { <h2 class="answer__line answer__line--wide" id="answer">{said}</h2> }
}

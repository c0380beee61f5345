//! The status of a revision as helm reads it.

use astern_ledger::Record;
use astern_wording::label_contradicts;
use leptos::prelude::*;

use super::{StatusLabel, visible_text};
use crate::connection::Details;

/// The status of a revision: of its label until its payload is read, then of that. A label that says another one is named.
#[component]
pub fn RecordedStatus(record: Record, details: ArcRwSignal<Details>) -> impl IntoView {
    move || {
        let status = details.with(|details| details.status(&record));
        let note = label_contradicts(&record.status, &status);
        view! {
            <StatusLabel status/>
            {note.map(|note| view! { <span class="sub status--warn">{visible_text(&note)}</span> })}
        }
    }
}

//! What is said of the revisions, as their payloads come in.

use astern_ledger::{Assessment, History, Record, assess};
use leptos::prelude::*;

use crate::connection::{DetailReader, Details};

/// Judges a history, again with each payload that the reader has read.
pub fn assess_history(history: &History, reader: &DetailReader) -> Memo<Assessment> {
    let told: Vec<(Record, ArcRwSignal<Details>)> = history
        .records()
        .iter()
        .map(|record| (record.clone(), reader.details(record)))
        .collect();
    Memo::new(move |_| {
        let known: Vec<_> = told
            .iter()
            .map(|(record, details)| details.with(|details| details.recorded_revision(record)))
            .collect();
        assess(&known)
    })
}

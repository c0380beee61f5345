//! The assessment of a history, repeated as payloads are read.

use astern_ledger::{Assessment, History, Record, assess};
use leptos::prelude::*;

use crate::connection::{DetailReader, Details};

/// Assesses a history, and again with each payload that the reader has read.
pub fn assess_history(history: &History, reader: &DetailReader) -> Memo<Assessment> {
    let details: Vec<(Record, ArcRwSignal<Details>)> = history
        .records()
        .iter()
        .map(|record| (record.clone(), reader.details(record)))
        .collect();
    Memo::new(move |_| {
        let revisions: Vec<_> = details
            .iter()
            .map(|(record, details)| details.with(|details| details.recorded_revision(record)))
            .collect();
        assess(&revisions)
    })
}

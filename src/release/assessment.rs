//! The assessment of a history, repeated as payloads and the cluster are read.

use astern_ledger::{Assessment, History, Record, WorkloadEvidence, assess};
use leptos::prelude::*;

use crate::connection::{DetailReader, Details};

/// Assesses a history, and again with each payload that the reader has read, and when the evidence changes.
pub fn assess_history(
    history: &History,
    reader: &DetailReader,
    evidence: Signal<WorkloadEvidence>,
) -> Memo<Assessment> {
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
        evidence.with(|evidence| assess(&revisions, evidence))
    })
}

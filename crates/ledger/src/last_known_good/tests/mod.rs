//! Tests on histories that are written as tables.

mod any_history;
mod descriptions;
mod evidence;
mod histories;
mod live_time;
mod recorded;
mod uninstalled;

use std::time::Duration;

use super::*;
use crate::{Operation, Revision};

/// A revision in a table: number, status, description, chart version, content, and how many minutes after the first one it
/// began.
type Row = (u32, &'static str, &'static str, &'static str, u64, i64);

fn revision(number: u32) -> Revision {
    number.try_into().unwrap()
}

fn revision_from(
    (number, status, description, version, content, minutes): Row,
) -> RecordedRevision {
    let began = crate::Timestamp::from_second(1_779_000_000 + minutes * 60);
    RecordedRevision {
        revision: revision(number),
        status: status.to_owned().into(),
        created: Some(began),
        payload: PayloadState::Read(PayloadSummary {
            status: status.to_owned().into(),
            deleted: None,
            deployed: Some(began),
            description: Some(description.to_owned()),
            chart: Some(ChartVersion {
                name: "shop".to_owned(),
                version: version.to_owned(),
            }),
            rollback_revision: None,
            content: content.into(),
        }),
    }
}

fn assessed(rows: &[Row]) -> Assessment {
    assess(&rows.iter().copied().map(revision_from).collect::<Vec<_>>())
}

/// Assesses a history by its records alone.
fn assess(history: &[RecordedRevision]) -> Assessment {
    super::assess(history, &WorkloadEvidence::none())
}

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

fn rolled_back(by: u32, target: impl Into<Option<u32>>, result: OperationResult) -> ReasonAgainst {
    ReasonAgainst::RolledBack(RolledBackBy {
        revision: revision(by),
        target: target.into().map(revision),
        result,
    })
}

const ROLLBACK_COMPLETE: OperationResult = OperationResult::Complete(Operation::Rollback);

fn recommended(assessment: &Assessment) -> Option<u32> {
    let recommended = assessment.recommended.as_ref().ok();
    recommended.map(|recommended| recommended.revision.get())
}

fn reasons(assessment: &Assessment) -> &[ReasonFor] {
    &assessment.recommended.as_ref().unwrap().reasons
}

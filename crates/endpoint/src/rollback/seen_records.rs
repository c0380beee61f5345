//! Whether the records of a rollback are the ones on which the person decided.

use astern_ledger::Record;
use astern_protocol::{ErrorCode, RecordChange, SeenRecord, SeenRecords};

use crate::refusal::Refusal;

/// Refuses a request that names other versions of the two records than there are now. One that names none passes.
pub(super) fn check(
    seen: Option<&SeenRecords>,
    target: &Record,
    current: &Record,
) -> Result<(), Refusal> {
    let Some(seen) = seen else {
        return Ok(());
    };
    check_record(&seen.target, target)?;
    check_record(&seen.current, current)
}

fn check_record(seen: &SeenRecord, record: &Record) -> Result<(), Refusal> {
    match seen.change(&record.version) {
        None => Ok(()),
        Some(change) => Err(changed(record, change)),
    }
}

/// Returns the refusal for a record that is not the one that was seen.
pub(super) fn changed(record: &Record, change: RecordChange) -> Refusal {
    let (revision, release, object) = (record.revision, &record.release, &record.object);
    let how = match change {
        RecordChange::Replaced => "replaced",
        RecordChange::Written => "changed",
    };
    Refusal::new(
        ErrorCode::RecordChanged,
        format!(
            "Revision {revision} of {release} was {how} after you opened this page ({object})."
        ),
        "Nothing was started. Look again at what the rollback changes, then decide.",
    )
}

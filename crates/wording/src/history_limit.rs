//! What a rollback does to the recorded history.

use astern_ledger::{History, HistoryLimit, Revision};

use crate::{count, list};

/// Returns which revisions of a history helm deletes from the ledger when it rolls back to `target`, or that it keeps all of a
/// long one; `None` where the history is shorter than the limit. `limit` is the one that the person has set, before
/// [`HistoryLimit::for_rollback`], and `records` the number of all records of the release.
#[must_use]
pub fn history_after_rollback(
    history: &History,
    records: usize,
    limit: HistoryLimit,
    target: Revision,
) -> Option<String> {
    let HistoryLimit::AtMost(kept) = limit else {
        return None;
    };
    let applied = limit.for_rollback(records);
    if applied != limit {
        return Some(format!(
            "All {} stay recorded, although helm keeps {kept} unless it is told otherwise: it is told to keep them by \
             --history-max {applied}.",
            count(records, "revision")
        ));
    }
    let deleted = history.deleted_by_next(applied);
    let (noun, verb) = match deleted.as_slice() {
        [] => return None,
        [_] => ("revision", "is"),
        _ => ("revisions", "are"),
    };
    let target = match deleted.contains(&target) {
        true => format!(" What revision {target} holds is copied into the new one first."),
        false => String::new(),
    };
    Some(format!(
        "Helm keeps {kept} revisions of a release (--history-max {applied}), so {noun} {} {verb} deleted from the \
         history.{target}",
        list(deleted.iter(), deleted.len())
    ))
}

#[cfg(test)]
mod tests {
    use astern_ledger::{Record, Status};

    use super::*;

    fn after(revisions: u32, limit: HistoryLimit, target: u32) -> Option<String> {
        let record = |number: u32| Record {
            status: match number == revisions {
                true => Status::Deployed,
                false => Status::Superseded,
            },
            ..Record::expected(
                "shop".parse().unwrap(),
                "shop".parse().unwrap(),
                number.try_into().unwrap(),
            )
        };
        let history = History::new((1..=revisions).map(record).collect()).unwrap();
        let records = history.records().len();
        history_after_rollback(&history, records, limit, target.try_into().unwrap())
    }

    #[test]
    fn what_goes_is_named_and_so_is_what_stays_against_helms_habit() {
        let ten = HistoryLimit::default();
        assert_eq!(after(9, ten, 8), None);
        assert_eq!(after(24, HistoryLimit::Unlimited, 23), None);
        assert_eq!(
            after(10, ten, 9).unwrap(),
            "Helm keeps 10 revisions of a release (--history-max 10), so revision 1 is deleted from the history."
        );
        assert_eq!(
            after(10, ten, 1).unwrap(),
            "Helm keeps 10 revisions of a release (--history-max 10), so revision 1 is deleted from the history. What \
             revision 1 holds is copied into the new one first."
        );
        assert_eq!(
            after(24, ten, 23).unwrap(),
            "All 24 revisions stay recorded, although helm keeps 10 unless it is told otherwise: it is told to keep them \
             by --history-max 25."
        );
        // A limit of the person's own is no reason to delete what somebody else has kept.
        assert!(
            after(24, 5.into(), 23)
                .unwrap()
                .contains("--history-max 25")
        );
    }
}

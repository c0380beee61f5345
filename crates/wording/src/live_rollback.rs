//! What a rollback changes of what the cluster holds, where Helm's records may say more than happened.

use astern_compare::{Change, Drift, ObjectChange, Segment, Verdict, makes_pods};

use crate::drift_unread;
use crate::{at_least, count, list, verb};

/// The most workloads that are named.
const MAX_NAMED: usize = 4;

/// Returns what a rollback to the revision changes of what the cluster holds, in one sentence. It says that nothing changes only
/// when every object was read and is as in the revision.
#[must_use]
pub fn live_rollback_sentence(drift: &Drift) -> String {
    let revision = drift.revision;
    let (changed, made, deleted) = (
        drift.objects.len(),
        drift.missing.len(),
        drift.leftover.len(),
    );
    if changed + made + deleted == 0 {
        return match drift.verdict {
            Verdict::Identical => {
                format!("Nothing changes: every object is already as in revision {revision}.")
            }
            // Hooks that differ are no objects of the release: helm makes them anew when it runs them.
            Verdict::Differs => {
                format!("No object changes: every one is already as in revision {revision}.")
            }
            Verdict::Unknown | Verdict::DiffersAtLeast => format!(
                "What a rollback to revision {revision} changes is not known: {}.",
                not_read(drift)
            ),
        };
    }
    if made > 0 && changed + deleted + drift.unchanged_objects == 0 {
        return format!(
            "{}{} of revision {revision} {} made: the cluster has none of {}.",
            at_least(drift.verdict),
            count(made, "object"),
            verb(made, "is", "are"),
            verb(made, "it", "them")
        );
    }
    let parts = [
        (changed, "changes back", "change back"),
        (made, "is made", "are made"),
        (deleted, "is deleted", "are deleted"),
    ];
    let parts = parts.into_iter().filter(|(number, ..)| *number > 0);
    let parts: Vec<String> = parts
        .enumerate()
        .map(|(index, (number, one, many))| match index {
            0 => format!("{} {}", count(number, "object"), verb(number, one, many)),
            _ => format!("{number} {}", verb(number, one, many)),
        })
        .collect();
    let stay = match drift.unchanged_objects {
        0 => String::new(),
        stay => format!(
            "; {stay} {} already as in revision {revision}",
            verb(stay, "is", "are")
        ),
    };
    format!("{}{}{stay}.", at_least(drift.verdict), parts.join(", "))
}

/// Returns how many objects could not be read, from the cluster or from the records.
fn not_read(drift: &Drift) -> String {
    let unread = drift_unread(drift);
    match (drift.unavailable.len(), unread.as_slice()) {
        (0, []) => "not everything could be read".to_owned(),
        (0, [first, ..]) => first.trim_end_matches('.').to_owned(),
        (number, _) => format!(
            "{} could not be read from the cluster",
            count(number, "object")
        ),
    }
}

/// Returns which workloads restart their pods, in one sentence; `None` when none does, as far as was read.
#[must_use]
pub fn live_restarts_sentence(drift: &Drift) -> Option<String> {
    let changed = drift.objects.iter().map(|drift| &drift.object);
    let restarting: Vec<String> = changed
        .filter(|object| makes_pods(&object.id) && changes_template(object))
        .map(|object| format!("{}/{}", object.id.kind, object.id.name))
        .collect();
    (!restarting.is_empty()).then(|| {
        format!(
            "The pods of {} restart.",
            list(restarting.iter(), MAX_NAMED)
        )
    })
}

fn changes_template(object: &ObjectChange) -> bool {
    object.fields.iter().any(|field| {
        let segments = field.path.segments();
        let key = |index: usize| match segments.get(index) {
            Some(Segment::Key(key)) => Some(key.as_str()),
            _ => None,
        };
        (key(0), key(1)) == (Some("spec"), Some("template")) && field.change != Change::Reordered
    })
}

//! Which of the revisions to choose from is the last known good, as far as that costs nothing.

use std::sync::Arc;

use astern_ledger::{History, PayloadState, PayloadSummary, RecordedRevision, Revision, assess};
use leptos::prelude::*;

use super::comparison::ComparisonState;
use crate::browser::{spawn_while_shown, yield_to_browser};
use crate::connection::Cluster;

/// A revision and what it is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The revision.
    pub revision: Revision,
    /// What it is, in words.
    pub words: &'static str,
}

/// Marks the last known good once the comparison is made, from the records and from those payloads that are in memory
/// then. Where another payload could change the answer there is no mark: a comparison costs two of them, never more.
pub fn mark_good(
    cluster: Arc<Cluster>,
    history: History,
    state: RwSignal<ComparisonState>,
    mark: RwSignal<Option<Mark>>,
) {
    let is_made = Memo::new(move |_| state.with(|state| matches!(state, ComparisonState::Done(_))));
    Effect::new(move |_| {
        if !is_made.get() {
            return;
        }
        let (cluster, history) = (cluster.clone(), history.clone());
        spawn_while_shown(async move {
            let found = last_known_good(&cluster, &history).await;
            mark.set(found);
        });
    });
}

/// Each payload is looked through in a task of its own: it can be large.
async fn last_known_good(cluster: &Cluster, history: &History) -> Option<Mark> {
    let mut revisions = Vec::new();
    for record in history.records() {
        let not_read = RecordedRevision::from_metadata(record);
        revisions.push(match cluster.payloads.in_memory(record) {
            None => not_read,
            Some(release) => {
                yield_to_browser().await;
                let payload = PayloadState::Read(PayloadSummary::from(&*release));
                RecordedRevision {
                    payload,
                    ..not_read
                }
            }
        });
    }
    let assessment = assess(&revisions);
    Some(Mark {
        revision: assessment.last_known_good()?,
        words: match assessment.already_rolled_back {
            Some(_) => "best of the others",
            None => "last known good",
        },
    })
}

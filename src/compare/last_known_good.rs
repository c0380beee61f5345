//! The label of the last known good revision in the choice of sides, as far as no further payload has to be fetched for it.

use std::sync::Arc;

use astern_ledger::{History, PayloadState, PayloadSummary, RecordedRevision, Revision, assess};
use leptos::prelude::*;

use super::comparison::ComparisonState;
use crate::browser::{spawn_while_shown, yield_to_browser};
use crate::connection::Cluster;

/// A revision and its label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RevisionMark {
    /// The revision.
    pub revision: Revision,
    /// The label.
    pub label: &'static str,
}

/// Sets `mark` to the last known good revision once the comparison is complete, from the records and from the payloads that
/// are in memory by then. If another payload could change the result, no revision is marked: a comparison fetches two
/// payloads, never more.
pub fn find_last_known_good(
    cluster: Arc<Cluster>,
    history: History,
    state: RwSignal<ComparisonState>,
    mark: RwSignal<Option<RevisionMark>>,
) {
    let is_complete =
        Memo::new(move |_| state.with(|state| matches!(state, ComparisonState::Done(_))));
    Effect::new(move |_| {
        if !is_complete.get() {
            return;
        }
        let (cluster, history) = (cluster.clone(), history.clone());
        spawn_while_shown(async move {
            let found = last_known_good(&cluster, &history).await;
            mark.set(found);
        });
    });
}

/// Yields to the browser before each payload, which can be large.
async fn last_known_good(cluster: &Cluster, history: &History) -> Option<RevisionMark> {
    let mut revisions = Vec::new();
    for record in history.records() {
        let payload = match cluster.payloads.in_memory(record) {
            None => PayloadState::NotRead,
            Some(release) => {
                yield_to_browser().await;
                PayloadState::Read(PayloadSummary::from(&*release))
            }
        };
        revisions.push(RecordedRevision::new(record, payload));
    }
    let assessment = assess(&revisions);
    Some(RevisionMark {
        revision: assessment.last_known_good()?,
        label: match assessment.already_rolled_back {
            Some(_) => "best of the others",
            None => "last known good",
        },
    })
}

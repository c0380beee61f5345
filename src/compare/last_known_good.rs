//! The label of the last known good revision in the choice of sides, as far as no further payload has to be fetched for it.

use std::sync::Arc;

use astern_ledger::{
    History, PayloadState, PayloadSummary, RecordedRevision, Revision, WorkloadEvidence, assess,
};
use leptos::prelude::*;

use super::comparison::ComparisonState;
use crate::browser::{spawn_while_shown, yield_to_browser};
use crate::connection::Cluster;
use crate::release::RecordedEvidence;

/// A revision and its label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RevisionMark {
    /// The revision.
    pub revision: Revision,
    /// The label.
    pub label: &'static str,
    /// The revision that a primary button may lead to.
    pub primary: Option<Revision>,
}

/// The last known good revision, once it is known: a primary button leads to no other.
#[derive(Clone, Copy)]
pub struct GoodRevision(pub RwSignal<Option<RevisionMark>>);

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

/// Reads of the cluster what the release page reads, and only where the records alone may tell. Yields to the browser before
/// each payload, which can be large.
async fn last_known_good(cluster: &Cluster, history: &History) -> Option<RevisionMark> {
    let mut revisions = Vec::new();
    let mut evidence = RecordedEvidence::default();
    for record in history.records() {
        let release = cluster.payloads.in_memory(record);
        evidence.add(record.revision, release.as_deref()).await;
        let payload = match release {
            None => PayloadState::NotRead,
            Some(release) => {
                yield_to_browser().await;
                PayloadState::Read(PayloadSummary::from(&*release))
            }
        };
        revisions.push(RecordedRevision::new(record, payload));
    }
    if assess(&revisions, &WorkloadEvidence::none()).is_provisional() {
        return None;
    }
    let evidence = evidence.read(cluster).await.ok()?;
    let assessment = assess(&revisions, &evidence);
    Some(RevisionMark {
        revision: assessment.last_known_good()?,
        primary: assessment.primary_target(),
        label: match assessment.already_rolled_back {
            Some(_) => "best of the others",
            None => "last known good",
        },
    })
}

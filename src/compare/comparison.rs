//! Fetching two sides and comparing them in slices, so that the page keeps responding.

use std::sync::Arc;

use astern_cluster::{LiveObject, PayloadError, live_objects};
use astern_compare::{
    Comparison, ComparisonBuilder, Deployed, ExpectedStateBuilder, LiveResponse, Side, Sides, Step,
    UnreadReason,
};
use astern_ledger::{InvalidRecord, Record, Release, Revision};
use astern_masking::Masking;
use astern_wording::{EarlySummary, why_record_is_unread};
use leptos::prelude::*;

use super::model::Report;
use super::session_masking::use_masking;
use crate::browser::{now, spawn_while_shown, timed, yield_to_browser};
use crate::components::PageError;
use crate::connection::Cluster;

/// The time in milliseconds after which the browser gets a turn. It drops frames when it is kept busy for longer: a frame
/// takes 16 ms.
const BUSY_MS: i64 = 12;

/// The state of a comparison.
#[derive(Clone, Debug)]
pub enum ComparisonState {
    /// The revisions are being fetched.
    Fetching,
    /// The revisions are being compared; with the part of the summary that is known already.
    Comparing(Option<EarlySummary>),
    /// The comparison failed. This is never shown as "no changes".
    Failed(PageError),
    /// The objects are being read from the cluster.
    ReadingCluster {
        /// The number of objects that were read.
        done: usize,
        /// The number of objects to read.
        all: usize,
    },
    /// The comparison is complete.
    Done(Report),
}

/// Fetches and compares two recorded revisions. The work ends when the page is left.
pub fn compare_records(
    cluster: Arc<Cluster>,
    from: Record,
    to: Record,
) -> RwSignal<ComparisonState> {
    let state = RwSignal::new(ComparisonState::Fetching);
    let masking = use_masking();
    spawn_while_shown(async move {
        let api = &cluster.api;
        // Two requests at once, never more.
        let (left, right) = futures_util::future::join(
            cluster.payloads.get(api, &from),
            cluster.payloads.get(api, &to),
        )
        .await;
        let (left, right) = match (left, right) {
            (Ok(left), Ok(right)) => (left, right),
            (Err(error), _) => return state.set(failed(from.revision, &error)),
            (_, Err(error)) => return state.set(failed(to.revision, &error)),
        };
        state.set(ComparisonState::Comparing(EarlySummary::new(
            &left, &right, &masking,
        )));
        let comparison = compare_releases(&left, &right, &masking).await;
        let releases = Sides {
            from: left,
            to: right,
        };
        state.set(ComparisonState::Done(Report::Recorded(
            Arc::new(comparison),
            releases,
        )));
    });
    state
}

/// Compares two releases in slices, between which the browser gets a turn.
pub async fn compare_releases(from: &Release, to: &Release, masking: &Masking) -> Comparison {
    let mut comparing = ComparisonBuilder::new(from, to, masking);
    while timed("astern:compare", || run_slice(|| comparing.step())) == Step::More {
        yield_to_browser().await;
    }
    // Finishing takes a slice of its own, and so does drawing the result.
    yield_to_browser().await;
    let comparison = timed("astern:compare", || comparing.finish());
    yield_to_browser().await;
    comparison
}

/// Fetches a recorded revision and compares it with the objects in the cluster. If `current` is another revision, it is
/// fetched too, to distinguish fields that only the current revision sets from defaults of the API server. `invalid` are the
/// records that name no revision, of which one may be the current one.
pub fn compare_live(
    cluster: Arc<Cluster>,
    record: Record,
    (current, invalid): (Record, Vec<InvalidRecord>),
    live: Side,
) -> RwSignal<ComparisonState> {
    let state = RwSignal::new(ComparisonState::Fetching);
    let masking = use_masking();
    spawn_while_shown(async move {
        let api = &cluster.api;
        let is_not_current = record.revision != current.revision;
        let release = match cluster.payloads.get(api, &record).await {
            Ok(release) => release,
            Err(error) => return state.set(failed(record.revision, &error)),
        };
        let deployed = match is_not_current {
            true => Some(cluster.payloads.get(api, &current).await),
            false => None,
        };
        let deployed = match &deployed {
            None => Deployed::Same,
            Some(Ok(release)) => Deployed::Other(release),
            Some(Err(error)) => Deployed::Unread {
                revision: current.revision,
                reason: why_record_is_unread(error),
            },
        };
        state.set(ComparisonState::Comparing(None));
        let mut expecting = ExpectedStateBuilder::new(&release, deployed);
        for record in invalid {
            let reason = UnreadReason::Invalid(record.fault.to_string());
            expecting.add_unread_record(record.object, reason);
        }
        while run_slice(|| expecting.step()) == Step::More {
            yield_to_browser().await;
        }
        let expected = expecting.finish();
        let objects = expected.objects();
        let answers = live_objects(api, expected.namespace(), &objects, |done, all| {
            state.set(ComparisonState::ReadingCluster { done, all });
        });
        let answers = answers.await.into_iter().map(|answer| match answer {
            LiveObject::Present(object) => LiveResponse::Found(object),
            LiveObject::Missing => LiveResponse::NotFound,
            LiveObject::Unavailable(why) => LiveResponse::Unavailable(why.to_string()),
        });
        let answers = answers.collect();
        let mut drifting = expected.compare(answers, live, &masking);
        while run_slice(|| drifting.step()) == Step::More {
            yield_to_browser().await;
        }
        state.set(ComparisonState::Done(Report::Live(Arc::new(
            drifting.finish(),
        ))));
    });
    state
}

/// Calls `step` until it is done or [`BUSY_MS`] are over.
fn run_slice(mut step: impl FnMut() -> Step) -> Step {
    let start = now().as_millisecond();
    while now().as_millisecond() - start < BUSY_MS {
        if step() == Step::Done {
            return Step::Done;
        }
    }
    Step::More
}

fn failed(revision: Revision, error: &PayloadError) -> ComparisonState {
    ComparisonState::Failed(match error {
        PayloadError::Cluster(error) => PageError::from(error),
        PayloadError::Empty { .. } | PayloadError::Corrupt { .. } => PageError::plain(
            format!("Revision {revision} cannot be read"),
            format!("So nothing is known about what changed: {error}."),
        ),
    })
}

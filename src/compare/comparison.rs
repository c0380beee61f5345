//! Fetching two sides and comparing them in slices, so that the page keeps responding.

use std::future::Future;
use std::sync::Arc;

use astern_cluster::{ClusterError, LiveObject, PayloadError, live_objects};
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
use crate::connection::{Answer, Cluster, QueryError, QueryState, ReadAgain, ask};

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
    let payloads = ask(Answer::Final, move || {
        let (cluster, from, to) = (cluster.clone(), from.clone(), to.clone());
        async move {
            // Two requests at once, never more.
            let (left, right) =
                futures_util::future::join(payload(&cluster, &from), payload(&cluster, &to)).await;
            Ok((left?, right?))
        }
    });
    let masking = use_masking();
    compare_when_read(payloads, move |(left, right), state| {
        let masking = masking.clone();
        async move {
            let mut comparing = ComparisonBuilder::new(&left, &right, &masking);
            while !comparing.has_read_values() {
                timed("astern:compare", || comparing.step());
                yield_to_browser().await;
            }
            let early = timed("astern:compare", || EarlySummary::of(&mut comparing));
            state.set(ComparisonState::Comparing(early));
            let comparison = finish_in_slices(comparing).await;
            let releases = Sides {
                from: left,
                to: right,
            };
            state.set(ComparisonState::Done(Report::Recorded(
                Arc::new(comparison),
                releases,
            )));
        }
    })
}

/// A revision whose payload could not be read.
struct UnreadRevision {
    revision: Revision,
    error: Arc<PayloadError>,
}

impl QueryError for Arc<UnreadRevision> {
    fn request(&self) -> Option<&ClusterError> {
        self.error.request()
    }
}

async fn payload(cluster: &Cluster, record: &Record) -> Result<Arc<Release>, Arc<UnreadRevision>> {
    let payload = cluster.payloads.get(&cluster.api, record).await;
    payload.map_err(|error| {
        let revision = record.revision;
        Arc::new(UnreadRevision { revision, error })
    })
}

/// Compares once the payloads are read, with `compare`, which sets the states that follow.
fn compare_when_read<P, F>(
    payloads: RwSignal<QueryState<P, Arc<UnreadRevision>>>,
    compare: impl Fn(P, RwSignal<ComparisonState>) -> F + 'static,
) -> RwSignal<ComparisonState>
where
    P: Clone + Send + Sync + 'static,
    F: Future<Output = ()> + 'static,
{
    let state = RwSignal::new(ComparisonState::Fetching);
    Effect::new(move |_| match payloads.get() {
        QueryState::Pending => state.set(ComparisonState::Fetching),
        QueryState::Failed(unread) => state.set(failed(unread.revision, &unread.error)),
        QueryState::Answered(payloads) => spawn_while_shown(compare(payloads, state)),
    });
    state
}

/// Compares two releases in slices, between which the browser gets a turn.
pub async fn compare_releases(from: &Release, to: &Release, masking: &Masking) -> Comparison {
    finish_in_slices(ComparisonBuilder::new(from, to, masking)).await
}

async fn finish_in_slices(mut comparing: ComparisonBuilder<'_>) -> Comparison {
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
    let masking = use_masking();
    let is_not_current = record.revision != current.revision;
    let payloads = {
        let cluster = cluster.clone();
        ask(Answer::Final, move || {
            let (cluster, record) = (cluster.clone(), record.clone());
            async move { payload(&cluster, &record).await }
        })
    };
    let again = ReadAgain::use_context();
    compare_when_read(payloads, move |release, state| {
        // Objects that the cluster did not give are asked for again.
        again.track();
        let (cluster, masking) = (cluster.clone(), masking.clone());
        let (current, invalid) = (current.clone(), invalid.clone());
        async move {
            let api = &cluster.api;
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
        }
    })
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

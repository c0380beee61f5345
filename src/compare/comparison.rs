//! Fetching two revisions and comparing them, without stopping the page.

use std::sync::Arc;

use astern_cluster::{LiveObject, PayloadError, live_objects};
use astern_compare::{
    Comparison, ComparisonBuilder, EarlySummary, ExpectedStateBuilder, LiveResponse, Side, Sides,
    Step,
};
use astern_ledger::{Record, Release, Revision};
use astern_masking::Masking;
use leptos::prelude::*;

use super::model::Report;
use crate::browser::{now, random_bits, spawn_while_shown, timed, yield_to_browser};
use crate::components::Problem;
use crate::connection::Cluster;

/// A browser misses a frame when it is kept busy for longer: 12 ms of 16.
const BUSY_MS: i64 = 12;

/// How far a comparison has come.
#[derive(Clone, Debug)]
pub enum ComparisonState {
    /// The two revisions are on their way.
    Fetching,
    /// They are here and being compared; with what can be said already.
    Comparing(Option<EarlySummary>),
    /// It could not be made, and why. Never shown as "no changes".
    Failed(Problem),
    /// The cluster is asked for the objects: so many of so many have been answered.
    ReadingCluster(usize, usize),
    /// Made.
    Done(Report),
}

/// How secrets are hidden, for as long as the page is open.
#[derive(Clone, Debug)]
pub struct SessionMasking(Arc<Masking>);

impl SessionMasking {
    /// Under a key that nobody can guess. A browser without random numbers gets a key of zeros,
    /// under which values are hidden all the same.
    pub fn new() -> Self {
        Self(Arc::new(Masking::new(
            random_bits().unwrap_or_default().to_ne_bytes(),
        )))
    }
}

/// The masking of this session.
pub fn use_masking() -> Arc<Masking> {
    use_context::<SessionMasking>().map_or_else(|| SessionMasking::new().0, |masking| masking.0)
}

/// Compares two recorded revisions.
pub fn compare_records(
    cluster: Arc<Cluster>,
    from: Record,
    to: Record,
) -> RwSignal<ComparisonState> {
    let state = RwSignal::new(ComparisonState::Fetching);
    let masking = use_masking();
    spawn_while_shown(async move {
        let api = &cluster.api;
        // Both at once: two payloads in flight, never more.
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
        state.set(ComparisonState::Comparing(EarlySummary::of(
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

/// Compares two revisions that are here, and lets the browser draw in between.
pub async fn compare_releases(from: &Release, to: &Release, masking: &Masking) -> Comparison {
    let mut comparing = ComparisonBuilder::new(from, to, masking);
    while timed("astern:compare", || busy(|| comparing.step())) == Step::More {
        yield_to_browser().await;
    }
    // Its own task, and whoever draws the comparison has another one.
    yield_to_browser().await;
    let comparison = timed("astern:compare", || comparing.finish());
    yield_to_browser().await;
    comparison
}

/// Compares a recorded revision with what is in the cluster. `current` is read too where it is another one: what only that
/// one sets is no default of the API server.
pub fn compare_live(
    cluster: Arc<Cluster>,
    record: Record,
    current: Record,
    live: Side,
) -> RwSignal<ComparisonState> {
    let state = RwSignal::new(ComparisonState::Fetching);
    let masking = use_masking();
    spawn_while_shown(async move {
        let api = &cluster.api;
        let is_other = record.revision != current.revision;
        let release = match cluster.payloads.get(api, &record).await {
            Ok(release) => release,
            Err(error) => return state.set(failed(record.revision, &error)),
        };
        let deployed = match is_other {
            // Without it the answer is poorer, not wrong.
            true => cluster.payloads.get(api, &current).await.ok(),
            false => None,
        };
        state.set(ComparisonState::Comparing(None));
        let mut expecting = ExpectedStateBuilder::new(&release, deployed.as_deref());
        while busy(|| expecting.step()) == Step::More {
            yield_to_browser().await;
        }
        let expected = expecting.finish();
        let objects = expected.objects();
        let answers = live_objects(api, expected.namespace(), &objects, |done, all| {
            state.set(ComparisonState::ReadingCluster(done, all));
        });
        let answers = answers.await.into_iter().map(|answer| match answer {
            LiveObject::There(object) => LiveResponse::Found(object),
            LiveObject::Missing => LiveResponse::NotFound,
            LiveObject::Unasked(why) => LiveResponse::Unavailable(why.to_string()),
        });
        let answers = answers.collect();
        let mut drifting = expected.compare(answers, live, &masking);
        while busy(|| drifting.step()) == Step::More {
            yield_to_browser().await;
        }
        state.set(ComparisonState::Done(Report::Live(Arc::new(
            drifting.finish(),
        ))));
    });
    state
}

/// Takes steps for as long as the browser can wait.
fn busy(mut step: impl FnMut() -> Step) -> Step {
    let since = now().as_millisecond();
    while now().as_millisecond() - since < BUSY_MS {
        if step() == Step::Done {
            return Step::Done;
        }
    }
    Step::More
}

fn failed(revision: Revision, error: &PayloadError) -> ComparisonState {
    ComparisonState::Failed(match error {
        PayloadError::Cluster(error) => Problem::from(error),
        PayloadError::Empty { .. } | PayloadError::Corrupt { .. } | PayloadError::Other { .. } => {
            Problem::plain(
                format!("Revision {revision} cannot be read"),
                format!("So nothing is known about what changed: {error}."),
            )
        }
    })
}

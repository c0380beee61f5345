//! Fetching two revisions and comparing them, without stopping the page.

use std::sync::Arc;

use astern_cluster::PayloadError;
use astern_compare::{Comparing, Comparison, Masking, Step};
use astern_ledger::{Record, Release, Revision};
use leptos::prelude::*;

use crate::browser::{now, random_bits, spawn_while_shown, timed, yield_to_browser};
use crate::components::Problem;
use crate::connection::Cluster;

/// A browser misses a frame when it is kept busy for longer: 12 ms of 16.
const BUSY_MS: i64 = 12;

/// How far a comparison has come.
#[derive(Clone, Debug)]
pub enum State {
    /// The two revisions are on their way.
    Fetching,
    /// They are here and being compared.
    Comparing,
    /// It could not be made, and why. Never shown as "no changes".
    Failed(Problem),
    /// Made.
    Done(Arc<Comparison>),
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
pub fn compare_records(cluster: Arc<Cluster>, from: Record, to: Record) -> RwSignal<State> {
    let state = RwSignal::new(State::Fetching);
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
        state.set(State::Comparing);
        let comparison = compare_releases(&left, &right, &masking).await;
        state.set(State::Done(Arc::new(comparison)));
    });
    state
}

/// Compares two revisions that are here, and lets the browser draw in between.
pub async fn compare_releases(from: &Release, to: &Release, masking: &Masking) -> Comparison {
    let mut comparing = Comparing::new(from, to, masking);
    while timed("astern:compare", || keep_busy(&mut comparing)) == Step::More {
        yield_to_browser().await;
    }
    comparing.finish()
}

/// Goes on comparing for as long as the browser can wait.
fn keep_busy(comparing: &mut Comparing<'_>) -> Step {
    let since = now().as_millisecond();
    while now().as_millisecond() - since < BUSY_MS {
        if comparing.step() == Step::Done {
            return Step::Done;
        }
    }
    Step::More
}

fn failed(revision: Revision, error: &PayloadError) -> State {
    State::Failed(match error {
        PayloadError::Cluster(error) => Problem::from(error),
        PayloadError::Empty { .. } | PayloadError::Corrupt { .. } => Problem::plain(
            format!("Revision {revision} cannot be read"),
            format!("So nothing is known about what changed: {error}."),
        ),
    })
}

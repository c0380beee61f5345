//! The rollbacks of this run of astern: each press once, one at a time for each release.

use std::sync::{Arc, Mutex, PoisonError};

use astern_protocol::{Accepted, ErrorCode, RequestId, StartRollback};

use super::check::{self, Cleared};
use super::{Engine, Run, perform};
use crate::cluster::Cluster;
use crate::demo;
use crate::refusal::Refusal;

/// How many rollbacks are remembered. Each holds at most 80 MB of output, and most under 1 kB.
const KEPT: usize = 100;

/// The rollbacks, and what carries them out.
#[derive(Debug)]
pub struct Rollbacks {
    engine: Engine,
    runs: Mutex<Vec<Arc<Run>>>,
    /// Held while one is checked and taken on, so that two presses at once are one after the other.
    starting: tokio::sync::Mutex<()>,
}

impl Rollbacks {
    /// None yet.
    pub fn new(engine: Engine) -> Self {
        Self {
            engine,
            runs: Mutex::default(),
            starting: tokio::sync::Mutex::default(),
        }
    }

    /// Takes a rollback on, or says why not. The same request again is the same rollback.
    pub(crate) async fn start(
        &self,
        cluster: &Arc<Cluster>,
        request: StartRollback,
    ) -> Result<Accepted, Refusal> {
        let _one_at_a_time = self.starting.lock().await;
        let accepted = Accepted {
            request_id: request.request_id.clone(),
        };
        match self.get(&request.request_id) {
            Some(run) if *run.request() == request => return Ok(accepted),
            Some(run) => return Err(reused(run.request())),
            None => {}
        }
        check::options(&request.options)?;
        self.refuse_second(&request)?;
        if let Engine::Missing { message } = &self.engine {
            let advice =
                "Install helm 3 or 4, or say where it is with --helm, and start astern again.";
            return Err(Refusal::new(ErrorCode::NoHelm, message.clone(), advice));
        }
        let cleared = check::ledger(cluster.as_ref(), &request).await?;
        let run = Arc::new(Run::new(request));
        self.keep(Arc::clone(&run));
        self.spawn(Arc::clone(cluster), run, cleared);
        Ok(accepted)
    }

    fn spawn(&self, cluster: Arc<Cluster>, run: Arc<Run>, cleared: Cleared) {
        match &self.engine {
            Engine::Helm(program) => {
                let program = program.clone();
                tokio::spawn(async move {
                    perform::roll_back(&program, &cluster, &run, &cleared).await
                });
            }
            Engine::Played => {
                tokio::spawn(async move { demo::play(&cluster, &run, &cleared).await });
            }
            // Refused before it is taken on.
            Engine::Missing { .. } => {}
        }
    }

    /// The rollback of that press.
    pub(crate) fn get(&self, id: &RequestId) -> Option<Arc<Run>> {
        let runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        runs.iter()
            .find(|run| run.request().request_id == *id)
            .cloned()
    }

    /// Those that are not over.
    pub fn running(&self) -> Vec<Arc<Run>> {
        let runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        runs.iter()
            .filter(|run| !run.has_ended())
            .cloned()
            .collect()
    }

    fn refuse_second(&self, request: &StartRollback) -> Result<(), Refusal> {
        let running = self.running();
        let same = running.iter().map(|run| run.request()).find(|other| {
            (&other.namespace, &other.release) == (&request.namespace, &request.release)
        });
        same.map_or(Ok(()), |other| {
            let (namespace, release, target) = (&other.namespace, &other.release, other.target);
            Err(Refusal::new(
                ErrorCode::AlreadyRunning,
                format!("A rollback of {namespace}/{release} to revision {target} is running."),
                "Wait for it to end; its progress is in the tab that started it.",
            ))
        })
    }

    fn keep(&self, run: Arc<Run>) {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        if runs.len() >= KEPT
            && let Some(oldest) = runs.iter().position(|run| run.has_ended())
        {
            runs.remove(oldest);
        }
        runs.push(run);
    }
}

fn reused(first: &StartRollback) -> Refusal {
    let (namespace, release, target) = (&first.namespace, &first.release, first.target);
    Refusal::new(
        ErrorCode::RequestIdReused,
        format!(
            "This request id was used for another rollback: {namespace}/{release} to revision {target}."
        ),
        "Press the button again; each press has an id of its own.",
    )
}

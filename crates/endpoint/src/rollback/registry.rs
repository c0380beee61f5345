//! The rollbacks of this run of astern: each press once, one at a time for each release.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use astern_ledger::Namespace;
use astern_protocol::{Accepted, ErrorCode, RequestId, StartRollback};

use super::preconditions::{self as check, Cleared};
use super::task::Task;
use super::{Engine, Run, journal_entry as opening};
use crate::journal::Keeping;
use crate::principal::Principal;
use crate::refusal::Refusal;

/// How many rollbacks are remembered. Each holds at most 80 MB of output, and most under 1 kB.
const KEPT: usize = 100;

/// How many may run at once unless said otherwise: a helm takes up to 100 MB.
const AT_ONCE: usize = 10;

/// The rollbacks, and what carries them out.
#[derive(Debug)]
pub struct Rollbacks {
    engine: Engine,
    keeping: Arc<Keeping>,
    at_once: usize,
    runs: Mutex<Vec<Arc<Run>>>,
    /// Held while one is checked and taken on, so that two presses at once are one after the other.
    starting: tokio::sync::Mutex<()>,
    is_closed: AtomicBool,
}

impl Rollbacks {
    /// None yet.
    pub fn new(engine: Engine, keeping: Keeping) -> Self {
        Self {
            engine,
            keeping: Arc::new(keeping),
            at_once: AT_ONCE,
            runs: Mutex::default(),
            starting: tokio::sync::Mutex::default(),
            is_closed: AtomicBool::new(false),
        }
    }

    /// At most this many run at a time.
    #[must_use]
    pub fn at_most(self, at_once: usize) -> Self {
        Self { at_once, ..self }
    }

    /// Takes nothing on any more.
    pub fn close(&self) {
        self.is_closed.store(true, Ordering::Relaxed);
    }

    /// Who keeps the journal.
    pub(crate) fn keeping(&self) -> &Keeping {
        &self.keeping
    }

    /// Takes a rollback on, or says why not. The same request again is the same rollback, even when
    /// another run of astern took it on.
    pub(crate) async fn start(
        &self,
        principal: &Principal,
        request: StartRollback,
    ) -> Result<Accepted, Refusal> {
        principal.check_namespace(&request.namespace)?;
        check::options(&request.options)?;
        let _one_at_a_time = self.starting.lock().await;
        let accepted = Accepted {
            request_id: request.request_id.clone(),
        };
        match self.get(&request.namespace, &request.request_id) {
            Some(run) if *run.request() == request => return Ok(accepted),
            Some(run) => return Err(opening::reused(run.request())),
            None => {}
        }
        let refused = self.refuse_more(&request).err();
        let ledger = async {
            match refused {
                Some(refusal) => Err(refusal),
                None => check::ledger(principal.cluster.as_ref(), &request).await,
            }
        };
        // Somebody waits, and the API server at times takes a tenth of a second for a list.
        let journal = opening::look(&self.keeping, principal, &request);
        let (opened, cleared) = tokio::join!(journal, ledger);
        let opened = opened?;
        if opened.is_known() {
            return Ok(accepted);
        }
        let cleared = cleared?;
        let version = match &self.engine {
            Engine::Helm { version, .. } => version.clone(),
            Engine::Played => String::new(),
            Engine::Missing { message } => {
                let advice =
                    "Install helm 3 or 4, or say where it is with --helm, and start astern again.";
                return Err(Refusal::new(ErrorCode::NoHelm, message.clone(), advice));
            }
        };
        let run = Arc::new(Run::new(request));
        let begun = opened
            .begin(&self.keeping, principal, &run, version)
            .await?;
        let Some(begun) = begun else {
            return Ok(accepted);
        };
        self.keep(Arc::clone(&run));
        let task = Task {
            engine: self.engine.clone(),
            cluster: Arc::clone(&principal.cluster),
            keeping: Arc::clone(&self.keeping),
            run,
            begun,
        };
        self.spawn(task, cleared);
        Ok(accepted)
    }

    fn spawn(&self, task: Task, cleared: Cleared) {
        tokio::spawn(async move { task.carry_out(&cleared).await });
    }

    /// The rollback of that press, in that namespace.
    pub(crate) fn get(&self, namespace: &Namespace, id: &RequestId) -> Option<Arc<Run>> {
        let run = self.find(id)?;
        (run.request().namespace == *namespace).then_some(run)
    }

    /// The rollback of that press.
    pub(crate) fn find(&self, id: &RequestId) -> Option<Arc<Run>> {
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

    fn refuse_more(&self, request: &StartRollback) -> Result<(), Refusal> {
        if self.is_closed.load(Ordering::Relaxed) {
            return Err(Refusal::new(
                ErrorCode::Ending,
                "Nothing was started: this astern is ending, and takes nothing on any more.",
                "Press again when it is back. It ends after the rollbacks that are running.",
            ));
        }
        let running = self.running();
        let same = running.iter().map(|run| run.request()).find(|other| {
            (&other.namespace, &other.release) == (&request.namespace, &request.release)
        });
        if let Some(other) = same {
            let (namespace, release, target) = (&other.namespace, &other.release, other.target);
            return Err(Refusal::new(
                ErrorCode::AlreadyRunning,
                format!("A rollback of {namespace}/{release} to revision {target} is running."),
                "Wait for it to end; its progress is in the tab that started it.",
            ));
        }
        let advice =
            "Press again in a moment; it is the same request, so it is not carried out twice.";
        let all = running.len();
        if all >= self.at_once {
            let message = format!(
                "Nothing was started: {all} rollbacks are running, and no more may at once."
            );
            return Err(Refusal::new(ErrorCode::TooMany, message, advice));
        }
        let here = running.iter().map(|run| run.request());
        let here = here
            .filter(|other| other.namespace == request.namespace)
            .count();
        if here >= self.at_once.div_ceil(2) {
            let message = format!(
                "Nothing was started: {here} rollbacks are running in this namespace, and no more may at once: the \
                 other half of the places is kept for other namespaces."
            );
            return Err(Refusal::new(ErrorCode::TooMany, message, advice));
        }
        Ok(())
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

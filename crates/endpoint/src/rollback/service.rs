//! Starting rollbacks: a request is admitted, checked against the records and the journal, and run as a task.

use std::sync::Arc;

use astern_ledger::{Driver, Namespace};
use astern_protocol::{Accepted, ErrorCode, Helm, HelmSettings, RequestId, StartRollback};

use super::engine::helm::HelmUnavailable;
use super::engine::{Engine, ReadyEngine};
use super::registry::{Registry, Reservation};
use super::task::Task;
use super::{Run, journal_entry, preconditions, same_cluster};
use crate::backend::Cluster;
use crate::backend::kubectl_proxy::ProxyError;
use crate::journal::JournalPolicy;
use crate::principal::Principal;
use crate::refusal::Refusal;

/// How many rollbacks run at once unless the caller chooses another number. A helm process takes up to 100 MB.
const DEFAULT_LIMIT: usize = 10;

/// The rollbacks of this process, and the engine that carries them out.
#[derive(Debug)]
pub struct Rollbacks {
    engine: Result<Engine, HelmUnavailable>,
    journal: Arc<JournalPolicy>,
    registry: Registry,
    settings: HelmSettings,
}

impl Rollbacks {
    /// Returns a service without rollbacks. Without an engine it refuses every request.
    pub fn new(engine: Result<Engine, HelmUnavailable>, journal: JournalPolicy) -> Self {
        Self {
            engine,
            journal: Arc::new(journal),
            registry: Registry::new(DEFAULT_LIMIT),
            settings: HelmSettings::default(),
        }
    }

    /// Sets the storage driver that records are looked for in first, and how many revisions a release keeps.
    #[must_use]
    pub fn with_settings(self, settings: HelmSettings) -> Self {
        Self { settings, ..self }
    }

    /// Sets how many rollbacks run at once.
    #[must_use]
    pub fn at_most(self, limit: usize) -> Self {
        Self {
            registry: Registry::new(limit),
            ..self
        }
    }

    /// Returns what the page is told about the helm that runs rollbacks.
    pub fn helm(&self) -> Helm {
        match &self.engine {
            Ok(Engine::Helm(helm)) => Helm::Found {
                version: helm.version.clone(),
            },
            Ok(Engine::Simulated) => Helm::Simulated,
            Err(error) => Helm::Missing {
                message: error.to_string(),
            },
        }
    }

    /// Refuses every later request, because the process is about to end.
    pub fn close(&self) {
        self.registry.close();
    }

    /// Returns the storage driver that records are looked for in first.
    pub(crate) fn driver(&self) -> Driver {
        self.settings.driver
    }

    /// Returns the journal.
    pub(crate) fn journal(&self) -> &JournalPolicy {
        &self.journal
    }

    /// Starts a rollback, or refuses it. A repeated request is the same rollback, even when another process started it.
    pub(crate) async fn start(
        &self,
        principal: &Principal,
        request: StartRollback,
    ) -> Result<Accepted, Refusal> {
        principal.check_namespace(&request.namespace)?;
        preconditions::check_options(&request.options)?;
        let accepted = Accepted {
            request_id: request.request_id.clone(),
        };
        let slot = match self.registry.reserve(&request).await {
            Reservation::Existing(run) if *run.request() == request => return Ok(accepted),
            Reservation::Existing(run) => {
                return Err(journal_entry::request_id_reused(run.request()));
            }
            Reservation::Slot(slot) => Ok(slot),
            Reservation::Refused(refusal) => Err(refusal),
        };
        let records = async {
            let slot = slot?;
            let cluster = principal.cluster.as_ref();
            let checked = preconditions::check_records(cluster, &request, self.settings);
            let engine = self.ready_engine(cluster, &request);
            // What is wrong with the records is said first.
            let (checked, engine) = tokio::join!(checked, engine);
            Ok((slot, checked?, engine?))
        };
        // Both at once, because a person waits and a list takes up to a tenth of a second. The journal is read without
        // a slot too: a request that another process started is accepted although no slot is free.
        let journal = journal_entry::check(&self.journal, principal, &request);
        let (journal, records) = tokio::join!(journal, records);
        let journal = journal?;
        if journal.is_already_started() {
            return Ok(accepted);
        }
        let (slot, checked, (engine, version)) = records?;
        let run = Arc::new(Run::new(request));
        let start_entry = journal
            .write_start(&self.journal, principal, &run, version)
            .await?;
        let Some(start_entry) = start_entry else {
            return Ok(accepted);
        };
        slot.fill(Arc::clone(&run));
        let task = Task {
            cluster: Arc::clone(&principal.cluster),
            journal: Arc::clone(&self.journal),
            run,
            checked,
            start_entry,
        };
        tokio::spawn(task.run(engine));
        Ok(accepted)
    }

    /// Returns an engine that reaches the cluster of the page, and its version.
    async fn ready_engine(
        &self,
        cluster: &Cluster,
        request: &StartRollback,
    ) -> Result<(ReadyEngine, String), Refusal> {
        let engine = self.engine.as_ref().map_err(no_helm)?;
        let opened = engine.open().await;
        let ready = opened.map_err(|error| no_access(cluster, &error))?;
        same_cluster::check(cluster, &ready, self.settings.driver, request).await?;
        Ok((ready, engine.version().to_owned()))
    }

    /// Returns the rollback of a request in a namespace.
    pub(crate) fn get(&self, namespace: &Namespace, id: &RequestId) -> Option<Arc<Run>> {
        self.registry.get(namespace, id)
    }

    /// Returns the rollback of a request in any namespace.
    pub(crate) fn find(&self, id: &RequestId) -> Option<Arc<Run>> {
        self.registry.find(id)
    }

    /// Returns the rollbacks that have not ended.
    pub fn running(&self) -> Vec<Arc<Run>> {
        self.registry.running()
    }
}

fn no_helm(error: &HelmUnavailable) -> Refusal {
    Refusal::new(
        ErrorCode::NoHelm,
        error.to_string(),
        "Install helm 3 or 4, or say where it is with --helm, and start astern again.",
    )
}

fn no_access(cluster: &Cluster, error: &ProxyError) -> Refusal {
    Refusal::new(
        ErrorCode::Cluster,
        format!("Nothing was started, because helm has no way to the cluster: {error}."),
        format!(
            "See whether `{}` answers in a terminal, and press again.",
            cluster.kubectl_command(&["version"])
        ),
    )
}

//! `astern demo`: the app with the sample cluster of this binary. No cluster, no helm; rollbacks are simulated.

use std::sync::Arc;
use std::time::SystemTime;

use astern_ledger::Timestamp;
use astern_protocol::{Helm, HelmSettings, Mode, Session};

use super::LoopbackOptions;
use super::loopback_server::LoopbackServer;
use super::running_rollbacks::RunningRollbacks;
use crate::backend::Cluster;
use crate::backend::sample::{Recording, Sample};
use crate::error::CommandError;
use crate::http::contexts::PageContexts;
use crate::http::{AppState, Assets};
use crate::journal::JournalPolicy;
use crate::rollback::{Engine, Rollbacks};
use crate::stderr;

/// Serves the sample until a signal ends it.
///
/// # Errors
/// [`CommandError`] when it cannot start.
pub async fn run(options: LoopbackOptions) -> Result<(), CommandError> {
    let listener = options.listen().await?;
    let recording = Recording::embedded()?;
    let app = AppState {
        session: session(&recording),
        connection: None,
        rollbacks: Arc::new(Rollbacks::new(
            Ok(Engine::Simulated),
            JournalPolicy::Disabled,
        )),
        assets: Arc::new(Assets::default()),
    };
    let sample = Sample::new(recording, Timestamp::from(SystemTime::now()));
    let (cluster, contexts) = (Cluster::Sample(sample), PageContexts::default());
    let server = LoopbackServer::new(listener, options, app, cluster, contexts)?;
    stderr::write_line(
        "This is a sample: there is no cluster behind it, and its rollback is played.",
    );
    // A simulated rollback may be cut off.
    server.serve(&RunningRollbacks::default()).await
}

/// The session of a sample.
pub fn session(recording: &Recording) -> Session {
    Session {
        mode: Mode::Demo,
        cluster: Some(recording.name.clone()),
        namespace: None,
        helm: Helm::Simulated,
        helm_flags: Vec::new(),
        helm_settings: HelmSettings::default(),
        other_contexts: 0,
        kubeconfig_change: None,
    }
}

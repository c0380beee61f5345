//! Ending on a signal, but not in the middle of a rollback.

use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use crate::error::CommandError;
use crate::http::{ServerTransport, serve};
use crate::rollback::Rollbacks;
use crate::signals::Signals;
use crate::stderr;

/// How long the pages that follow a rollback have to read its last event.
const LAST_EVENT_DELAY: Duration = Duration::from_secs(1);

/// Serves until a signal ends it and those of the `rollbacks` that are running are over.
///
/// # Errors
/// [`CommandError::EndedDuringRollback`] when a second signal ends it while one is running.
pub(super) async fn serve_until_ended(
    listener: TcpListener,
    transport: ServerTransport,
    router: Router,
    rollbacks: Option<&Rollbacks>,
) -> Result<(), CommandError> {
    tokio::select! {
        () = serve(listener, transport, router) => Ok(()),
        ended = wait_for_end(rollbacks) => ended,
    }
}

/// Waits for a signal, and then for the running rollbacks or a second signal.
async fn wait_for_end(rollbacks: Option<&Rollbacks>) -> Result<(), CommandError> {
    let Ok(mut signals) = Signals::new() else {
        // Without handlers a signal ends the process as it does by default.
        return std::future::pending().await;
    };
    signals.next().await;
    let Some(rollbacks) = rollbacks else {
        return Ok(());
    };
    rollbacks.close();
    let running = rollbacks.running();
    if running.is_empty() {
        return Ok(());
    }
    for run in &running {
        let (namespace, release) = (&run.request().namespace, &run.request().release);
        stderr::write_line(format_args!(
            "A rollback of {namespace}/{release} is running; astern ends when it is over. A second \
             signal (Ctrl-C again) ends both at once, which leaves the release pending-rollback."
        ));
    }
    tokio::select! {
        () = all_ended(rollbacks) => {
            tokio::time::sleep(LAST_EVENT_DELAY).await;
            Ok(())
        }
        () = signals.next() => {
            for run in rollbacks.running() {
                let (namespace, release) = (&run.request().namespace, &run.request().release);
                stderr::write_line(format_args!(
                    "The rollback of {namespace}/{release} was cut off. The release may be left \
                     pending-rollback: roll it back again to get out of that."
                ));
            }
            Err(CommandError::EndedDuringRollback)
        }
    }
}

async fn all_ended(rollbacks: &Rollbacks) {
    while let Some(run) = rollbacks.running().first() {
        run.ended().await;
    }
}

//! Ending on a signal, but not in the middle of a rollback.

use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use super::running_rollbacks::RunningRollbacks;
use crate::error::CommandError;
use crate::http::{ServerTransport, serve};
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
    rollbacks: &RunningRollbacks,
) -> Result<(), CommandError> {
    tokio::select! {
        () = serve(listener, transport, router) => Ok(()),
        ended = wait_for_end(rollbacks) => ended,
    }
}

/// Waits for a signal, and then for the running rollbacks or a second signal.
async fn wait_for_end(rollbacks: &RunningRollbacks) -> Result<(), CommandError> {
    let Ok(mut signals) = Signals::new() else {
        // Without handlers a signal ends the process as it does by default.
        return std::future::pending().await;
    };
    signals.next().await;
    rollbacks.close();
    let running = rollbacks.running();
    if running.is_empty() {
        return Ok(());
    }
    for (release, _) in &running {
        stderr::write_line(format_args!(
            "A rollback of {release} is running; astern ends when it is over. A second \
             signal (Ctrl-C again) ends both at once, which leaves the release pending-rollback."
        ));
    }
    tokio::select! {
        () = all_ended(rollbacks) => {
            tokio::time::sleep(LAST_EVENT_DELAY).await;
            Ok(())
        }
        () = signals.next() => {
            for (release, _) in rollbacks.running() {
                stderr::write_line(format_args!(
                    "The rollback of {release} was cut off. The release may be left \
                     pending-rollback: roll it back again to get out of that."
                ));
            }
            Err(CommandError::EndedDuringRollback)
        }
    }
}

async fn all_ended(rollbacks: &RunningRollbacks) {
    while let Some((_, run)) = rollbacks.running().first() {
        run.ended().await;
    }
}

//! Ending, and not in the middle of a rollback.

use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use crate::http::{ServerTransport, serve};
use crate::rollback::Rollbacks;
use crate::signals::Signals;
use crate::stderr;

/// How long the pages that follow a rollback have to read its last event.
const LAST_EVENT: Duration = Duration::from_secs(1);

/// Serves until a signal ends it, and until the rollbacks that must not be cut off are over.
/// `false`: a second signal cut one off.
pub(super) async fn serve_until_ended(
    listener: TcpListener,
    transport: ServerTransport,
    router: Router,
    rollbacks: Option<&Rollbacks>,
) -> bool {
    tokio::select! {
        () = serve(listener, transport, router) => true,
        all_over = end(rollbacks) => all_over,
    }
}

/// Waits for a signal, and then for the rollbacks that are running. `false`: a second signal came
/// while one was.
async fn end(rollbacks: Option<&Rollbacks>) -> bool {
    let Ok(mut signals) = Signals::new() else {
        // Without handlers a signal ends the process as it always does.
        return std::future::pending().await;
    };
    signals.next().await;
    let Some(rollbacks) = rollbacks else {
        return true;
    };
    rollbacks.close();
    let running = rollbacks.running();
    if running.is_empty() {
        return true;
    }
    for run in &running {
        let (namespace, release) = (&run.request().namespace, &run.request().release);
        stderr::write_line(format_args!(
            "A rollback of {namespace}/{release} is running; astern ends when it is over. A second \
             signal (Ctrl-C again) ends both at once, which leaves the release pending-rollback."
        ));
    }
    tokio::select! {
        () = all_over(rollbacks) => {
            tokio::time::sleep(LAST_EVENT).await;
            true
        }
        () = signals.next() => {
            for run in rollbacks.running() {
                let (namespace, release) = (&run.request().namespace, &run.request().release);
                stderr::write_line(format_args!(
                    "The rollback of {namespace}/{release} was cut off. The release may be left \
                     pending-rollback: roll it back again to get out of that."
                ));
            }
            false
        }
    }
}

async fn all_over(rollbacks: &Rollbacks) {
    while let Some(run) = rollbacks.running().first() {
        run.ended().await;
    }
}

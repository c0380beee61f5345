//! Ending, and not in the middle of a rollback.

use std::time::Duration;

use crate::rollback::Rollbacks;
use crate::signals::Signals;
use crate::tell::tell;

/// How long the pages that follow a rollback have to read its last event.
const LAST_EVENT: Duration = Duration::from_secs(1);

/// Waits for a signal, and then for the rollbacks that are running. `false`: a second signal came
/// while one was.
pub(super) async fn end(rollbacks: Option<&Rollbacks>) -> bool {
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
        tell(format_args!(
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
                tell(format_args!(
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

//! Rolling back in the cluster: the chart installed, the endpoint behind the API server's service proxy, people with
//! `kubectl proxy`.

mod browser;
mod crowd;
mod faults;
mod page;
mod refused;
mod rolling_back;

use end_to_end::{
    Act, Failure, HelmVersion, Press, Story, Surroundings, helm_history, journal_entry,
};
use serde_json::Value;

/// Revision 1 never becomes ready, revision 2 is well: a rollback to 1 waits until something happens to it.
fn never_ready(helm: HelmVersion, namespace: &'static str) -> Story {
    Story {
        helm,
        namespace,
        release: "sessions",
        chart: "cache",
        acts: &[
            Act::Deploy("1.0.0", &["fail=ImagePullBackOff"]),
            // Helm takes over the values of the revision before unless it is given one.
            Act::DeployAndWait("1.0.0", &["fail="]),
        ],
    }
}

/// The newest revision and its status.
fn newest(road: &Surroundings, story: &Story) -> Result<(u64, String), Failure> {
    let history = helm_history(road, story)?;
    let newest = history.into_iter().next_back();
    newest
        .map(|told| (told.revision, told.status))
        .ok_or_else(|| Failure::new("no revision"))
}

/// What the journal holds of a press.
fn entry(road: &Surroundings, press: &Press) -> Result<Value, Failure> {
    journal_entry(road, press)?.ok_or_else(|| Failure::new("nothing in the journal"))
}

//! The history of a release, read with helm.

use serde_json::Value;

use crate::{Failure, Scenario, TestEnvironment};

/// One revision in the output of `helm history`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The number of the revision.
    pub revision: u64,
    /// The status, such as `deployed`.
    pub status: String,
    /// The description, such as `Rollback to 3`.
    pub description: String,
}

/// Returns the revisions of the scenario's release, oldest first, as the scenario's helm lists them.
///
/// # Errors
/// When helm exits with a status other than 0.
pub fn helm_history(
    environment: &TestEnvironment,
    scenario: &Scenario,
) -> Result<Vec<HistoryEntry>, Failure> {
    let (release, namespace) = (scenario.release, scenario.namespace);
    let arguments = [
        "history",
        release,
        "--namespace",
        namespace,
        "--output",
        "json",
    ];
    let history: Value = serde_json::from_str(&environment.access.helm(scenario.helm, arguments)?)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let entry = |revision: &Value| HistoryEntry {
        revision: revision["revision"].as_u64().unwrap_or_default(),
        status: text(&revision["status"]),
        description: text(&revision["description"]),
    };
    Ok(history
        .as_array()
        .into_iter()
        .flatten()
        .map(entry)
        .collect())
}

/// Returns their statuses, oldest first.
///
/// # Errors
/// When helm exits with a status other than 0.
pub fn statuses(
    environment: &TestEnvironment,
    scenario: &Scenario,
) -> Result<Vec<String>, Failure> {
    let history = helm_history(environment, scenario)?;
    Ok(history
        .into_iter()
        .map(|revision| revision.status)
        .collect())
}

//! Reads the journal and the Events that Astern has written.

use serde_json::Value;

use crate::{Failure, RollbackRequest, TestEnvironment};

/// Returns the journal entry of a request; `None` if there is none.
///
/// # Errors
/// When there is no journal, or the entry is not JSON.
pub fn journal_entry(
    environment: &TestEnvironment,
    request: &RollbackRequest,
) -> Result<Option<Value>, Failure> {
    let journal = read(environment, "configmap/astern-journal", &request.namespace)?;
    match journal["data"][&request.id].as_str() {
        Some(text) => Ok(Some(serde_json::from_str(text)?)),
        None => Ok(None),
    }
}

/// Returns the Events that Astern has written in the namespace.
///
/// # Errors
/// When kubectl fails.
pub fn events(environment: &TestEnvironment, namespace: &str) -> Result<Vec<Value>, Failure> {
    let events = read(environment, "events.events.k8s.io", namespace)?;
    let of_astern = |event: &&Value| {
        [
            &event["reportingController"],
            &event["deprecatedSource"]["component"],
        ]
        .iter()
        .any(|name| name.as_str().is_some_and(|name| name.contains("astern")))
    };
    let events = events["items"].as_array().into_iter().flatten();
    Ok(events.filter(of_astern).cloned().collect())
}

fn read(environment: &TestEnvironment, what: &str, namespace: &str) -> Result<Value, Failure> {
    let arguments = ["get", what, "--namespace", namespace, "--output", "json"];
    Ok(serde_json::from_str(
        &environment.access.kubectl(arguments)?,
    )?)
}

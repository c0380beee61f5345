//! The last lines that a container logged before it ended.

use astern_ledger::Namespace;

use crate::exchange::fetch;
use crate::request::segment;
use crate::{Accept, ClusterError, ReadinessProblem, Request, Right, Transport, Verb};

/// The number of lines that are read.
const LINES: &str = "20";

/// The most bytes that are read.
const BYTES: &str = "16384";

/// Whether a log is that of the container as it is, or of the one before its last restart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Instance {
    Current,
    Previous,
}

/// Returns the last lines that the container of a problem logged before it ended: of the instance before its restart, or, where
/// it was not restarted, of the one that there is. Empty where the problem is of no container. The lines may hold secrets.
///
/// # Errors
/// [`ClusterError`], most often that the user may not read logs, or that the node keeps none.
pub async fn last_log_lines<T: Transport>(
    transport: &T,
    namespace: &Namespace,
    problem: &ReadinessProblem,
) -> Result<Vec<String>, ClusterError> {
    let seen_in = &problem.seen_in;
    let Some(container) = &seen_in.container else {
        return Ok(Vec::new());
    };
    let request = |instance| log_request(namespace, &seen_in.name, container, instance);
    let log = match fetch(transport, &request(Instance::Previous)).await {
        // `previous terminated container "web" in pod "web-1" not found`
        Err(ClusterError::Refused { status: 400, .. }) => {
            fetch(transport, &request(Instance::Current)).await?
        }
        answer => answer?,
    };
    let log = String::from_utf8_lossy(&log);
    Ok(log.lines().map(str::to_owned).collect())
}

fn log_request(namespace: &Namespace, pod: &str, container: &str, instance: Instance) -> Request {
    let right = Right {
        verb: Verb::Get,
        resource: "pods/log".into(),
        namespace: Some(namespace.clone()),
    };
    let path = format!("api/v1/namespaces/{namespace}/pods/{}/log", segment(pod));
    let request = Request::get(path, Accept::Json)
        .needing(right)
        .query("container", container)
        .query("tailLines", LINES)
        .query("limitBytes", BYTES);
    match instance {
        Instance::Previous => request.query("previous", "true"),
        Instance::Current => request,
    }
}

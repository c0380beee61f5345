//! Following the events of a rollback, over interrupted connections.

use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{Accept, Body as _, ClusterError, Request, TransportError, read_to_end};
use astern_ledger::{Namespace, ReleaseName, Timestamp};
use astern_protocol::{
    ApiError, Entry, ErrorCode, Event, EventKind, Outcome, RequestId, StartRollback, follow_path,
};
use leptos::prelude::*;

use crate::browser::pause;
use crate::connection::{Cluster, EndpointError, read_journal};

/// How long to wait before the stream is requested again.
const RETRY_INTERVAL: Duration = Duration::from_secs(2);

/// How often the journal is read instead of the stream.
const JOURNAL_INTERVAL: Duration = Duration::from_secs(5);

/// What is known of a rollback that is followed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FollowedRollback {
    /// Its events so far, in order.
    pub events: Vec<Event>,
    /// The state of the stream of events.
    pub stream: StreamState,
    /// Its entry in the journal, which is read where the stream may not be.
    pub entry: Option<Entry>,
    /// Why the journal is read instead of the stream.
    pub forbidden: Option<ClusterError>,
}

/// The state of the stream of events.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StreamState {
    /// Open, or being opened.
    Open,
    /// Interrupted; it is requested again. The rollback continues meanwhile.
    Interrupted(String),
    /// The endpoint does not know the rollback.
    Unknown,
    /// The person may not read it; the journal is read instead.
    Forbidden {
        /// Why not.
        reason: ClusterError,
        /// Why the journal cannot be read either.
        journal_error: Option<ClusterError>,
    },
    /// All events have arrived.
    Complete,
}

impl FollowedRollback {
    /// Creates the state before the first event.
    pub fn new() -> Self {
        Self {
            events: Vec::new(),
            stream: StreamState::Open,
            entry: None,
            forbidden: None,
        }
    }

    /// Returns the request that started it, and when.
    pub fn start(&self) -> Option<(&StartRollback, Timestamp)> {
        let start = self.events.iter().find_map(|event| match &event.what {
            EventKind::Begun { rollback, .. } => Some((rollback, event.at)),
            EventKind::Printed { .. } | EventKind::Warned { .. } | EventKind::Ended { .. } => None,
        });
        start.or_else(|| {
            let entry = self.entry.as_ref()?;
            Some((&entry.rollback, entry.started))
        })
    }

    /// Returns the outcome and when it ended, once it has.
    pub fn ended(&self) -> Option<(&Outcome, Timestamp)> {
        if let Some(event) = self.events.last()
            && let EventKind::Ended { outcome } = &event.what
        {
            return Some((outcome, event.at));
        }
        let end = self.entry.as_ref()?.end.as_ref()?;
        Some((&end.outcome, end.at))
    }

    /// Returns the outcome, once it has ended.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.ended().map(|(outcome, _)| outcome)
    }

    /// Returns the endpoint's warnings.
    pub fn warnings(&self) -> Vec<String> {
        let warnings = self.events.iter().filter_map(|event| match &event.what {
            EventKind::Warned { message } => Some(message.clone()),
            EventKind::Begun { .. } | EventKind::Printed { .. } | EventKind::Ended { .. } => None,
        });
        warnings.collect()
    }
}

/// Identifies a rollback.
#[derive(Clone, Debug)]
pub struct RollbackId {
    /// The namespace of the release.
    pub namespace: Namespace,
    /// The release.
    pub release: ReleaseName,
    /// The request that started it.
    pub request: RequestId,
}

/// Follows a rollback to its end. After an interruption, continues with the next event.
pub async fn follow_rollback(
    cluster: Arc<Cluster>,
    id: RollbackId,
    followed: RwSignal<FollowedRollback>,
) {
    loop {
        let from = followed.with_untracked(|f| f.events.last().map_or(0, |event| event.seq + 1));
        let path = follow_path(&id.namespace, &id.request, from);
        let mut state = match read_stream(&cluster, &id.namespace, path, followed).await {
            Ok(state) => state,
            Err(error) => StreamState::Interrupted(error.to_string()),
        };
        if let StreamState::Forbidden {
            reason,
            journal_error,
        } = &mut state
        {
            let reason = reason.clone();
            followed.update(|f| f.forbidden = Some(reason));
            *journal_error = read_entry(&cluster, &id, followed).await.err();
        }
        let is_over = followed.with_untracked(|f| f.outcome().is_some());
        let state = if is_over {
            StreamState::Complete
        } else {
            state
        };
        followed.update(|f| f.stream = state.clone());
        match state {
            StreamState::Complete | StreamState::Unknown => return,
            StreamState::Open | StreamState::Interrupted(_) => pause(RETRY_INTERVAL).await,
            StreamState::Forbidden { .. } => pause(JOURNAL_INTERVAL).await,
        }
    }
}

/// Reads the rollback's entry in the journal, with the person's own rights.
async fn read_entry(
    cluster: &Cluster,
    id: &RollbackId,
    followed: RwSignal<FollowedRollback>,
) -> Result<(), ClusterError> {
    let journal = read_journal(cluster, &id.namespace, &id.release).await?;
    if let Some(entry) = journal.find(&id.request) {
        followed.update(|f| f.entry = Some(entry.clone()));
    }
    Ok(())
}

/// Reads events until the stream ends, and returns the state that it is in then.
async fn read_stream(
    cluster: &Cluster,
    namespace: &Namespace,
    path: String,
    followed: RwSignal<FollowedRollback>,
) -> Result<StreamState, TransportError> {
    let request = Request::get(path, Accept::Json);
    let mut answer = match cluster.send_to_endpoint(namespace, &request).await {
        Ok(answer) => answer,
        Err(EndpointError::Transport(error)) => return Err(error),
        Err(EndpointError::NoToken(
            reason @ (ClusterError::Forbidden(_) | ClusterError::NotFound(_)),
        )) => {
            return Ok(StreamState::Forbidden {
                reason,
                journal_error: None,
            });
        }
        Err(error) => return Err(TransportError::NoResponse(error.to_string())),
    };
    if answer.status != 200 {
        let body = read_to_end(&mut answer.body).await?;
        return Ok(error_state(answer.status, &body));
    }
    followed.update(|f| f.stream = StreamState::Open);
    let mut buffer = Vec::new();
    while let Some(chunk) = answer.body.chunk().await? {
        buffer.extend_from_slice(&chunk);
        while let Some(end) = buffer.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = buffer.drain(..=end).collect();
            let event = serde_json::from_slice(&line).map_err(|_| {
                TransportError::Interrupted("astern sent an event of another form".to_owned())
            })?;
            followed.update(|f| f.events.push(event));
        }
    }
    Ok(StreamState::Interrupted(
        "the stream ended before the rollback did".to_owned(),
    ))
}

/// Returns the state after an answer that is an error. Only the 404 of Astern itself means that there is no such rollback: a
/// proxy in between may answer 404 as well.
fn error_state(status: u16, body: &[u8]) -> StreamState {
    match serde_json::from_slice::<ApiError>(body) {
        Ok(error) if error.code == ErrorCode::NotFound => StreamState::Unknown,
        Ok(error) => StreamState::Interrupted(error.message.trim_end_matches('.').to_owned()),
        Err(_) => StreamState::Interrupted(ClusterError::from_response(status, body).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_404_of_astern_itself_means_that_the_rollback_is_unknown() {
        let own = br#"{"code":"not-found","message":"m","advice":"a"}"#;
        assert_eq!(error_state(404, own), StreamState::Unknown);
        let proxys = br#"{"kind":"Status","message":"services \"astern\" not found","code":404}"#;
        let StreamState::Interrupted(reason) = error_state(404, proxys) else {
            panic!("a proxy does not know the rollbacks");
        };
        assert!(reason.contains("services"), "{reason}");
    }
}

//! Following a rollback: its events as they come, over broken connections.

use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{Accept, Body as _, ClusterError, Request, TransportError, read_to_end};
use astern_ledger::{Namespace, ReleaseName, Timestamp};
use astern_protocol::{
    ApiError, Entry, ErrorCode, Event, Happening, Outcome, RequestId, StartRollback, follow_path,
};
use leptos::prelude::*;

use crate::browser::pause;
use crate::connection::{Cluster, EndpointError, read_journal};

/// How long to wait before asking for the stream again.
const RETRY: Duration = Duration::from_secs(2);

/// How often the journal is read in the place of the stream.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// What is known of a rollback.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Followed {
    /// Its events so far, in order.
    pub events: Vec<Event>,
    /// Whether more are coming in.
    pub stream: StreamState,
    /// What the journal holds of it, which is asked where the stream may not be.
    pub entry: Option<Entry>,
    /// Why that is asked in the place of the stream.
    pub barred: Option<ClusterError>,
}

/// How the stream of events is doing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StreamState {
    /// Open, or being opened.
    Open,
    /// Broken; it is asked for again. The rollback goes on meanwhile.
    Broken(String),
    /// This endpoint knows of no such rollback.
    Unknown,
    /// The person may not follow it; the journal is read instead.
    Barred {
        /// Why not.
        why: ClusterError,
        /// Why the journal cannot be read either.
        unread: Option<ClusterError>,
    },
    /// All events are here.
    Over,
}

impl Followed {
    /// Nothing known yet.
    pub fn new() -> Self {
        Self {
            events: Vec::new(),
            stream: StreamState::Open,
            entry: None,
            barred: None,
        }
    }

    /// What is carried out, and since when.
    pub fn begun(&self) -> Option<(&StartRollback, Timestamp)> {
        let told = self.events.iter().find_map(|event| match &event.what {
            Happening::Begun { rollback, .. } => Some((rollback, event.at)),
            Happening::Printed { .. } | Happening::Warned { .. } | Happening::Ended { .. } => None,
        });
        told.or_else(|| {
            let entry = self.entry.as_ref()?;
            Some((&entry.rollback, entry.started))
        })
    }

    /// What came of it and when, once it is over.
    pub fn ended(&self) -> Option<(&Outcome, Timestamp)> {
        if let Some(event) = self.events.last()
            && let Happening::Ended { outcome } = &event.what
        {
            return Some((outcome, event.at));
        }
        let end = self.entry.as_ref()?.end.as_ref()?;
        Some((&end.outcome, end.at))
    }

    /// What came of it, once it is over.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.ended().map(|(outcome, _)| outcome)
    }

    /// What beside it did not work.
    pub fn warnings(&self) -> Vec<String> {
        let warned = self.events.iter().filter_map(|event| match &event.what {
            Happening::Warned { message } => Some(message.clone()),
            Happening::Begun { .. } | Happening::Printed { .. } | Happening::Ended { .. } => None,
        });
        warned.collect()
    }
}

/// Which rollback is followed.
#[derive(Clone, Debug)]
pub struct Which {
    /// Where.
    pub namespace: Namespace,
    /// Of which release.
    pub release: ReleaseName,
    /// Of which press.
    pub id: RequestId,
}

/// Follows until the end, from wherever the last connection broke off.
pub async fn follow(cluster: Arc<Cluster>, which: Which, followed: RwSignal<Followed>) {
    loop {
        let from = followed.with_untracked(|f| f.events.last().map_or(0, |event| event.seq + 1));
        let path = follow_path(&which.namespace, &which.id, from);
        let mut state = match read(&cluster, &which.namespace, path, followed).await {
            Ok(state) => state,
            Err(error) => StreamState::Broken(error.to_string()),
        };
        if let StreamState::Barred { why, unread } = &mut state {
            let why = why.clone();
            followed.update(|f| f.barred = Some(why));
            *unread = look_up(&cluster, &which, followed).await.err();
        }
        let over = followed.with_untracked(|f| f.outcome().is_some());
        let state = if over { StreamState::Over } else { state };
        followed.update(|f| f.stream = state.clone());
        match state {
            StreamState::Over | StreamState::Unknown => return,
            StreamState::Open | StreamState::Broken(_) => pause(RETRY).await,
            StreamState::Barred { .. } => pause(LOOK_AGAIN).await,
        }
    }
}

/// Reads what the journal holds of it, with the person's own rights.
async fn look_up(
    cluster: &Cluster,
    which: &Which,
    followed: RwSignal<Followed>,
) -> Result<(), ClusterError> {
    let journal = read_journal(cluster, &which.namespace, &which.release).await?;
    if let Some(entry) = journal.find(&which.id) {
        followed.update(|f| f.entry = Some(entry.clone()));
    }
    Ok(())
}

async fn read(
    cluster: &Cluster,
    namespace: &Namespace,
    path: String,
    followed: RwSignal<Followed>,
) -> Result<StreamState, TransportError> {
    let request = Request::get(path, Accept::Json);
    let mut answer = match cluster.send_to_endpoint(namespace, &request).await {
        Ok(answer) => answer,
        Err(EndpointError::Transport(error)) => return Err(error),
        Err(EndpointError::NoToken(
            why @ (ClusterError::Forbidden(_) | ClusterError::NotFound(_)),
        )) => {
            return Ok(StreamState::Barred { why, unread: None });
        }
        Err(error) => return Err(TransportError(error.to_string())),
    };
    if answer.status != 200 {
        let said = read_to_end(&mut answer.body).await?;
        return Ok(refused(answer.status, &said));
    }
    followed.update(|f| f.stream = StreamState::Open);
    let mut buffer = Vec::new();
    while let Some(chunk) = answer.body.chunk().await? {
        buffer.extend_from_slice(&chunk);
        while let Some(end) = buffer.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = buffer.drain(..=end).collect();
            let event = serde_json::from_slice(&line)
                .map_err(|_| TransportError("astern sent an event of another form".to_owned()))?;
            followed.update(|f| f.events.push(event));
        }
    }
    Ok(StreamState::Broken(
        "the stream ended before the rollback did".to_owned(),
    ))
}

/// Only astern itself can know that there is no such rollback: what stands in between may answer 404 as well.
fn refused(status: u16, said: &[u8]) -> StreamState {
    match serde_json::from_slice::<ApiError>(said) {
        Ok(error) if error.code == ErrorCode::NotFound => StreamState::Unknown,
        Ok(error) => StreamState::Broken(error.message.trim_end_matches('.').to_owned()),
        Err(_) => StreamState::Broken(ClusterError::of_answer(status, said).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_asterns_own_404_means_that_it_knows_of_none() {
        let own = br#"{"code":"not-found","message":"m","advice":"a"}"#;
        assert_eq!(refused(404, own), StreamState::Unknown);
        let proxys = br#"{"kind":"Status","message":"services \"astern\" not found","code":404}"#;
        let StreamState::Broken(why) = refused(404, proxys) else {
            panic!("the proxy knows of no rollbacks");
        };
        assert!(why.contains("services"), "{why}");
    }
}

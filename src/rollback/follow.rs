//! Following a rollback: its events as they come, over broken connections.

use std::time::Duration;

use astern_cluster::{Accept, Body as _, Request, Transport as _, TransportError};
use astern_ledger::Namespace;
use astern_protocol::{Event, Happening, Outcome, RequestId, follow_path};
use leptos::prelude::*;

use crate::browser::{BrowserTransport, pause};

/// How long to wait before asking for the stream again.
const RETRY: Duration = Duration::from_secs(2);

/// What is known of a rollback.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Followed {
    /// Its events so far, in order.
    pub events: Vec<Event>,
    /// Whether more are coming in.
    pub stream: StreamState,
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
    /// All events are here.
    Over,
}

impl Followed {
    /// Nothing known yet.
    pub fn new() -> Self {
        Self {
            events: Vec::new(),
            stream: StreamState::Open,
        }
    }

    /// What came of it, once it is over.
    pub fn outcome(&self) -> Option<&Outcome> {
        match &self.events.last()?.what {
            Happening::Ended { outcome } => Some(outcome),
            Happening::Begun { .. } | Happening::Printed { .. } | Happening::Warned { .. } => None,
        }
    }
}

/// Follows until the end, from wherever the last connection broke off.
pub async fn follow(
    endpoint: BrowserTransport,
    namespace: Namespace,
    id: RequestId,
    followed: RwSignal<Followed>,
) {
    loop {
        let from = followed.with_untracked(|f| f.events.last().map_or(0, |event| event.seq + 1));
        let state = match read(&endpoint, follow_path(&namespace, &id, from), followed).await {
            Ok(state) => state,
            Err(error) => StreamState::Broken(error.to_string()),
        };
        let over = followed.with_untracked(|f| f.outcome().is_some());
        let state = if over { StreamState::Over } else { state };
        followed.update(|f| f.stream = state.clone());
        match state {
            StreamState::Over | StreamState::Unknown => return,
            StreamState::Open | StreamState::Broken(_) => pause(RETRY).await,
        }
    }
}

async fn read(
    endpoint: &BrowserTransport,
    path: String,
    followed: RwSignal<Followed>,
) -> Result<StreamState, TransportError> {
    let request = Request::get(path, Accept::Json);
    let mut answer = endpoint.send(&request).await?;
    match answer.status {
        200 => {}
        404 => return Ok(StreamState::Unknown),
        status => return Err(TransportError(format!("astern answered {status}"))),
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

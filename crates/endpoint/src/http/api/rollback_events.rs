//! `GET astern/v1/rollbacks/{id}?namespace=NS&from=N`: the events of a rollback as they come, each a line of JSON.

use std::convert::Infallible;
use std::sync::Arc;

use astern_ledger::Namespace;
use astern_protocol::{ErrorCode, RequestId};
use axum::Extension;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;

use crate::principal::Principal;
use crate::refusal::Refusal;
use crate::rollback::{EventStream, Rollbacks, replay};

/// The query: the namespace of the rollback, and the sequence number of the first event.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameters {
    #[serde(default)]
    from: u64,
    namespace: Option<Namespace>,
}

/// Streams the events of a rollback of this process, or of another one from its journal entry.
pub(crate) async fn follow_rollback(
    State(rollbacks): State<Arc<Rollbacks>>,
    Extension(principal): Extension<Principal>,
    Path(id): Path<String>,
    query: Result<Query<Parameters>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(Parameters { from, namespace }) = query.map_err(|error| Refusal::query(&error))?;
    let namespace = principal.namespace(namespace)?;
    let id: RequestId = id.parse().map_err(|_| not_found())?;
    let run = match &namespace {
        Some(namespace) => rollbacks.get(namespace, &id),
        None => rollbacks.find(&id),
    };
    let events = match (run, namespace, rollbacks.journal().writer()) {
        (Some(run), _, _) => EventStream::of_run(run, from),
        (None, Some(namespace), Some(writer)) => {
            let events = replay(
                writer,
                rollbacks.driver(),
                &principal,
                &namespace,
                &id,
                from,
            )
            .await?;
            EventStream::of_events(events.ok_or_else(not_found)?)
        }
        (None, _, _) => return Err(not_found()),
    };
    let lines = stream::unfold(events, |mut events| async move {
        let line = events.next().await?;
        Some((Ok::<_, Infallible>(line), events))
    });
    let content_type = [(header::CONTENT_TYPE, "application/x-ndjson")];
    Ok((content_type, Body::from_stream(lines)).into_response())
}

fn not_found() -> Refusal {
    Refusal::new(
        ErrorCode::NotFound,
        "Astern knows no such rollback here.",
        "Look at the release's history: what Helm did is recorded there.",
    )
}

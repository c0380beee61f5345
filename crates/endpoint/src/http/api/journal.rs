//! `GET astern/v1/journal?namespace=N&release=R`: the entries of a namespace's journal, newest first.

use std::sync::Arc;

use astern_ledger::{Namespace, ReleaseName};
use astern_protocol::{ErrorCode, Journal};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::{Extension, Json};
use serde::Deserialize;

use crate::journal::not_readable;
use crate::principal::Principal;
use crate::refusal::Refusal;
use crate::rollback::Rollbacks;

/// The query: the namespace of the journal, and the release whose entries are returned.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameters {
    namespace: Option<Namespace>,
    release: Option<ReleaseName>,
}

/// Reads the journal with the rights of the principal.
pub(crate) async fn read_journal(
    State(rollbacks): State<Arc<Rollbacks>>,
    Extension(principal): Extension<Principal>,
    query: Result<Query<Parameters>, QueryRejection>,
) -> Result<Json<Journal>, Refusal> {
    let Query(Parameters { namespace, release }) = query.map_err(|error| Refusal::query(&error))?;
    let namespace = principal.namespace(namespace)?.ok_or_else(|| {
        Refusal::new(
            ErrorCode::Invalid,
            "This request does not say in which namespace.",
            "Add ?namespace= to it.",
        )
    })?;
    let Some(writer) = rollbacks.journal().writer() else {
        return Ok(Json(Journal {
            namespace,
            entries: Vec::new(),
            unreadable: 0,
        }));
    };
    let config_map = writer.read(&principal.cluster, &namespace).await;
    let config_map = config_map.map_err(|error| not_readable(&error))?;
    let mut journal = config_map.journal();
    if let Some(release) = release {
        journal
            .entries
            .retain(|entry| entry.rollback.release == release);
    }
    Ok(Json(journal))
}

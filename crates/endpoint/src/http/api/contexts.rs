//! `astern/v1/contexts`: the contexts of the kubeconfig, opening one, and asking one which cluster it leads to.

use astern_protocol::{ChosenContext, ContextIdentity, ContextList, ContextPage, ErrorCode};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;

use crate::http::contexts::PageContexts;
use crate::refusal::Refusal;

/// `GET astern/v1/contexts`: the list, for which no cluster is asked.
pub(crate) async fn list_contexts(State(contexts): State<PageContexts>) -> Json<ContextList> {
    Json(contexts.list())
}

/// `POST astern/v1/contexts`: opens a context, and returns the address of its page.
pub(crate) async fn open_context(
    State(contexts): State<PageContexts>,
    body: Bytes,
) -> Result<Json<ContextPage>, Refusal> {
    contexts.open(&chosen(&body)?).await.map(Json)
}

/// `POST astern/v1/contexts/identity`: asks a context for the UID of its cluster.
pub(crate) async fn identify_context(
    State(contexts): State<PageContexts>,
    body: Bytes,
) -> Result<Json<ContextIdentity>, Refusal> {
    contexts.identify(&chosen(&body)?).await.map(Json)
}

fn chosen(body: &[u8]) -> Result<String, Refusal> {
    let chosen = serde_json::from_slice::<ChosenContext>(body).map_err(|error| {
        Refusal::new(
            ErrorCode::Invalid,
            format!("This names no context: {error}."),
            "Reload the page; it may be older than this astern.",
        )
    })?;
    Ok(chosen.context)
}

//! Requests about the contexts of the kubeconfig, which the endpoint on a laptop answers.

use astern_cluster::{ClusterError, Request, Transport as _, read_to_end};
use astern_protocol::{
    ApiError, CONTEXT_IDENTITY_PATH, CONTEXTS_PATH, ChosenContext, ContextIdentity, ContextList,
    ContextPage,
};
use serde::de::DeserializeOwned;

use super::cluster::Cluster;
use super::endpoint::Endpoint;

/// Why a request about contexts failed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContextError {
    /// What happened and why.
    pub message: String,
    /// What to do now.
    pub advice: String,
}

impl ContextError {
    fn no_answer(reason: impl Into<String>) -> Self {
        Self {
            message: format!("astern did not answer: {}.", reason.into()),
            advice: "Most often the astern in your terminal has ended. Start it again.".to_owned(),
        }
    }
}

/// Returns the contexts. No cluster is asked for them.
///
/// # Errors
/// [`ContextError`].
pub async fn list_contexts(cluster: &Cluster) -> Result<ContextList, ContextError> {
    send(
        cluster,
        &Request::get(CONTEXTS_PATH, astern_cluster::Accept::Json),
    )
    .await
}

/// Opens a context, and returns the address of its page.
///
/// # Errors
/// [`ContextError`], with what to do.
pub async fn open_context(cluster: &Cluster, context: &str) -> Result<ContextPage, ContextError> {
    send(cluster, &Request::post(CONTEXTS_PATH, chosen(context)?)).await
}

/// Asks a context which cluster it leads to.
///
/// # Errors
/// [`ContextError`], with what to do.
pub async fn identify_context(
    cluster: &Cluster,
    context: &str,
) -> Result<ContextIdentity, ContextError> {
    send(
        cluster,
        &Request::post(CONTEXT_IDENTITY_PATH, chosen(context)?),
    )
    .await
}

fn chosen(context: &str) -> Result<String, ContextError> {
    let context = context.to_owned();
    serde_json::to_string(&ChosenContext { context })
        .map_err(|error| ContextError::no_answer(error.to_string()))
}

async fn send<A: DeserializeOwned>(
    cluster: &Cluster,
    request: &Request,
) -> Result<A, ContextError> {
    let Endpoint::Serves { transport, .. } = &cluster.endpoint else {
        return Err(ContextError::no_answer(
            "this page is served by kubectl proxy alone",
        ));
    };
    let no_answer =
        |error: astern_cluster::TransportError| ContextError::no_answer(error.to_string());
    let mut answer = transport.send(request).await.map_err(no_answer)?;
    let body = read_to_end(&mut answer.body).await.map_err(no_answer)?;
    if answer.status == 200
        && let Ok(answer) = serde_json::from_slice(&body)
    {
        return Ok(answer);
    }
    Err(match serde_json::from_slice::<ApiError>(&body) {
        Ok(ApiError {
            message, advice, ..
        }) => ContextError { message, advice },
        Err(_) => {
            ContextError::no_answer(ClusterError::from_response(answer.status, &body).to_string())
        }
    })
}

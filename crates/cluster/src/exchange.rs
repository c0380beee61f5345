//! Sends requests, reads their responses, and sends a read again after a failure that may pass.

use serde::Deserialize;

use crate::{
    ClusterError, Effect, NextStep, Request, Response, RetryBudget, Transport, read_to_end,
};

/// Sends a request once and returns the body of the response if its status is 2xx.
pub(crate) async fn open<T: Transport>(
    transport: &T,
    request: &Request,
) -> Result<T::Body, ClusterError> {
    let Response {
        status,
        retry_after,
        mut body,
    } = transport.send(request).await?;
    if (200..300).contains(&status) {
        return Ok(body);
    }
    let message = read_to_end(&mut body).await.unwrap_or_default();
    Err(ClusterError::from_status(
        request,
        status,
        retry_after,
        &message,
    ))
}

/// Sends a request and returns the whole body of the response. A request that changes nothing is sent again as
/// [`RetryBudget`] says.
///
/// # Errors
/// [`ClusterError`]: that of the last attempt.
pub async fn fetch<T: Transport>(
    transport: &T,
    request: &Request,
) -> Result<Vec<u8>, ClusterError> {
    let mut budget = RetryBudget::default();
    loop {
        let error = match fetch_once(transport, request).await {
            Ok(body) => return Ok(body),
            Err(error) => error,
        };
        let step = match (request.effect, error.temporary()) {
            (Effect::Read, Some(failure)) => budget.after(failure, error.retry_after()),
            (Effect::Write, _) | (_, None) => NextStep::Stop,
        };
        match step {
            NextStep::Wait(wait) => transport.pause(wait).await,
            NextStep::Stop => return Err(error),
        }
    }
}

async fn fetch_once<T: Transport>(
    transport: &T,
    request: &Request,
) -> Result<Vec<u8>, ClusterError> {
    let mut body = open(transport, request).await?;
    Ok(read_to_end(&mut body).await?)
}

/// Sends a request, as [`fetch`] does, and parses the JSON of the response.
pub(crate) async fn ask<T: Transport, A: for<'de> Deserialize<'de>>(
    transport: &T,
    request: &Request,
) -> Result<A, ClusterError> {
    parse(&fetch(transport, request).await?)
}

/// Parses JSON.
pub(crate) fn parse<'de, A: Deserialize<'de>>(json: &'de [u8]) -> Result<A, ClusterError> {
    // The message of `serde_json` is not kept: it quotes the content, which may be a password.
    serde_json::from_slice(json).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        ClusterError::Malformed(format!("unexpected JSON at line {line}, column {column}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_answer_is_not_quoted() {
        let error = parse::<Vec<u8>>(br#"{"message": ["hunter2"]}"#)
            .err()
            .unwrap();
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

//! Sends requests, reads their responses, and sends a read again after a failure that may pass.

use std::pin::pin;

use futures_util::future::{Either, select};
use serde::Deserialize;

use crate::{
    Body, ClusterError, Effect, NextStep, Request, Response, RetryBudget, Transport,
    TransportError, read_to_end,
};

/// Sends a request once and returns the body of the response if its status is 2xx. The body may be silent for any time: it is
/// that of a watch.
pub(crate) async fn open<T: Transport>(
    transport: &T,
    request: &Request,
) -> Result<T::Body, ClusterError> {
    let opened = match transport.send(request).await {
        Ok(response) => successful(request, response).await,
        Err(error) => Err(error.into()),
    };
    note(transport, request, opened.as_ref().err());
    opened
}

/// Returns the body of a response if its status is 2xx.
async fn successful<B: Body>(request: &Request, response: Response<B>) -> Result<B, ClusterError> {
    let Response {
        status,
        retry_after,
        mut body,
    } = response;
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

fn note<T: Transport>(transport: &T, request: &Request, error: Option<&ClusterError>) {
    if request.effect == Effect::Read {
        transport.note(request, error.and_then(ClusterError::temporary));
    }
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

/// Sends a request once, and returns the whole body of the response.
///
/// # Errors
/// [`ClusterError`]: [`TransportError::TimedOut`] when a read is silent for longer than [`Transport::silence_limit`].
pub async fn fetch_once<T: Transport>(
    transport: &T,
    request: &Request,
) -> Result<Vec<u8>, ClusterError> {
    let fetched = fetch_unnoted(transport, request).await;
    note(transport, request, fetched.as_ref().err());
    fetched
}

async fn fetch_unnoted<T: Transport>(
    transport: &T,
    request: &Request,
) -> Result<Vec<u8>, ClusterError> {
    let effect = request.effect;
    let Response {
        status,
        retry_after,
        body,
    } = in_time(transport, effect, transport.send(request)).await?;
    let body = InTime {
        transport,
        effect,
        body,
    };
    let response = Response {
        status,
        retry_after,
        body,
    };
    let mut body = successful(request, response).await?;
    Ok(read_to_end(&mut body).await?)
}

/// A body whose parts each have to arrive in time.
struct InTime<'a, T: Transport> {
    transport: &'a T,
    effect: Effect,
    body: T::Body,
}

impl<T: Transport> Body for InTime<'_, T> {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        in_time(self.transport, self.effect, self.body.chunk()).await
    }
}

/// Waits for one step of an exchange, that of a read not for longer than the transport allows. A write is waited for, because
/// it may take effect after it was given up.
async fn in_time<T: Transport, A>(
    transport: &T,
    effect: Effect,
    step: impl Future<Output = Result<A, TransportError>>,
) -> Result<A, TransportError> {
    let Some(limit) = transport.silence_limit().filter(|_| effect == Effect::Read) else {
        return step.await;
    };
    match select(pin!(step), pin!(transport.pause(limit))).await {
        Either::Left((result, _)) => result,
        Either::Right(((), _)) => Err(TransportError::TimedOut(limit)),
    }
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

//! A question to the API server, which is asked until it is answered.

use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

use astern_cluster::{ClusterError, FindError, PayloadError, TemporaryFailure, wait_until_reread};
use leptos::prelude::*;

use super::read_again::ReadAgain;
use crate::browser::{pause, spawn_while_shown};

/// The state of one question to the API server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum QueryState<T, E = ClusterError> {
    /// The answer has not arrived.
    Pending,
    /// The answer.
    Answered(T),
    /// There is no answer, and why. Where the reason may pass, the question is asked again.
    Failed(E),
}

/// Why a question has no answer.
pub trait QueryError {
    /// Returns the failed request, unless something else is the cause.
    fn request(&self) -> Option<&ClusterError>;

    /// Returns why the same question may be answered later.
    fn temporary(&self) -> Option<TemporaryFailure> {
        self.request().and_then(ClusterError::temporary)
    }
}

impl QueryError for ClusterError {
    fn request(&self) -> Option<&ClusterError> {
        Some(self)
    }
}

impl QueryError for FindError {
    fn request(&self) -> Option<&ClusterError> {
        match self {
            Self::Cluster(error) => Some(error),
            Self::Unreadable { .. } | Self::NotFound { .. } => None,
        }
    }
}

impl QueryError for Arc<PayloadError> {
    fn request(&self) -> Option<&ClusterError> {
        match &**self {
            PayloadError::Cluster(error) => Some(error),
            PayloadError::Empty { .. } | PayloadError::Corrupt { .. } => None,
        }
    }
}

impl<T, E> From<Result<T, E>> for QueryState<T, E> {
    fn from(result: Result<T, E>) -> Self {
        match result {
            Ok(answer) => Self::Answered(answer),
            Err(error) => Self::Failed(error),
        }
    }
}

/// Whether a question that was answered is asked again when somebody presses "Try again".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// The answer stays the same.
    Final,
    /// The answer may be another one by then, such as that of a permission.
    MayChange,
}

/// Asks a question, for as long as the component that calls this is mounted: again after each failure that may pass, and when
/// somebody presses "Try again".
pub fn ask<T, E, F>(
    answer: Answer,
    question: impl Fn() -> F + 'static,
) -> RwSignal<QueryState<T, E>>
where
    T: Send + Sync + 'static,
    E: QueryError + Send + Sync + 'static,
    F: Future<Output = Result<T, E>> + 'static,
{
    let state = RwSignal::new(QueryState::Pending);
    let again = ReadAgain::use_context();
    let question = Rc::new(question);
    Effect::new(move |was_asked: Option<()>| {
        again.track();
        if was_asked.is_some() {
            let is_answered = state.with_untracked(|s| matches!(s, QueryState::Answered(_)));
            if is_answered && answer == Answer::Final {
                return;
            }
            state.set(QueryState::Pending);
        }
        let question = question.clone();
        spawn_while_shown(async move {
            let failed = |error| state.set(QueryState::Failed(error));
            state.set(until_answered(&*question, failed).await.into());
        });
    });
    state
}

/// Asks until there is an answer, or a failure that does not pass by itself, which it returns. `failed` is called with the
/// others.
pub async fn until_answered<T, E: QueryError, F: Future<Output = Result<T, E>>>(
    question: impl Fn() -> F,
    mut failed: impl FnMut(E),
) -> Result<T, E> {
    let mut given_up = 0;
    loop {
        let error = match question().await {
            Err(error) if error.temporary().is_some() => error,
            result => return result,
        };
        let retry_after = error.request().and_then(ClusterError::retry_after);
        failed(error);
        pause(wait_until_reread(given_up, retry_after)).await;
        given_up = given_up.saturating_add(1);
    }
}

//! The state of one question to the API server.

use astern_cluster::ClusterError;

/// The state of one question to the API server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum QueryState<T> {
    /// The answer has not arrived.
    Pending,
    /// The answer.
    Answered(T),
    /// There is no answer, and why.
    Failed(ClusterError),
}

impl<T> From<Result<T, ClusterError>> for QueryState<T> {
    fn from(result: Result<T, ClusterError>) -> Self {
        match result {
            Ok(answer) => Self::Answered(answer),
            Err(error) => Self::Failed(error),
        }
    }
}

//! Asking a context which cluster it leads to.

use std::time::Duration;

use astern_cluster::{ClusterError, ClusterId, cluster_id};

use super::login::{FailedLogin, LoginFailure};
use super::{KubectlOptions, KubectlProxy, ProxyError};

/// How long a context may take to answer, with the start of kubectl.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Why it is not known which cluster a context leads to.
#[derive(Debug, thiserror::Error)]
pub enum IdentifyError {
    /// kubectl does not run.
    #[error(transparent)]
    Proxy(#[from] ProxyError),
    /// Nobody is logged in.
    #[error("{0}")]
    Login(FailedLogin),
    /// The cluster does not say it.
    #[error(transparent)]
    Cluster(ClusterError),
    /// It did not answer in time.
    #[error(
        "there was no answer within {} seconds; a login plugin may wait for you, in your browser or the terminal of astern",
        TIMEOUT.as_secs()
    )]
    TimedOut,
}

/// Asks the cluster of a context for the UID of `kube-system`, over a connection that is closed afterwards.
///
/// # Errors
/// [`IdentifyError`].
pub async fn identify(options: &KubectlOptions) -> Result<ClusterId, IdentifyError> {
    let answer = async {
        let proxy = KubectlProxy::start(options).await?;
        let id = cluster_id(&proxy.socket()).await;
        proxy.end().await;
        id.map_err(|error| match LoginFailure::of_cluster_error(&error) {
            Some(failure) => IdentifyError::Login(FailedLogin::new(failure, options)),
            None => IdentifyError::Cluster(error),
        })
    };
    match tokio::time::timeout(TIMEOUT, answer).await {
        Ok(answer) => answer,
        Err(_) => Err(IdentifyError::TimedOut),
    }
}

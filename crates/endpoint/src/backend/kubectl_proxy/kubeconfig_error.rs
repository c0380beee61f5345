//! Why a kubeconfig leads to no cluster.

use std::path::{Path, PathBuf};

/// Why a kubeconfig leads to no cluster: what is missing, which contexts there are, and what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum KubeconfigError {
    /// The file of `--kubeconfig` does not exist.
    #[error(
        "there is no kubeconfig {file}. Name one with --kubeconfig, or leave it out for the one that kubectl finds"
    )]
    NoFile {
        /// The path.
        file: String,
    },
    /// kubectl cannot read it.
    #[error(
        "the kubeconfig cannot be read: {message}. Put it right until `kubectl config view` shows it, or name another one with --kubeconfig"
    )]
    Unreadable {
        /// What kubectl says.
        message: String,
    },
    /// There is none, or it is empty.
    #[error(
        "the kubeconfig has no context, so there is no cluster to open: {}. Get one from whoever runs the cluster (such as \
         `aws eks update-kubeconfig --name CLUSTER`, `gcloud container clusters get-credentials CLUSTER` or \
         `az aks get-credentials --name CLUSTER`), or name its file: `astern --kubeconfig FILE`. `astern demo` needs none",
        searched(file.as_deref())
    )]
    Empty {
        /// The file of `--kubeconfig`.
        file: Option<PathBuf>,
    },
    /// None is chosen.
    #[error(
        "the kubeconfig has no current context; {}",
        choices("there are", "Choose one", contexts)
    )]
    NoCurrentContext {
        /// The contexts of the kubeconfig.
        contexts: Vec<String>,
    },
    /// It has no such context.
    #[error(
        "there is no context {context}; {}",
        choices("there are", "Choose one", contexts)
    )]
    NoContext {
        /// The context that was asked for.
        context: String,
        /// The contexts of the kubeconfig.
        contexts: Vec<String>,
    },
    /// The context is of a cluster that is not there, or has no server.
    #[error(
        "context {context} is of the cluster \"{cluster}\", which the kubeconfig does not have; {}",
        choices("the contexts are", "Choose another one", contexts)
    )]
    NoCluster {
        /// The context.
        context: String,
        /// The cluster.
        cluster: String,
        /// The contexts of the kubeconfig.
        contexts: Vec<String>,
    },
    /// The context's user has no credentials.
    #[error(
        "you are not logged in: the kubeconfig has no credentials of the user \"{user}\" of context {context}. Log in as you do \
         for kubectl, until `kubectl --context={context} auth whoami` answers; the contexts are {}",
        contexts.join(", ")
    )]
    NotLoggedIn {
        /// The context.
        context: String,
        /// The user in the kubeconfig.
        user: String,
        /// The contexts of the kubeconfig.
        contexts: Vec<String>,
    },
}

impl KubeconfigError {
    /// Returns why a context leads nowhere, for a list of the contexts.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::NoCluster { cluster, .. } => {
                format!("the kubeconfig does not have its cluster \"{cluster}\"")
            }
            Self::NotLoggedIn { user, .. } => {
                format!("the kubeconfig has no credentials of its user \"{user}\"")
            }
            other => other.to_string(),
        }
    }
}

/// Returns the contexts that there are, and the command that chooses the first one.
fn choices(are: &str, choose: &str, contexts: &[String]) -> String {
    match contexts {
        [] => "the kubeconfig has none".to_owned(),
        [first, ..] => {
            let first = astern_wording::shell::command(["astern", "--context", first]);
            format!("{are} {}. {choose}: `{first}`", contexts.join(", "))
        }
    }
}

/// Returns where kubectl looked.
fn searched(file: Option<&Path>) -> String {
    let files = std::env::var_os("KUBECONFIG").filter(|files| !files.is_empty());
    match (file, files) {
        (Some(file), _) => format!("it is {}", file.display()),
        (None, Some(files)) => format!("KUBECONFIG is {}", files.display()),
        (None, None) => "KUBECONFIG is not set, and kubectl looked in ~/.kube/config".to_owned(),
    }
}

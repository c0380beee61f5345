//! The kubeconfig and context that kubectl and helm are started with.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use astern_ledger::Namespace;

use super::ProxyError;
use super::filter::ProxyClient;
use super::known_context::{self, Destination, KnownContext, kubeconfig_change};
use super::kubeconfig::Kubeconfig;

/// Which kubectl is run, and with which kubeconfig and context.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KubectlOptions {
    /// The kubectl to run.
    pub kubectl: PathBuf,
    /// The `astern` that supervises its `kubectl proxy`: the program of this process.
    pub supervisor: PathBuf,
    /// `--kubeconfig`; without it, the one that kubectl finds.
    pub kubeconfig: Option<PathBuf>,
    /// `--context`; without it, the kubeconfig's current one.
    pub context: Option<String>,
}

/// Options with the context that was chosen, and where it leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChosenCluster {
    /// The options, with the context's name.
    pub options: KubectlOptions,
    /// Where it leads; `None` in a pod without a kubeconfig.
    pub destination: Option<Destination>,
    /// The namespace that kubectl and helm use where none is named.
    pub namespace: Namespace,
    /// All contexts.
    pub contexts: Arc<[KnownContext]>,
}

impl ChosenCluster {
    /// The address of the API server; `None` in a pod without a kubeconfig.
    pub fn server(&self) -> Option<&str> {
        self.destination.as_ref().map(|to| to.server.as_str())
    }

    /// Returns the names of all contexts.
    pub fn context_names(&self) -> Vec<String> {
        known_context::names(&self.contexts)
    }

    /// Returns in words how the kubeconfig leads elsewhere now than when this was chosen; `None` when it does not.
    pub(crate) fn change(&self, now: &Self) -> Option<String> {
        kubeconfig_change(self.destination.as_ref(), now.destination.as_ref())
    }
}

impl KubectlOptions {
    /// Reads the kubeconfig, and replaces "the current context" by its name, so that everything started later uses the same
    /// context, even when the kubeconfig's current context is switched in the meantime.
    ///
    /// # Errors
    /// [`ProxyError::NoKubectl`], or [`ProxyError::Kubeconfig`] when the kubeconfig leads to no cluster.
    pub async fn choose(self) -> Result<ChosenCluster, ProxyError> {
        let kubeconfig = Kubeconfig::read(&self.kubectl, self.kubeconfig.as_deref()).await?;
        let destination = kubeconfig.destination(self.context.as_deref())?;
        let context = destination.as_ref().map(|to| to.context.clone());
        Ok(ChosenCluster {
            namespace: kubeconfig.namespace(context.as_deref()),
            options: Self { context, ..self },
            destination,
            contexts: kubeconfig.known_contexts().into(),
        })
    }

    /// Returns the command with which a person runs kubectl for the same cluster.
    pub fn command(&self, words: &[&str]) -> String {
        let flags = self.kubectl_flags();
        let flags: Vec<_> = flags.iter().map(|flag| flag.to_string_lossy()).collect();
        let flags = flags.iter().map(AsRef::as_ref);
        let words = words.iter().copied();
        astern_wording::shell::command(["kubectl"].into_iter().chain(flags).chain(words))
    }

    /// The flags for kubectl.
    pub fn kubectl_flags(&self) -> Vec<OsString> {
        self.flags("--context")
    }

    /// The flags for helm, which names the context's flag otherwise.
    pub fn helm_flags(&self) -> Vec<OsString> {
        self.flags("--kube-context")
    }

    fn flags(&self, context_flag: &str) -> Vec<OsString> {
        let mut flags = Vec::new();
        if let Some(kubeconfig) = &self.kubeconfig {
            flags.push("--kubeconfig".into());
            flags.push(kubeconfig.into());
        }
        if let Some(name) = &self.context {
            // One word, so that a context's name can begin with a dash.
            flags.push(format!("{context_flag}={name}").into());
        }
        flags
    }
}

/// Returns the arguments of a `kubectl proxy` at a socket for one client, without those that choose the cluster.
pub(in crate::backend) fn proxy_arguments(socket: &Path, client: ProxyClient) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec![
        "proxy".into(),
        "--unix-socket".into(),
        socket.into(),
        // A kubeconfig's server may have a path of its own, as Rancher's do.
        "--append-server-path".into(),
    ];
    arguments.extend(client.options().iter().map(OsString::from));
    arguments
}

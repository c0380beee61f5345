//! The kubeconfig and context that kubectl and helm are started with.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use super::ProxyError;
use super::filter::ProxyClient;

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

impl KubectlOptions {
    /// Replaces "the current context" by its name, so that everything started later uses the same context, even when
    /// the kubeconfig's current context is switched in the meantime.
    ///
    /// # Errors
    /// When kubectl cannot be run.
    pub async fn with_current_context(mut self) -> Result<Self, ProxyError> {
        if self.context.is_none() {
            let output = Command::new(&self.kubectl)
                .args(["config", "current-context"])
                .args(self.kubectl_flags())
                .stdin(Stdio::null())
                .output()
                .await
                .map_err(|source| ProxyError::no_kubectl(&self.kubectl, source))?;
            let context = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            self.context = (output.status.success() && !context.is_empty()).then_some(context);
        }
        Ok(self)
    }

    /// Returns the names of the kubeconfig's contexts; none when kubectl fails.
    pub(super) async fn contexts(&self) -> Vec<String> {
        let without_context = Self {
            context: None,
            ..self.clone()
        };
        let output = Command::new(&self.kubectl)
            .args(["config", "get-contexts", "--output", "name"])
            .args(without_context.kubectl_flags())
            .stdin(Stdio::null())
            .output()
            .await;
        let names = output.map(|output| output.stdout).unwrap_or_default();
        let names = String::from_utf8_lossy(&names);
        names.lines().map(str::to_owned).collect()
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

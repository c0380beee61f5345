//! Which cluster, as whom: the kubeconfig and context that the person chose.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;

use tokio::process::Command;

use super::ProxyError;

/// Where kubectl is, and what it is told about the cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Access {
    /// The kubectl to run.
    pub kubectl: PathBuf,
    /// `--kubeconfig`; without it, what kubectl finds itself.
    pub kubeconfig: Option<PathBuf>,
    /// `--context`; without it, the kubeconfig's current one.
    pub context: Option<String>,
}

impl Access {
    /// Settles which context is meant, so that everything that is started later means the same one
    /// even when somebody switches the kubeconfig's current context in the meantime.
    ///
    /// # Errors
    /// When kubectl cannot be run.
    pub async fn pinned(mut self) -> Result<Self, ProxyError> {
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

    /// The contexts that there are; none where kubectl does not say.
    pub(super) async fn contexts(&self) -> Vec<String> {
        let anywhere = Self {
            context: None,
            ..self.clone()
        };
        let output = Command::new(&self.kubectl)
            .args(["config", "get-contexts", "--output", "name"])
            .args(anywhere.kubectl_flags())
            .stdin(Stdio::null())
            .output()
            .await;
        let names = output.map(|output| output.stdout).unwrap_or_default();
        let names = String::from_utf8_lossy(&names);
        names.lines().map(str::to_owned).collect()
    }

    /// What kubectl is told.
    pub fn kubectl_flags(&self) -> Vec<OsString> {
        self.flags("--context")
    }

    /// What helm is told; it has another name for the context.
    pub fn helm_flags(&self) -> Vec<OsString> {
        self.flags("--kube-context")
    }

    fn flags(&self, context: &str) -> Vec<OsString> {
        let mut flags = Vec::new();
        if let Some(kubeconfig) = &self.kubeconfig {
            flags.push("--kubeconfig".into());
            flags.push(kubeconfig.into());
        }
        if let Some(name) = &self.context {
            // One word, so that a context's name can begin with a dash.
            flags.push(format!("{context}={name}").into());
        }
        flags
    }
}

//! The namespace that kubectl and helm use where none is named.

use std::process::Stdio;

use astern_ledger::Namespace;
use tokio::process::Command;

use super::KubectlOptions;

/// Returns the namespace of the kubeconfig's context. Where the context names none, or kubectl cannot be run, it is `default`, as it
/// is for kubectl and helm.
pub async fn context_namespace(options: &KubectlOptions) -> Namespace {
    let output = Command::new(&options.kubectl)
        .args(["config", "view", "--minify"])
        .args(["--output", "jsonpath={.contexts[0].context.namespace}"])
        .args(options.kubectl_flags())
        .stdin(Stdio::null())
        .output()
        .await;
    let named = output.ok().filter(|output| output.status.success());
    let named = named.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    named
        .and_then(|name| name.trim().parse().ok())
        .unwrap_or_default()
}

//! The environment variables of helm.
//!
//! helm gets its cluster from a kubeconfig that astern wrote, and needs neither a login nor a proxy for it. So it gets only
//! what any program needs: where programs, files and its own configuration are, and the language. What leads to a cluster, a
//! login, another storage driver or a plugin (`HELM_*`, `KUBE*`, `AWS_*`, `HTTPS_PROXY` and the like) is not passed on;
//! kubectl, which reads the kubeconfig, gets the whole environment.

use std::ffi::OsString;
use std::path::Path;

/// Full names.
const NAMES: &[&str] = &[
    "HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TMPDIR", "TZ", "USER",
];

/// Prefixes of names.
const PREFIXES: &[&str] = &["LC_", "XDG_"];

/// Returns the variables that are passed on to helm on the machine of a user.
pub(super) fn of_user(
    variables: impl Iterator<Item = (OsString, OsString)>,
) -> Vec<(OsString, OsString)> {
    variables
        .filter(|(name, _)| name.to_str().is_some_and(is_passed_on))
        .collect()
}

/// Returns the variables of helm in the cluster, with a folder that it may write to.
pub(super) fn in_cluster(
    variables: impl Iterator<Item = (OsString, OsString)>,
    home: &Path,
) -> Vec<(OsString, OsString)> {
    let mut kept: Vec<_> = variables.filter(|(name, _)| name == "PATH").collect();
    kept.push(("HOME".into(), home.into()));
    kept.push(("TMPDIR".into(), home.into()));
    kept
}

fn is_passed_on(name: &str) -> bool {
    NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_that_lead_to_a_cluster_or_a_login_are_dropped() {
        let given = [
            ("PATH", "/bin"),
            ("HOME", "/home/jane"),
            ("XDG_CACHE_HOME", "/cache"),
            ("KUBECONFIG", "/k"),
            ("AWS_PROFILE", "p"),
            ("HTTPS_PROXY", "http://proxy.example"),
            ("HELM_KUBEAPISERVER", "https://evil.example"),
            ("HELM_KUBETOKEN", "t"),
            ("HELM_DRIVER", "memory"),
            ("HELM_PLUGINS", "/evil"),
            ("HELM_NAMESPACE", "other"),
            ("KUBERNETES_SERVICE_HOST", "10.0.0.1"),
            ("KUBERNETES_MASTER", "x"),
            ("LD_PRELOAD", "/evil.so"),
        ];
        let given = given.map(|(name, value)| (name.into(), value.into()));
        let kept = of_user(given.into_iter());
        let kept: Vec<String> = kept
            .iter()
            .map(|(name, value)| format!("{}={}", name.display(), value.display()))
            .collect();
        assert_eq!(
            kept,
            ["PATH=/bin", "HOME=/home/jane", "XDG_CACHE_HOME=/cache"]
        );
    }
}

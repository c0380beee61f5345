//! The environment variables of helm.
//!
//! `HELM_*` and `KUBE*` variables can direct helm to another cluster, storage driver or plugin, so only variables that are
//! known to be needed are passed on: paths, proxies, and what the login plugins of cloud providers read.

use std::ffi::OsString;

use astern_ledger::Driver;

/// Full names.
const NAMES: &[&str] = &[
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "HOME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "KUBECONFIG",
    "LANG",
    "LOGNAME",
    "NO_PROXY",
    "PATH",
    "SHELL",
    "SSH_AUTH_SOCK",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "TMPDIR",
    "TZ",
    "USER",
    "WAYLAND_DISPLAY",
    "all_proxy",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "ALL_PROXY",
];

/// Prefixes of names.
const PREFIXES: &[&str] = &[
    "AAD_",
    "ALIBABA_CLOUD_",
    "ARM_",
    "AWS_",
    "AZURE_",
    "CLOUDSDK_",
    "DIGITALOCEAN_",
    "GOOGLE_",
    "IBMCLOUD_",
    "LC_",
    "OCI_",
    "OS_",
    "TELEPORT_",
    "TSH_",
    "USE_GKE_GCLOUD_AUTH_PLUGIN",
    "VAULT_",
    "XDG_",
];

/// Returns the variables that are passed on, and the storage driver of the release.
pub(super) fn filtered(
    variables: impl Iterator<Item = (OsString, OsString)>,
    driver: Driver,
) -> Vec<(OsString, OsString)> {
    let mut kept: Vec<_> = variables
        .filter(|(name, _)| name.to_str().is_some_and(is_passed_on))
        .collect();
    // helm has to look for the records where they were found.
    kept.push(("HELM_DRIVER".into(), driver.kind().into()));
    kept
}

fn is_passed_on(name: &str) -> bool {
    NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_that_could_redirect_helm_are_dropped() {
        let given = [
            ("PATH", "/bin"),
            ("HOME", "/home/jane"),
            ("KUBECONFIG", "/k"),
            ("AWS_PROFILE", "p"),
            ("HELM_KUBEAPISERVER", "https://evil.example"),
            ("HELM_DRIVER", "memory"),
            ("HELM_PLUGINS", "/evil"),
            ("HELM_NAMESPACE", "other"),
            ("KUBERNETES_MASTER", "x"),
            ("LD_PRELOAD", "/evil.so"),
        ];
        let given = given.map(|(name, value)| (name.into(), value.into()));
        let kept = filtered(given.into_iter(), Driver::ConfigMap);
        let kept: Vec<String> = kept
            .iter()
            .map(|(name, value)| format!("{}={}", name.display(), value.display()))
            .collect();
        assert_eq!(
            kept,
            [
                "PATH=/bin",
                "HOME=/home/jane",
                "KUBECONFIG=/k",
                "AWS_PROFILE=p",
                "HELM_DRIVER=configmap"
            ]
        );
    }
}

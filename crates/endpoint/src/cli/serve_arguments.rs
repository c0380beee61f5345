//! The arguments of `astern serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use crate::backend::service_account::ServiceAccount;
use crate::error::CommandError;
use crate::http::Certificate;
use crate::modes::in_cluster::InClusterOptions;

#[derive(Args, Debug)]
pub(super) struct ServeArguments {
    /// The address to serve at
    #[arg(long, value_name = "ADDRESS", default_value = "0.0.0.0:8443")]
    listen: SocketAddr,
    /// The helm that rollbacks are run with
    #[arg(long, value_name = "PATH", default_value = "helm")]
    helm: PathBuf,
    /// The cluster's name as people know it; without it, pages show the beginning of its UID
    #[arg(long, value_name = "NAME")]
    cluster_name: Option<String>,
    /// The certificate as PEM, its issuers behind it; without it, one is made at the start
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// The certificate's private key as PEM
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// The folder with the service account's token and the API server's authority
    #[arg(
        long,
        value_name = "DIR",
        default_value = "/var/run/secrets/kubernetes.io/serviceaccount"
    )]
    service_account: PathBuf,
    /// Where the API server is; without it, where the pod's environment says
    #[arg(long, value_name = "URL")]
    api_server: Option<String>,
    /// How many rollbacks may run at once; they share the memory of the pod
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    at_once: usize,
}

impl ServeArguments {
    /// The options of in-cluster mode.
    ///
    /// # Errors
    /// When neither the arguments nor the environment name the API server.
    pub(super) fn options(self) -> Result<InClusterOptions, CommandError> {
        let api_server = self.api_server.or_else(api_server_of_pod).ok_or_else(|| {
            let message = "`astern serve` runs in a pod, and nothing here says where the API server is: set \
                        --api-server, or run `astern` on your own machine";
            CommandError::Usage(message.to_owned())
        })?;
        let certificate = match (self.tls_certificate, self.tls_key) {
            (Some(certificate), Some(key)) => Certificate::Files { certificate, key },
            _ => Certificate::SelfSigned,
        };
        Ok(InClusterOptions {
            listen: self.listen,
            helm: self.helm,
            cluster_name: self.cluster_name.filter(|name| !name.is_empty()),
            certificate,
            service_account: ServiceAccount {
                dir: self.service_account,
                api_server,
            },
            concurrent_rollbacks: self.at_once,
        })
    }
}

/// The address of the API server in the environment of every pod.
fn api_server_of_pod() -> Option<String> {
    let host = std::env::var("KUBERNETES_SERVICE_HOST").ok()?;
    let port = std::env::var("KUBERNETES_SERVICE_PORT").ok()?;
    Some(match host.contains(':') {
        true => format!("https://[{host}]:{port}"),
        false => format!("https://{host}:{port}"),
    })
}

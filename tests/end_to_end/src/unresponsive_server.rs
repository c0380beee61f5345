//! A server that accepts connections and never responds.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::json;

use crate::{Failure, TestEnvironment, eventually};

/// It listens on loopback; its thread ends with the test program.
#[derive(Debug)]
pub struct UnresponsiveServer {
    port: u16,
    connections: Arc<AtomicUsize>,
}

/// An admission webhook for updates of Helm's ConfigMaps in a namespace that never responds. It is deleted when this is
/// dropped.
#[derive(Debug)]
pub struct HangingWebhook<'a> {
    environment: &'a TestEnvironment,
    name: String,
}

impl UnresponsiveServer {
    /// Starts to listen.
    ///
    /// # Errors
    /// When it cannot listen on a port.
    pub fn start() -> Result<Self, Failure> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        thread::spawn(move || {
            // Keep the connections open, so that clients wait for a response.
            let mut open = Vec::new();
            while let Ok((stream, _)) = listener.accept() {
                open.push(stream);
                counter.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(Self { port, connections })
    }

    /// Returns the number of accepted connections.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// Registers it as an admission webhook for updates of `configmap` and Helm's other ConfigMaps in `namespace`, with
    /// a timeout of 30 seconds.
    ///
    /// # Errors
    /// When kubectl fails, or the API server does not call it in time.
    pub fn as_webhook<'a>(
        &self,
        environment: &'a TestEnvironment,
        namespace: &str,
        configmap: &str,
    ) -> Result<HangingWebhook<'a>, Failure> {
        let name = format!("silent-{namespace}");
        let webhook = json!({
            "apiVersion": "admissionregistration.k8s.io/v1",
            "kind": "ValidatingWebhookConfiguration",
            "metadata": { "name": name },
            "webhooks": [{
                "name": "silent.example.com",
                "clientConfig": { "url": format!("https://127.0.0.1:{}/", self.port) },
                "rules": [{
                    "apiGroups": [""], "apiVersions": ["v1"], "resources": ["configmaps"],
                    "operations": ["UPDATE"],
                }],
                "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": namespace } },
                "objectSelector": { "matchLabels": { "app.kubernetes.io/managed-by": "Helm" } },
                "failurePolicy": "Ignore",
                "timeoutSeconds": 30,
                "sideEffects": "None",
                "admissionReviewVersions": ["v1"],
            }],
        });
        environment.access.create(&webhook.to_string())?;
        let webhook = HangingWebhook { environment, name };
        let before = self.connections();
        eventually("that the webhook is asked", || {
            let arguments = ["annotate", "configmap", configmap, "asked=true"];
            let options = [
                "--namespace",
                namespace,
                "--dry-run=server",
                "--request-timeout=1s",
            ];
            // The command times out as soon as the webhook is called.
            let _ = environment
                .access
                .kubectl(arguments.into_iter().chain(options));
            Ok((self.connections() > before).then_some(()))
        })?;
        Ok(webhook)
    }
}

impl Drop for HangingWebhook<'_> {
    fn drop(&mut self) {
        let kind = "validatingwebhookconfiguration";
        // A failing test reports its own error.
        let _ = self
            .environment
            .access
            .kubectl(["delete", kind, &self.name]);
    }
}

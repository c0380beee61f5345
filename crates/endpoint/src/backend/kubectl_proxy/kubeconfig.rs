//! What the kubeconfig says, as kubectl itself reads it: the contexts, and where each leads.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use astern_ledger::Namespace;
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::process::Command;

use super::ProxyError;
use super::known_context::{Destination, KnownContext};
use super::kubeconfig_error::KubeconfigError;

/// The credentials of a pod, which kubectl uses where there is no kubeconfig.
const POD_TOKEN: &str = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/// What `kubectl config view` prints of a kubeconfig, or of several that are read as one. It holds no credentials.
#[derive(Deserialize, Default, Debug)]
#[serde(rename_all = "kebab-case", default)]
pub struct Kubeconfig {
    current_context: String,
    contexts: Option<Vec<NamedContext>>,
    clusters: Option<Vec<NamedCluster>>,
    users: Option<Vec<NamedUser>>,
    /// The file of `--kubeconfig`.
    #[serde(skip)]
    file: Option<PathBuf>,
}

#[derive(Deserialize, Debug)]
struct NamedContext {
    name: String,
    #[serde(default)]
    context: Context,
}

#[derive(Deserialize, Default, Debug)]
#[serde(default)]
struct Context {
    cluster: String,
    user: String,
    namespace: String,
}

#[derive(Deserialize, Debug)]
struct NamedCluster {
    name: String,
    #[serde(default)]
    cluster: Server,
}

#[derive(Deserialize, Default, Debug)]
#[serde(default)]
struct Server {
    server: String,
}

#[derive(Deserialize, Debug)]
struct NamedUser {
    name: String,
    #[serde(default)]
    user: Option<Map<String, Value>>,
}

impl Kubeconfig {
    /// Reads a file as that kubectl does, without one those that it finds.
    ///
    /// # Errors
    /// [`ProxyError::NoKubectl`], or [`KubeconfigError::Unreadable`] with kubectl's words.
    pub(super) async fn read(kubectl: &Path, file: Option<&Path>) -> Result<Self, ProxyError> {
        let mut arguments: Vec<OsString> = ["config", "view", "--output", "json"]
            .map(OsString::from)
            .into();
        if let Some(file) = file {
            if !file.exists() {
                let file = file.display().to_string();
                return Err(KubeconfigError::NoFile { file }.into());
            }
            arguments.extend(["--kubeconfig".into(), file.into()]);
        }
        let output = Command::new(kubectl)
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .await
            .map_err(|source| ProxyError::no_kubectl(kubectl, source))?;
        let unreadable = |message: &str| {
            let message = message.trim().trim_start_matches("error: ").to_owned();
            KubeconfigError::Unreadable { message }
        };
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr);
            return Err(unreadable(&message).into());
        }
        // The message of `serde_json` could quote what is in the file.
        let kubeconfig: Self = serde_json::from_slice(&output.stdout)
            .map_err(|_| unreadable("kubectl does not print it as JSON"))?;
        Ok(Self {
            file: file.map(Path::to_owned),
            ..kubeconfig
        })
    }

    /// Returns where a context leads, without one the current context; `None` in a pod without a kubeconfig.
    ///
    /// # Errors
    /// [`KubeconfigError`]: kubectl would take the server at localhost:8080 for the cluster, or ask for a password.
    pub(super) fn destination(
        &self,
        context: Option<&str>,
    ) -> Result<Option<Destination>, KubeconfigError> {
        let contexts = self.context_names();
        let name = match context {
            Some(name) => name,
            None if contexts.is_empty() && is_pod() => return Ok(None),
            None if contexts.is_empty() => {
                let file = self.file.clone();
                return Err(KubeconfigError::Empty { file });
            }
            None if self.current_context.is_empty() => {
                return Err(KubeconfigError::NoCurrentContext { contexts });
            }
            None => &self.current_context,
        };
        self.destination_of(name).map(Some)
    }

    /// Returns where the context with that name leads.
    fn destination_of(&self, name: &str) -> Result<Destination, KubeconfigError> {
        let context = name.to_owned();
        let contexts = self.context_names();
        let Some(found) = self.context(name) else {
            return Err(KubeconfigError::NoContext { context, contexts });
        };
        let mut clusters = self.clusters.iter().flatten();
        let server = clusters
            .find(|cluster| cluster.name == found.cluster)
            .map(|cluster| without_user_info(&cluster.cluster.server))
            .filter(|server| !server.is_empty());
        let Some(server) = server else {
            return Err(KubeconfigError::NoCluster {
                context,
                cluster: found.cluster.clone(),
                contexts,
            });
        };
        // kubectl sends no credentials without TLS, and asks for none.
        if !server.starts_with("http://") && !self.has_credentials(&found.user) {
            return Err(KubeconfigError::NotLoggedIn {
                context,
                user: found.user.clone(),
                contexts,
            });
        }
        Ok(Destination {
            context,
            server,
            user: found.user.clone(),
        })
    }

    /// Returns all contexts, each with where it leads.
    pub(super) fn known_contexts(&self) -> Vec<KnownContext> {
        let names = self.context_names().into_iter();
        names
            .map(|name| KnownContext {
                destination: self.destination_of(&name),
                name,
            })
            .collect()
    }

    /// Returns the namespace that kubectl and helm use in a context where none is named: the context's, else `default`.
    pub(super) fn namespace(&self, context: Option<&str>) -> Namespace {
        context
            .and_then(|name| self.context(name)?.namespace.parse().ok())
            .unwrap_or_default()
    }

    fn context(&self, name: &str) -> Option<&Context> {
        let mut contexts = self.contexts.iter().flatten();
        contexts
            .find(|known| known.name == name)
            .map(|known| &known.context)
    }

    fn has_credentials(&self, user: &str) -> bool {
        let mut users = self.users.iter().flatten();
        users
            .find(|known| known.name == user)
            .and_then(|known| known.user.as_ref())
            .is_some_and(|user| !user.is_empty())
    }

    /// Returns the names of all contexts.
    fn context_names(&self) -> Vec<String> {
        let contexts = self.contexts.iter().flatten();
        contexts.map(|context| context.name.clone()).collect()
    }
}

/// Returns an address without the user and password that a URL may hold, because it is shown.
fn without_user_info(server: &str) -> String {
    match server.split_once("://") {
        Some((scheme, rest)) => {
            let end = rest.find('/').unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            let host = authority.rsplit('@').next().unwrap_or(authority);
            format!("{scheme}://{host}{path}")
        }
        None => server.to_owned(),
    }
}

/// Whether kubectl finds the service account of a pod, by client-go's rule (`inClusterClientConfig.Possible`).
fn is_pod() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    is_set("KUBERNETES_SERVICE_HOST")
        && is_set("KUBERNETES_SERVICE_PORT")
        && Path::new(POD_TOKEN).is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(context: Option<&str>, change: impl FnOnce(&mut Value)) -> String {
        let mut view = serde_json::json!({
            "kind": "Config",
            "apiVersion": "v1",
            "current-context": "prod",
            "clusters": [{ "name": "c", "cluster": { "server": "https://10.0.0.1" } }],
            "users": [
                { "name": "jo", "user": { "token": "REDACTED" } },
                { "name": "out", "user": {} },
            ],
            "contexts": [
                { "name": "prod", "context": { "cluster": "c", "user": "jo" } },
                { "name": "staging", "context": { "cluster": "gone", "user": "jo" } },
                { "name": "left", "context": { "cluster": "c", "user": "out" } },
            ],
        });
        change(&mut view);
        let kubeconfig: Kubeconfig = serde_json::from_value(view).unwrap();
        match kubeconfig.destination(context) {
            Ok(Some(destination)) => destination.server,
            Ok(None) => "a pod".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_context_that_leads_nowhere_is_named_with_those_that_there_are() {
        let same = |_: &mut Value| {};
        assert_eq!(message(None, same), "https://10.0.0.1");
        assert_eq!(
            message(Some("nope"), same),
            "there is no context nope; there are prod, staging, left. Choose one: `astern --context prod`"
        );
        assert_eq!(
            message(None, |view| view["current-context"] = "".into()),
            "the kubeconfig has no current context; there are prod, staging, left. Choose one: `astern --context prod`"
        );
        assert_eq!(
            message(Some("staging"), same),
            "context staging is of the cluster \"gone\", which the kubeconfig does not have; the contexts are prod, staging, \
             left. Choose another one: `astern --context prod`"
        );
        assert_eq!(
            message(Some("left"), same),
            "you are not logged in: the kubeconfig has no credentials of the user \"out\" of context left. Log in as you do \
             for kubectl, until `kubectl --context=left auth whoami` answers; the contexts are prod, staging, left"
        );
        let http = |view: &mut Value| {
            view["clusters"][0]["cluster"]["server"] = "http://localhost:8001".into();
        };
        assert_eq!(message(Some("left"), http), "http://localhost:8001");
        let password = |view: &mut Value| {
            view["clusters"][0]["cluster"]["server"] = "https://jo:hunter2@10.0.0.1/k8s/c@1".into();
        };
        assert_eq!(message(None, password), "https://10.0.0.1/k8s/c@1");
    }

    #[test]
    fn the_namespace_is_the_contexts_or_default() {
        let kubeconfig: Kubeconfig = serde_json::from_value(serde_json::json!({
            "contexts": [
                { "name": "team", "context": { "namespace": "team-a" } },
                { "name": "wide", "context": {} },
                { "name": "odd", "context": { "namespace": "Not Valid" } },
            ],
        }))
        .unwrap();
        for (context, namespace) in [
            (Some("team"), "team-a"),
            (Some("wide"), "default"),
            (Some("odd"), "default"),
            (Some("none"), "default"),
            (None, "default"),
        ] {
            assert_eq!(kubeconfig.namespace(context).as_str(), namespace);
        }
    }

    #[test]
    fn without_contexts_there_is_no_cluster() {
        let empty = |view: &mut Value| {
            for list in ["contexts", "clusters", "users"] {
                view[list] = Value::Null;
            }
            view["current-context"] = "".into();
        };
        let said = message(None, empty);
        assert!(said.starts_with("the kubeconfig has no context"), "{said}");
        assert_eq!(
            message(Some("prod"), empty),
            "there is no context prod; the kubeconfig has none"
        );
    }
}

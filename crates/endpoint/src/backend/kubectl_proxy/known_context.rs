//! A context of the kubeconfig, and where it leads.

use super::kubeconfig_error::KubeconfigError;

/// Where a context leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Destination {
    /// The name of the context.
    pub context: String,
    /// The address of the API server.
    pub server: String,
    /// The name of the user in the kubeconfig.
    pub user: String,
}

/// A context of the kubeconfig.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownContext {
    /// The name.
    pub name: String,
    /// Where it leads, or why it leads nowhere.
    pub destination: Result<Destination, KubeconfigError>,
}

/// Returns in words, and without a full stop, how a context leads elsewhere now than when astern was started; `None` when it
/// does not.
pub(crate) fn kubeconfig_change(
    then: Option<&Destination>,
    now: Option<&Destination>,
) -> Option<String> {
    let name = |destination: Option<&Destination>| match destination {
        Some(to) => format!("{} as user {}", to.server, to.user),
        None => "the cluster of this pod".to_owned(),
    };
    (then != now).then(|| {
        format!(
            "The kubeconfig was changed: it leads to {} now, and led to {} when astern was started",
            name(now),
            name(then)
        )
    })
}

/// Returns the names of contexts.
pub(super) fn names(contexts: &[KnownContext]) -> Vec<String> {
    contexts
        .iter()
        .map(|context| context.name.clone())
        .collect()
}

//! Finds the API server relative to the path of the page.

use serde::Deserialize;

use crate::exchange::ask;
use crate::{Accept, ClusterError, Request, Transport};

/// Returns the candidate base paths for a page at `path`, deepest first: each ancestor, ending in `/`.
///
/// The page may be served below `kubectl proxy`'s `--www-prefix`, below the service proxy, or at the
/// root of the endpoint; the API server is at one of its ancestors, whatever the prefix.
pub fn base_candidates(path: &str) -> Vec<String> {
    let mut bases: Vec<String> = path
        .char_indices()
        .filter(|(_, character)| *character == '/')
        .map(|(at, _)| path[..=at].to_owned())
        .collect();
    if bases.is_empty() {
        bases.push("/".to_owned());
    }
    bases.reverse();
    bases
}

/// The response of `version` on a Kubernetes API server.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerVersion {
    /// Such as `v1.36.3`.
    pub git_version: String,
    /// Such as `1`.
    pub major: String,
    /// Such as `36`.
    pub minor: String,
}

/// Reads the version of the API server.
///
/// # Errors
/// [`ClusterError::Malformed`] and [`ClusterError::NotFound`] mean that this is not an API server.
pub async fn server_version<T: Transport>(transport: &T) -> Result<ServerVersion, ClusterError> {
    ask(transport, &Request::get("version", Accept::Json)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ancestors_come_deepest_first() {
        assert_eq!(base_candidates("/astern/"), ["/astern/", "/"]);
        assert_eq!(
            base_candidates("/x/app/index.html"),
            ["/x/app/", "/x/", "/"]
        );
        assert_eq!(base_candidates("/"), ["/"]);
        assert_eq!(base_candidates(""), ["/"]);
    }
}

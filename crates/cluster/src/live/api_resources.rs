//! Discovery: the resources that an API version serves.

use serde::Deserialize;

use crate::exchange::ask;
use crate::request::segment;
use crate::{Accept, ClusterError, Request, Transport};

/// The API server's `APIResourceList`.
#[derive(Deserialize)]
pub(super) struct ApiResourceList {
    resources: Vec<ApiResource>,
}

/// The API server's `APIResource`: how a kind is addressed.
#[derive(Deserialize)]
pub(super) struct ApiResource {
    kind: String,
    /// The plural name. A subresource has a slash in it: `deployments/scale`.
    #[serde(rename = "name")]
    pub(super) plural: String,
    /// Whether objects of this kind belong to a namespace.
    pub(super) namespaced: bool,
}

impl ApiResourceList {
    /// Returns the resource of `kind`. Subresources are skipped.
    pub(super) fn of_kind(&self, kind: &str) -> Option<&ApiResource> {
        let is_match =
            |resource: &&ApiResource| resource.kind == kind && !resource.plural.contains('/');
        self.resources.iter().find(is_match)
    }
}

/// Lists the resources that an API version serves. Every authenticated user may (`system:discovery`).
pub(super) async fn list_api_resources<T: Transport>(
    transport: &T,
    api_version: &str,
) -> Result<ApiResourceList, ClusterError> {
    ask(
        transport,
        &Request::get(api_path(api_version), Accept::Json),
    )
    .await
}

/// Returns the path of an API version: `api/v1`, `apis/apps/v1`.
pub(super) fn api_path(api_version: &str) -> String {
    match api_version.split_once('/') {
        Some((group, version)) => format!("apis/{}/{}", segment(group), segment(version)),
        None => format!("api/{}", segment(api_version)),
    }
}

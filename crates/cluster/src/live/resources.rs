//! Which resources a version of an API has.

use serde::Deserialize;

use super::base;
use crate::error::ask;
use crate::{Accept, ClusterError, Request, Transport};

/// The API server's `APIResourceList`.
#[derive(Deserialize)]
pub(super) struct Resources {
    resources: Vec<Resource>,
}

/// What the objects of a kind are called in a path.
#[derive(Deserialize)]
pub(super) struct Resource {
    kind: String,
    /// The plural; with a slash for a part of an object, such as `deployments/scale`.
    #[serde(rename = "name")]
    pub(super) plural: String,
    /// Whether they are in namespaces.
    pub(super) namespaced: bool,
}

impl Resources {
    /// The resource of a kind, when there is one.
    pub(super) fn of(&self, kind: &str) -> Option<&Resource> {
        let whole = |resource: &&Resource| resource.kind == kind && !resource.plural.contains('/');
        self.resources.iter().find(whole)
    }
}

/// Asks which resources that version of an API has. Everybody who is known to the API server may.
pub(super) async fn resources<T: Transport>(
    transport: &T,
    api_version: &str,
) -> Result<Resources, ClusterError> {
    ask(transport, &Request::get(base(api_version), Accept::Json)).await
}

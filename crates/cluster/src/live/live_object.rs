//! Reads the live objects that a revision's manifest names.

use std::collections::BTreeMap;
use std::fmt;

use astern_ledger::Namespace;
use astern_manifest::Object;
use futures_util::{StreamExt as _, stream};
use serde_json::Value;

use super::api_resources::{ApiResource, ApiResourceList, api_path, list_api_resources};
use crate::exchange::ask;
use crate::request::segment;
use crate::{Accept, ClusterError, Request, Right, Transport, Verb};

/// The number of concurrent requests. A browser opens six connections per host, and other parts of the page need some.
const CONCURRENT_REQUESTS: usize = 4;

/// The state of one object in the cluster.
pub enum LiveObject {
    /// The object exists. It is read in the `apiVersion` of the revision.
    Present(Value),
    /// The object does not exist.
    Missing,
    /// The object could not be read.
    Unavailable(Unavailable),
}

/// Leaves out the object's content: it may be a Secret.
impl fmt::Debug for LiveObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Present(_) => f.write_str("Present(…)"),
            Self::Missing => f.write_str("Missing"),
            Self::Unavailable(reason) => write!(f, "Unavailable({reason:?})"),
        }
    }
}

/// The reason why an object could not be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unavailable {
    /// The request failed or was refused.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The API server does not serve this kind in this version, or no longer does.
    #[error("the cluster serves no {kind} in {api_version}")]
    NotServed {
        /// The `apiVersion` that the revision states.
        api_version: String,
        /// The `kind` that the revision states.
        kind: String,
    },
    /// The object has `generateName`, so the API server chose its name.
    #[error("it has no name of its own, so it cannot be found")]
    Nameless,
}

/// Reads each of `objects` and returns their states in the same order.
///
/// `namespace` applies to objects that state none. `progress` is called with the number of objects read and the total.
///
/// Each API version is discovered once, then each object is read. An object that cannot be read does not fail the
/// others.
pub async fn live_objects<T: Transport>(
    transport: &T,
    namespace: &Namespace,
    objects: &[&Object],
    mut progress: impl FnMut(usize, usize),
) -> Vec<LiveObject> {
    let requests = locate(transport, namespace, objects).await;
    let mut responses = stream::iter(requests)
        .map(|request| read_object(transport, request))
        .buffered(CONCURRENT_REQUESTS);
    let mut states = Vec::with_capacity(objects.len());
    progress(0, objects.len());
    while let Some(state) = responses.next().await {
        states.push(state);
        progress(states.len(), objects.len());
    }
    states
}

/// Returns the request for each of `objects`, in the same order. Each API version is discovered once.
pub(crate) async fn locate<T: Transport>(
    transport: &T,
    namespace: &Namespace,
    objects: &[&Object],
) -> Vec<Result<Request, Unavailable>> {
    let versions: BTreeMap<&str, ()> = objects
        .iter()
        .map(|o| (o.api_version.as_str(), ()))
        .collect();
    let discovered: BTreeMap<&str, Result<ApiResourceList, ClusterError>> =
        stream::iter(versions.into_keys())
            .map(|version| async move { (version, list_api_resources(transport, version).await) })
            .buffer_unordered(CONCURRENT_REQUESTS)
            .collect()
            .await;
    let locate = |object: &&Object| match discovered.get(object.api_version.as_str()) {
        Some(resources) => request(object, resources, namespace),
        None => Err(Unavailable::Nameless),
    };
    objects.iter().map(locate).collect()
}

/// Reads one object.
pub(crate) async fn read_object<T: Transport>(
    transport: &T,
    request: Result<Request, Unavailable>,
) -> LiveObject {
    let request = match request {
        Ok(request) => request,
        Err(unavailable) => return LiveObject::Unavailable(unavailable),
    };
    match ask(transport, &request).await {
        Ok(object) => LiveObject::Present(object),
        Err(ClusterError::NotFound(_)) => LiveObject::Missing,
        Err(error) => LiveObject::Unavailable(error.into()),
    }
}

/// Returns the request for one object, from the resources that its API version serves.
fn request(
    object: &Object,
    discovered: &Result<ApiResourceList, ClusterError>,
    namespace: &Namespace,
) -> Result<Request, Unavailable> {
    let not_served = || Unavailable::NotServed {
        api_version: object.api_version.clone(),
        kind: object.id.kind.clone(),
    };
    let resources = match discovered {
        Ok(resources) => resources,
        Err(ClusterError::NotFound(_)) => return Err(not_served()),
        Err(error) => return Err(error.clone().into()),
    };
    let ApiResource {
        plural, namespaced, ..
    } = resources.of_kind(&object.id.kind).ok_or_else(not_served)?;
    // `ObjectId` ends a generated name with a star.
    if object.id.name.ends_with('*') {
        return Err(Unavailable::Nameless);
    }
    let namespace = match (&object.id.namespace, namespaced) {
        (_, false) => None,
        (None, true) => Some(namespace.clone()),
        (Some(stated), true) => Some(stated.parse().map_err(|_| not_served())?),
    };
    let resource = match object.id.group.as_str() {
        "" => plural.clone(),
        group => format!("{plural}.{group}"),
    };
    let scope = match &namespace {
        Some(namespace) => format!("namespaces/{namespace}/"),
        None => String::new(),
    };
    let (base, plural, name) = (
        api_path(&object.api_version),
        segment(plural),
        segment(&object.id.name),
    );
    let right = Right {
        verb: Verb::Get,
        resource: resource.into(),
        namespace,
    };
    Ok(Request::get(format!("{base}/{scope}{plural}/{name}"), Accept::Json).needing(right))
}

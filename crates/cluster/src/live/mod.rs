//! What is in the cluster in the place of a revision's objects.

mod resources;

use std::collections::BTreeMap;
use std::fmt;

use astern_ledger::Namespace;
use astern_manifest::Object;
use futures_util::{StreamExt as _, stream};
use serde_json::Value;

use self::resources::{Resource, Resources, resources};
use crate::error::ask;
use crate::request::segment;
use crate::{Accept, ClusterError, Request, Right, Transport, Verb};

/// How many requests are under way at a time: a browser opens six connections, and other parts of the page need some.
const AT_ONCE: usize = 4;

/// What the cluster answered about one object.
pub enum LiveObject {
    /// It is there, in the `apiVersion` of the revision.
    Present(Value),
    /// It is not.
    Missing,
    /// The cluster did not tell.
    Unavailable(Unavailable),
}

/// Without the object, which may be a Secret.
impl fmt::Debug for LiveObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Present(_) => f.write_str("There(…)"),
            Self::Missing => f.write_str("Missing"),
            Self::Unavailable(why) => write!(f, "Unavailable({why:?})"),
        }
    }
}

/// Why the cluster did not tell about an object.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unavailable {
    /// It refused, or did not answer.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// It does not serve such objects (any more).
    #[error("the cluster serves no {kind} in {api_version}")]
    NotServed {
        /// The version of the API that the revision names.
        api_version: String,
        /// The kind.
        kind: String,
    },
    /// The cluster makes the name when it makes the object.
    #[error("it has no name of its own, so it cannot be found")]
    Nameless,
}

/// Asks for each of `objects`, one answer for each in their order. `namespace` is that of the objects that state none.
/// `progress` hears how many of how many are answered.
///
/// It asks once for each version of an API which resources it has, then for each object. One object that may not be read
/// is no failure of the others.
pub async fn live_objects<T: Transport>(
    transport: &T,
    namespace: &Namespace,
    objects: &[&Object],
    mut progress: impl FnMut(usize, usize),
) -> Vec<LiveObject> {
    let versions: BTreeMap<&str, ()> = objects
        .iter()
        .map(|o| (o.api_version.as_str(), ()))
        .collect();
    let known: BTreeMap<&str, Result<Resources, ClusterError>> = stream::iter(versions.into_keys())
        .map(|version| async move { (version, resources(transport, version).await) })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let mut answers = stream::iter(objects)
        .map(|object| {
            let request = known
                .get(object.api_version.as_str())
                .map_or(Err(Unavailable::Nameless), |known| {
                    request(object, known, namespace)
                });
            answer(transport, request)
        })
        .buffered(AT_ONCE);
    let mut answered = Vec::with_capacity(objects.len());
    progress(0, objects.len());
    while let Some(answer) = answers.next().await {
        answered.push(answer);
        progress(answered.len(), objects.len());
    }
    answered
}

async fn answer<T: Transport>(transport: &T, request: Result<Request, Unavailable>) -> LiveObject {
    let request = match request {
        Ok(request) => request,
        Err(why) => return LiveObject::Unavailable(why),
    };
    match ask(transport, &request).await {
        Ok(object) => LiveObject::Present(object),
        Err(ClusterError::NotFound(_)) => LiveObject::Missing,
        Err(error) => LiveObject::Unavailable(error.into()),
    }
}

/// The request for one object, by what its API's version serves.
fn request(
    object: &Object,
    known: &Result<Resources, ClusterError>,
    namespace: &Namespace,
) -> Result<Request, Unavailable> {
    let not_served = || Unavailable::NotServed {
        api_version: object.api_version.clone(),
        kind: object.id.kind.clone(),
    };
    let resources = match known {
        Ok(resources) => resources,
        Err(ClusterError::NotFound(_)) => return Err(not_served()),
        Err(error) => return Err(error.clone().into()),
    };
    let Resource {
        plural, namespaced, ..
    } = resources.of(&object.id.kind).ok_or_else(not_served)?;
    // `ObjectId` writes a generated name with a star.
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
    let place = match &namespace {
        Some(namespace) => format!("namespaces/{namespace}/"),
        None => String::new(),
    };
    let (base, plural, name) = (
        base(&object.api_version),
        segment(plural),
        segment(&object.id.name),
    );
    let right = Right {
        verb: Verb::Get,
        resource: resource.into(),
        namespace,
    };
    Ok(Request::get(format!("{base}/{place}{plural}/{name}"), Accept::Json).needing(right))
}

/// Where a version of an API is: `api/v1`, `apis/apps/v1`.
fn base(api_version: &str) -> String {
    match api_version.split_once('/') {
        Some((group, version)) => format!("apis/{}/{}", segment(group), segment(version)),
        None => format!("api/{}", segment(api_version)),
    }
}

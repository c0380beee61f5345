//! Lists Helm's records by metadata only.

use astern_ledger::{Driver, InvalidRecord, Namespace, Record, ReleaseName};

use crate::exchange::ask;
use crate::object_meta::{PartialList, PartialObject};
use crate::{Accept, ClusterError, Request, Right, Transport, Verb};

/// The number of records in a page of a list. A page of 500 is about 0.5 MB before gzip.
const PAGE: &str = "500";

/// Selects records.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scope {
    /// The namespace; `None` for the whole cluster.
    pub namespace: Option<Namespace>,
    /// The release; `None` for all releases.
    pub release: Option<ReleaseName>,
}

/// The result of a list. A record with invalid metadata is an error among the records.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordList {
    /// The records, in the API server's order.
    pub records: Vec<Result<Record, InvalidRecord>>,
    /// The resource version from which a watch continues.
    pub resource_version: String,
}

/// Returns the resource of a storage driver.
pub(crate) fn resource(driver: Driver) -> &'static str {
    match driver {
        Driver::Secret => "secrets",
        Driver::ConfigMap => "configmaps",
    }
}

/// Returns the request to list or watch records.
pub(crate) fn request(driver: Driver, scope: &Scope, verb: Verb, accept: Accept) -> Request {
    let resource = resource(driver);
    let path = match &scope.namespace {
        Some(namespace) => format!("api/v1/namespaces/{namespace}/{resource}"),
        None => format!("api/v1/{resource}"),
    };
    let request = Request::get(path, accept)
        .needing(Right {
            verb,
            resource: resource.into(),
            namespace: scope.namespace.clone(),
        })
        .query("labelSelector", &Record::selector(scope.release.as_ref()));
    match driver {
        // Helm goes by the labels alone. Of one release every object counts, whatever its type; in a list of all releases
        // other Secrets with the label `owner=helm` would be in the way.
        Driver::Secret if scope.release.is_none() => {
            request.query("fieldSelector", "type=helm.sh/release.v1")
        }
        Driver::Secret | Driver::ConfigMap => request,
    }
}

/// Lists records by metadata only, page by page.
///
/// `progress` is called after each page with the number of records so far.
///
/// # Errors
/// [`ClusterError`] when a page is refused. A list that expires between two pages is restarted
/// once.
pub async fn list_records<T: Transport>(
    transport: &T,
    driver: Driver,
    scope: &Scope,
    mut progress: impl FnMut(usize),
) -> Result<RecordList, ClusterError> {
    match pages(transport, driver, scope, &mut progress).await {
        Err(ClusterError::Expired) => pages(transport, driver, scope, &mut progress).await,
        other => other,
    }
}

async fn pages<T: Transport>(
    transport: &T,
    driver: Driver,
    scope: &Scope,
    progress: &mut impl FnMut(usize),
) -> Result<RecordList, ClusterError> {
    let first = request(driver, scope, Verb::List, Accept::MetadataList).query("limit", PAGE);
    let mut records = Vec::new();
    let mut next = first.clone();
    loop {
        let page: PartialList = ask(transport, &next).await?;
        records.extend(page.items.iter().map(|item| read(driver, item)));
        progress(records.len());
        if page.metadata.continue_from.is_empty() {
            let resource_version = page.metadata.resource_version;
            return Ok(RecordList {
                records,
                resource_version,
            });
        }
        next = first
            .clone()
            .query("continue", &page.metadata.continue_from);
    }
}

pub(crate) fn read(driver: Driver, object: &PartialObject) -> Result<Record, InvalidRecord> {
    let meta = &object.metadata;
    Record::read(
        driver,
        &meta.name,
        &meta.namespace,
        &meta.labels,
        meta.creation_timestamp,
        meta.version(),
    )
}

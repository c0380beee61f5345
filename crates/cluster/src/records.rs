//! Helm's records in a cluster: listing them by metadata only, and fetching one.

use astern_ledger::{DecodeError, Driver, InvalidRecord, Namespace, Record, Release, ReleaseName};
use serde::Deserialize;

use crate::error::{ask, parse};
use crate::meta::{PartialList, PartialObject};
use crate::request::segment;
use crate::{Accept, ClusterError, Request, Right, Transport, Verb};

/// Records in one page of a list. A page of 500 is about 0.5 MB before gzip.
const PAGE: &str = "500";

/// Which records are meant.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scope {
    /// Where; `None` is the whole cluster.
    pub namespace: Option<Namespace>,
    /// Of which release; `None` is all of them.
    pub release: Option<ReleaseName>,
}

/// What a list found. A record whose metadata is broken is one of the records, as an error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// The records, in the API server's order.
    pub records: Vec<Result<Record, InvalidRecord>>,
    /// Where a watch goes on from.
    pub resource_version: String,
}

/// Why a revision's payload cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum PayloadError {
    /// The cluster did not give it.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The object is there and holds no record.
    #[error("{object} holds no record: its key \"release\" is missing")]
    Empty {
        /// The Secret's or ConfigMap's name.
        object: String,
    },
    /// The record is there and cannot be read.
    #[error("the record {object} cannot be read: {source}")]
    Corrupt {
        /// The Secret's or ConfigMap's name.
        object: String,
        /// At which layer it broke.
        source: DecodeError,
    },
}

/// The resource that a driver keeps its records in.
fn resource(driver: Driver) -> &'static str {
    match driver {
        Driver::Secret => "secrets",
        Driver::ConfigMap => "configmaps",
    }
}

/// The request for records, to list or to watch.
pub(crate) fn request(driver: Driver, scope: &Scope, verb: Verb, accept: Accept) -> Request {
    let resource = resource(driver);
    let path = match &scope.namespace {
        Some(namespace) => format!("api/v1/namespaces/{namespace}/{resource}"),
        None => format!("api/v1/{resource}"),
    };
    let request = Request::get(path, accept)
        .needing(Right {
            verb,
            resource,
            namespace: scope.namespace.clone(),
        })
        .query("labelSelector", &Record::selector(scope.release.as_ref()));
    match driver {
        // Other people's Secrets may carry `owner=helm`; only Helm's have this type.
        Driver::Secret => request.query("fieldSelector", "type=helm.sh/release.v1"),
        Driver::ConfigMap => request,
    }
}

/// Lists records by metadata only, page by page.
///
/// `progress` hears how many records have been found so far after each page.
///
/// # Errors
/// [`ClusterError`] when a page is refused. A list that expires between two pages is begun again
/// once.
pub async fn list_records<T: Transport>(
    transport: &T,
    driver: Driver,
    scope: &Scope,
    mut progress: impl FnMut(usize),
) -> Result<Listed, ClusterError> {
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
) -> Result<Listed, ClusterError> {
    let first = request(driver, scope, Verb::List, Accept::MetadataList).query("limit", PAGE);
    let mut records = Vec::new();
    let mut next = first.clone();
    loop {
        let page: PartialList = ask(transport, &next).await?;
        records.extend(page.items.iter().map(|item| read(driver, item)));
        progress(records.len());
        if page.metadata.continue_from.is_empty() {
            let resource_version = page.metadata.resource_version;
            return Ok(Listed {
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
    )
}

/// Fetches and decodes one revision.
///
/// # Errors
/// [`PayloadError`]: not given, empty or corrupt. None of them holds the record's content.
pub async fn payload<T: Transport>(
    transport: &T,
    record: &Record,
) -> Result<Release, PayloadError> {
    /// The API's object, of which only one key matters.
    #[derive(Deserialize)]
    struct Stored<'a> {
        #[serde(borrow, default)]
        data: Data<'a>,
    }
    #[derive(Deserialize, Default)]
    struct Data<'a> {
        // `RECORD_KEY`. base64 has nothing that JSON escapes, so it can be borrowed.
        #[serde(borrow)]
        release: Option<&'a str>,
    }

    let resource = resource(record.driver);
    let (namespace, object) = (&record.namespace, segment(&record.object));
    let path = format!("api/v1/namespaces/{namespace}/{resource}/{object}");
    let right = Right {
        verb: Verb::Get,
        resource,
        namespace: Some(namespace.clone()),
    };
    let request = Request::get(path, Accept::Json).needing(right);
    let mut body = crate::error::open(transport, &request).await?;
    let json = crate::read_to_end(&mut body)
        .await
        .map_err(ClusterError::from)?;
    let stored: Stored<'_> = parse(&json)?;
    let object = || record.object.clone();
    let data = stored
        .data
        .release
        .ok_or_else(|| PayloadError::Empty { object: object() })?;
    astern_ledger::decode(record.driver, data).map_err(|source| PayloadError::Corrupt {
        object: object(),
        source,
    })
}

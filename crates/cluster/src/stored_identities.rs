//! Reads what the records of a release say inside of their revisions, by which Helm chooses the current one.

use astern_ledger::{DecodeError, Driver, Namespace, ObjectVersion, ReleaseName, StoredIdentity};
use serde::Deserialize;

use crate::exchange::{fetch, parse};
use crate::object_meta::{ListMeta, ObjectMeta};
use crate::records::request;
use crate::{Accept, ClusterError, Scope, Transport, Verb};

/// The number of records in a page. Each is at most 1.4 MB of JSON.
const PAGE: &str = "5";

/// What one object with the labels of a release says inside.
#[derive(Debug)]
pub struct StoredRecord {
    /// The name of the Secret or ConfigMap.
    pub object: String,
    /// The version of the object.
    pub version: ObjectVersion,
    /// The name, revision and namespace in it, or why they cannot be read.
    pub identity: Result<StoredIdentity, DecodeError>,
}

/// A page of the records of a release, not yet decoded.
pub struct RecordPage {
    driver: Driver,
    json: Vec<u8>,
}

/// Where the next page begins.
pub struct NextPage(String);

#[derive(Deserialize)]
struct List<'a> {
    metadata: ListMeta,
    #[serde(borrow, default)]
    items: Option<Vec<Item<'a>>>,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(default)]
    metadata: ObjectMeta,
    #[serde(borrow, default)]
    data: Option<Data<'a>>,
}

#[derive(Deserialize, Default)]
struct Data<'a> {
    // `RECORD_KEY`. JSON escapes no character of base64, so the text can be borrowed.
    #[serde(borrow)]
    release: Option<&'a str>,
}

/// Fetches a page of the objects with the labels of a release, with their content: the first, or the one that follows
/// another.
///
/// # Errors
/// [`ClusterError`].
pub async fn record_page<T: Transport>(
    transport: &T,
    driver: Driver,
    namespace: &Namespace,
    release: &ReleaseName,
    after: Option<&NextPage>,
) -> Result<RecordPage, ClusterError> {
    let scope = Scope {
        namespace: Some(namespace.clone()),
        release: Some(release.clone()),
    };
    let mut request = request(driver, &scope, Verb::List, Accept::Json).query("limit", PAGE);
    if let Some(NextPage(token)) = after {
        request = request.query("continue", token);
    }
    let json = fetch(transport, &request).await?;
    Ok(RecordPage { driver, json })
}

impl RecordPage {
    /// Decodes the page: takes up to a second for records that are made for it.
    ///
    /// # Errors
    /// [`ClusterError::Malformed`] when it is no list of records.
    pub fn decode(&self) -> Result<(Vec<StoredRecord>, Option<NextPage>), ClusterError> {
        let list: List<'_> = parse(&self.json)?;
        let read = |item: Item<'_>| {
            // An object without a record is one whose record is empty.
            let data = item.data.and_then(|data| data.release).unwrap_or_default();
            StoredRecord {
                identity: StoredIdentity::read(self.driver, data),
                version: item.metadata.version(),
                object: item.metadata.name,
            }
        };
        let records = list.items.unwrap_or_default().into_iter().map(read);
        let next = Some(list.metadata.continue_from).filter(|token| !token.is_empty());
        Ok((records.collect(), next.map(NextPage)))
    }
}

//! One revision's payload: fetched, then decoded in steps between which a page can draw.

use astern_ledger::{
    DecodeError, Inflated, ObjectVersion, Record, Release, ReleaseName, Revision, inflate,
};
use serde::Deserialize;

use crate::error::{open, parse};
use crate::object_meta::ObjectMeta;
use crate::records::resource;
use crate::request::segment;
use crate::{Accept, ClusterError, Request, Right, Transport, Verb, read_to_end};

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
    /// It holds another revision than its labels and its name say.
    #[error("the record {object} holds revision {revision} of {release}: somebody changed it")]
    Other {
        /// The Secret's or ConfigMap's name.
        object: String,
        /// The release inside.
        release: ReleaseName,
        /// The revision inside.
        revision: Revision,
    },
}

/// A payload as the API server gave it.
pub struct EncodedPayload {
    record: Record,
    json: Vec<u8>,
}

/// A payload whose base64 and gzip are taken off, with the state of the object that it came from.
pub struct InflatedPayload {
    version: ObjectVersion,
    inflated: Inflated,
}

impl InflatedPayload {
    /// The state of the Secret or ConfigMap that holds this payload. It differs from that of the record which was asked
    /// for when the object was written or replaced since the record was listed.
    pub fn version(&self) -> &ObjectVersion {
        &self.version
    }
}

/// The API's object: its metadata and one key.
#[derive(Deserialize)]
struct Stored<'a> {
    #[serde(default)]
    metadata: ObjectMeta,
    #[serde(borrow, default)]
    data: Data<'a>,
}

#[derive(Deserialize, Default)]
struct Data<'a> {
    // `RECORD_KEY`. base64 has nothing that JSON escapes, so it can be borrowed.
    #[serde(borrow)]
    release: Option<&'a str>,
}

impl EncodedPayload {
    /// Takes off base64 and gzip, about half of the work.
    ///
    /// # Errors
    /// [`PayloadError`]: empty or corrupt. None of them holds the record's content.
    pub fn inflate(&self) -> Result<InflatedPayload, PayloadError> {
        let stored: Stored<'_> = parse(&self.json)?;
        let data = stored.data.release.ok_or_else(|| PayloadError::Empty {
            object: self.record.object.clone(),
        })?;
        let inflated = inflate(self.record.driver, data).map_err(|error| self.corrupt(error))?;
        Ok(InflatedPayload {
            version: stored.metadata.version(),
            inflated,
        })
    }

    /// Reads the JSON inside, the other half.
    ///
    /// # Errors
    /// [`PayloadError::Corrupt`], and [`PayloadError::Other`] where it is not what its labels say: helm would roll back
    /// something else than the page shows.
    pub fn read(&self, payload: &InflatedPayload) -> Result<Release, PayloadError> {
        let release = payload
            .inflated
            .parse()
            .map_err(|error| self.corrupt(error))?;
        let record = &self.record;
        match (&release.name, release.revision) == (&record.release, record.revision) {
            true => Ok(release),
            false => Err(PayloadError::Other {
                object: record.object.clone(),
                release: release.name,
                revision: release.revision,
            }),
        }
    }

    fn corrupt(&self, source: DecodeError) -> PayloadError {
        PayloadError::Corrupt {
            object: self.record.object.clone(),
            source,
        }
    }
}

/// Fetches one revision without decoding it.
///
/// # Errors
/// [`PayloadError::Cluster`].
pub async fn encoded_payload<T: Transport>(
    transport: &T,
    record: &Record,
) -> Result<EncodedPayload, PayloadError> {
    let resource = resource(record.driver);
    let (namespace, object) = (&record.namespace, segment(&record.object));
    let path = format!("api/v1/namespaces/{namespace}/{resource}/{object}");
    let right = Right {
        verb: Verb::Get,
        resource: resource.into(),
        namespace: Some(namespace.clone()),
    };
    let request = Request::get(path, Accept::Json).needing(right);
    let mut body = open(transport, &request).await?;
    let json = read_to_end(&mut body).await.map_err(ClusterError::from)?;
    Ok(EncodedPayload {
        record: record.clone(),
        json,
    })
}

/// Fetches and decodes one revision.
///
/// # Errors
/// [`PayloadError`]: not given, empty or corrupt. None of them holds the record's content.
pub async fn payload<T: Transport>(
    transport: &T,
    record: &Record,
) -> Result<Release, PayloadError> {
    let packed = encoded_payload(transport, record).await?;
    packed.read(&packed.inflate()?)
}

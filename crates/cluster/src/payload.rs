//! Reads the payload of a revision, in steps between which a page can render.

use astern_ledger::{DecodeError, Inflation, ObjectVersion, Progress, Record, Release};
use serde::Deserialize;

use crate::exchange::{fetch, parse};
use crate::object_meta::ObjectMeta;
use crate::records::resource;
use crate::request::segment;
use crate::{Accept, ClusterError, Request, Right, Transport, Verb};

/// Why the payload of a revision cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PayloadError {
    /// The request failed.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The object exists but contains no record.
    #[error("{object} holds no record: its key \"release\" is missing")]
    Empty {
        /// The Secret's or ConfigMap's name.
        object: String,
    },
    /// The record cannot be decoded.
    #[error("the record {object} cannot be read: {source}")]
    Corrupt {
        /// The Secret's or ConfigMap's name.
        object: String,
        /// The layer at which decoding failed.
        source: DecodeError,
    },
}

/// A payload in the response of the API server.
pub struct EncodedPayload {
    record: Record,
    json: Vec<u8>,
}

/// A payload that is decompressed in steps, with the version of its object.
pub struct InflatedPayload {
    version: ObjectVersion,
    inflation: Inflation,
}

impl InflatedPayload {
    /// Returns the version of the Secret or ConfigMap. It differs from that of the record when the object was written or
    /// replaced since the record was listed.
    pub fn version(&self) -> &ObjectVersion {
        &self.version
    }
}

impl InflatedPayload {
    /// Returns about how many bytes the release takes up once it is read, as far as the steps have come.
    pub fn memory(&self) -> usize {
        self.inflation.memory()
    }

    /// Decompresses or parses a part of it, in a few milliseconds.
    ///
    /// # Errors
    /// When the record is damaged or too large; [`EncodedPayload::read`] has the same error then.
    pub fn step(&mut self) -> Result<Progress, DecodeError> {
        self.inflation.step()
    }
}

/// The Secret or ConfigMap: its metadata and one key.
#[derive(Deserialize)]
struct Stored<'a> {
    #[serde(default)]
    metadata: ObjectMeta,
    #[serde(borrow, default)]
    data: Data<'a>,
}

#[derive(Deserialize, Default)]
struct Data<'a> {
    // `RECORD_KEY`. JSON escapes no character of base64, so the text can be borrowed.
    #[serde(borrow)]
    release: Option<&'a str>,
}

impl EncodedPayload {
    /// Removes base64. The caller may do the steps of the result before it is read.
    ///
    /// # Errors
    /// [`PayloadError`]: empty or corrupt. No error contains content of the record.
    pub fn inflate(&self) -> Result<InflatedPayload, PayloadError> {
        let stored: Stored<'_> = parse(&self.json)?;
        let data = stored.data.release.ok_or_else(|| PayloadError::Empty {
            object: self.record.object.clone(),
        })?;
        let inflation = Inflation::new(self.record.driver, data);
        Ok(InflatedPayload {
            version: stored.metadata.version(),
            inflation: inflation.map_err(|error| self.corrupt(error))?,
        })
    }

    /// Does the remaining steps and reads the release.
    ///
    /// # Errors
    /// [`PayloadError::Corrupt`], also where the content is of another revision than the labels: helm would roll back to
    /// something else than the page shows.
    pub fn read(&self, payload: InflatedPayload) -> Result<Release, PayloadError> {
        let inflated = payload.inflation.finish();
        let release = inflated.and_then(|inflated| inflated.read(&self.record));
        release.map_err(|error| self.corrupt(error))
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
    let json = fetch(transport, &request).await?;
    Ok(EncodedPayload {
        record: record.clone(),
        json,
    })
}

/// Fetches and decodes one revision.
///
/// # Errors
/// [`PayloadError`]: failed, empty or corrupt. No error contains content of the record.
pub async fn payload<T: Transport>(
    transport: &T,
    record: &Record,
) -> Result<Release, PayloadError> {
    let encoded = encoded_payload(transport, record).await?;
    encoded.read(encoded.inflate()?)
}

//! Decodes a stored record to a release, and encodes it again.

use std::io::{self, Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::decode_error::{DecodeError, INFLATED_LIMIT};
use crate::identity::StoredIdentity;
use crate::json_fields::{FromField as _, InvalidField};
use crate::{Driver, Record, Release, go_base64, strict_json};

/// The key under which a Secret or ConfigMap holds the record.
pub const RECORD_KEY: &str = "release";

/// The first bytes of a compressed record. Older versions of Helm stored plain JSON. Source: `util.go`.
const GZIP_MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];

/// A decompressed record: the JSON of a release, not yet parsed.
pub struct Inflated(Vec<u8>);

impl Inflated {
    /// Parses the JSON of the release in a record.
    ///
    /// # Errors
    /// [`DecodeError::NotByHelm`], [`DecodeError::OtherIdentity`], [`DecodeError::Json`] and [`DecodeError::Field`].
    pub fn parse(&self, record: &Record) -> Result<Release, DecodeError> {
        let Value::Object(mut json) = strict_json::parse(&self.0)? else {
            return Err(DecodeError::Field("the record"));
        };
        let identity = StoredIdentity::of(&json).map_err(|field| DecodeError::Field(field.0))?;
        identity.check(record).map_err(DecodeError::OtherIdentity)?;
        // It is this one, or empty.
        json.insert("namespace".to_owned(), record.namespace.as_str().into());
        Release::from_field("the record", Value::Object(json))
            .map_err(|InvalidField(field)| DecodeError::Field(field))
    }
}

/// Decodes a record from the text under `data.release` in the JSON of the Kubernetes API.
///
/// # Errors
/// [`DecodeError`] names the layer at which decoding failed, or how the record differs from one that Helm writes.
pub fn decode(record: &Record, data: &str) -> Result<Release, DecodeError> {
    inflate(record.driver, data)?.parse(record)
}

/// Removes base64 and gzip: the first half of [`decode`]. A page decodes in two steps and renders in between.
///
/// # Errors
/// [`DecodeError`] names the layer at which decoding failed.
pub fn inflate(driver: Driver, data: &str) -> Result<Inflated, DecodeError> {
    let compressed = decode_base64(driver, data)?;
    Ok(Inflated(if is_gzip(&compressed) {
        gunzip(&compressed)?
    } else {
        compressed
    }))
}

/// Removes the base64 of Kubernetes and that of Helm.
pub(crate) fn decode_base64(driver: Driver, data: &str) -> Result<Vec<u8>, DecodeError> {
    match driver {
        Driver::Secret => {
            let stored = STANDARD.decode(data);
            let stored = stored.map_err(|_| DecodeError::SecretBase64)?;
            go_base64::decode(&stored)
        }
        Driver::ConfigMap => go_base64::decode(data.as_bytes()),
    }
    .ok_or(DecodeError::RecordBase64)
}

/// Whether a record is compressed. Helm compares the prefix only when there are more than three bytes.
pub(crate) fn is_gzip(stored: &[u8]) -> bool {
    stored.len() > GZIP_MAGIC.len() && stored.starts_with(&GZIP_MAGIC)
}

/// Decompresses all members of a gzip stream, as Go does.
fn gunzip(compressed: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let mut json = Vec::with_capacity(
        compressed
            .len()
            .saturating_mul(8)
            .min(INFLATED_LIMIT as usize),
    );
    let mut limited = MultiGzDecoder::new(compressed).take(INFLATED_LIMIT + 1);
    limited.read_to_end(&mut json).map_err(DecodeError::Gzip)?;
    if json.len() as u64 > INFLATED_LIMIT {
        return Err(DecodeError::TooLarge);
    }
    Ok(json)
}

/// Encodes a release as the text for `data.release` in the JSON of the Kubernetes API.
///
/// # Errors
/// When a value cannot be serialized as JSON, which does not happen for a decoded release.
pub fn encode(driver: Driver, release: &Release) -> io::Result<String> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&serde_json::to_vec(release)?)?;
    let record = STANDARD.encode(gzip.finish()?);
    Ok(match driver {
        Driver::Secret => STANDARD.encode(record),
        Driver::ConfigMap => record,
    })
}

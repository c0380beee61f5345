//! Decodes a stored record to a release, and encodes it again.

use std::io::{self, Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::identity::{OtherIdentity, StoredIdentity};
use crate::json_fields::{FromField as _, InvalidField};
use crate::record_shape::NotByHelm;
use crate::{Record, Release, go_base64, strict_json};

/// The key under which a Secret or ConfigMap holds the record.
pub const RECORD_KEY: &str = "release";

/// The largest size of a decompressed record: 64 MiB. Helm can store at most 1 MiB, and real records grow about
/// twelvefold; a hostile gzip stream can grow to gigabytes.
pub const INFLATED_LIMIT: u64 = 64 * 1024 * 1024;

/// The first bytes of a compressed record. Older versions of Helm stored plain JSON. Source: `util.go`.
const GZIP_MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];

/// The storage driver of Helm (`HELM_DRIVER`). The SQL driver is not supported: a browser cannot reach a database.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Driver {
    /// Secrets of type `helm.sh/release.v1`, the default. The API adds a layer of base64.
    #[default]
    Secret,
    /// ConfigMaps, with the record as text.
    ConfigMap,
}

impl Driver {
    /// Returns the name of the driver in `HELM_DRIVER`, which is also kubectl's name of the resource.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::ConfigMap => "configmap",
        }
    }
}

/// Why a record cannot be decoded. No variant holds any of the record's content.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// The outer base64, which the API adds to a Secret, is invalid.
    #[error("the Secret's data is not base64")]
    SecretBase64,
    /// The inner base64, which Helm adds, is invalid: the record was truncated or edited.
    #[error("the record inside is not base64, as Helm writes it; it was cut short or edited")]
    RecordBase64,
    /// The gzip stream ends early or its checksum does not match.
    #[error("the record cannot be unzipped: it is cut short or damaged")]
    Gzip(#[source] io::Error),
    /// The decompressed record is larger than [`INFLATED_LIMIT`].
    #[error("the record unzips to more than {} MiB, which no real release does", INFLATED_LIMIT >> 20)]
    TooLarge,
    /// The decompressed record is not JSON. The message of `serde_json` is not kept: it quotes the value at fault,
    /// which may be a password.
    #[error("the record is not a release: {fault} at line {line}, column {column} of its JSON")]
    Json {
        /// The kind of error.
        fault: JsonFault,
        /// The line in the decompressed JSON, from 1.
        line: usize,
        /// The column in that line.
        column: usize,
    },
    /// Helm reads the record otherwise than it looks, so Helm cannot have written it.
    #[error("it was not written by Helm: {0}. Helm reads such a record otherwise than it looks")]
    NotByHelm(NotByHelm),
    /// The record is of another revision than its labels, its name and its namespace say.
    #[error("{0}. Helm goes by what is inside, so somebody changed the record or its labels")]
    OtherIdentity(OtherIdentity),
    /// The record is JSON, but a field of a release is missing or of another type.
    #[error("the record is not a release: {0:?} in it is missing or of another type")]
    Field(&'static str),
}

/// What is wrong with the JSON of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum JsonFault {
    /// It is no JSON, or nested too deeply.
    #[error("broken JSON")]
    Syntax,
    /// A value is of another type.
    #[error("a field is missing or of another type")]
    Type,
    /// The text ends within a value.
    #[error("the JSON ends early")]
    Eof,
}

impl DecodeError {
    /// Whether Helm cannot read such a record either. It then does as if there were no such record, unless it is the target
    /// of a rollback. Source: `Secrets.Query` in `pkg/storage/driver`.
    pub fn is_skipped_by_helm(&self) -> bool {
        match self {
            Self::RecordBase64
            | Self::Json {
                fault: JsonFault::Eof,
                ..
            } => true,
            Self::Gzip(error) => error.kind() == io::ErrorKind::UnexpectedEof,
            Self::SecretBase64
            | Self::TooLarge
            | Self::Json { .. }
            | Self::NotByHelm(_)
            | Self::OtherIdentity(_)
            | Self::Field(_) => false,
        }
    }
}

impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        use serde_json::error::Category;
        let fault = match error.classify() {
            // The text is read from memory or from a gzip stream.
            Category::Io => return Self::Gzip(error.into()),
            Category::Syntax => JsonFault::Syntax,
            Category::Data => JsonFault::Type,
            Category::Eof => JsonFault::Eof,
        };
        Self::Json {
            fault,
            line: error.line(),
            column: error.column(),
        }
    }
}

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

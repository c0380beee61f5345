//! Bytes to release and back.

use std::io::{self, Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use serde_json::Value;

use crate::Release;
use crate::reading::{Read as _, Unread};

/// The key under which a Secret or ConfigMap holds the record.
pub const RECORD_KEY: &str = "release";

/// The most bytes that a record may inflate to: 64 MiB. The largest record that Helm can store is
/// 1 MiB, and real ones inflate about twelvefold; gzip can make gigabytes of it.
pub const INFLATED_LIMIT: u64 = 64 * 1024 * 1024;

/// Helm's `util.go`: a record is gunzipped only when it begins with these bytes; older Helms
/// stored plain JSON.
const GZIP_MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];

/// Where Helm keeps its records (`HELM_DRIVER`). The SQL driver is out of a browser's reach.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Driver {
    /// Secrets of type `helm.sh/release.v1`, the default. The API adds a layer of base64.
    #[default]
    Secret,
    /// ConfigMaps, with the record as text.
    ConfigMap,
}

impl Driver {
    /// The kind of object, as `HELM_DRIVER` and kubectl name it.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::ConfigMap => "configmap",
        }
    }
}

/// Why a record cannot be read. No variant holds any of the record's content.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// The Secret's own base64, the API's layer, is broken.
    #[error("the Secret's data is not base64")]
    SecretBase64,
    /// Helm's base64 is broken: the record was cut short or edited.
    #[error("the record inside is not base64, as Helm writes it; it was cut short or edited")]
    RecordBase64,
    /// The gzip stream ends early or its checksum is wrong.
    #[error("the record cannot be unzipped: it is cut short or damaged")]
    Gzip(#[source] io::Error),
    /// It inflates to more than [`INFLATED_LIMIT`].
    #[error("the record unzips to more than {} MiB, which no real release does", INFLATED_LIMIT >> 20)]
    TooLarge,
    /// It unzips, but is not the JSON of a release. serde_json's own sentence is not kept: it
    /// quotes the value it stumbled over, which may be a password.
    #[error("the record is not a release: {fault} at line {line}, column {column} of its JSON")]
    Json {
        /// What kind of fault it is.
        fault: &'static str,
        /// Line in the unzipped JSON, from 1.
        line: usize,
        /// Column in that line.
        column: usize,
    },
    /// It is JSON, but not that of a release.
    #[error("the record is not a release: {0:?} in it is missing or of another type")]
    Field(&'static str),
}

impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        use serde_json::error::Category;
        let fault = match error.classify() {
            Category::Io => "reading failed",
            Category::Syntax => "broken JSON",
            Category::Data => "a field is missing or of another type",
            Category::Eof => "the JSON ends early",
        };
        Self::Json {
            fault,
            line: error.line(),
            column: error.column(),
        }
    }
}

/// A record without its base64 and gzip: the JSON of a release, not yet read.
pub struct Inflated(Vec<u8>);

impl Inflated {
    /// Reads the JSON.
    ///
    /// # Errors
    /// [`DecodeError::Json`] and [`DecodeError::Field`].
    pub fn read(&self) -> Result<Release, DecodeError> {
        let json: Value = serde_json::from_slice(&self.0)?;
        Release::read("the record", json).map_err(|Unread(field)| DecodeError::Field(field))
    }
}

/// Reads a record as the Kubernetes API's JSON gives it: the text under `data.release`.
///
/// # Errors
/// [`DecodeError`] says at which layer the record broke.
pub fn decode(driver: Driver, data: &str) -> Result<Release, DecodeError> {
    inflate(driver, data)?.read()
}

/// Takes off base64 and gzip: the first half of [`decode`], for a page that must draw in between.
///
/// # Errors
/// [`DecodeError`] says at which layer the record broke.
pub fn inflate(driver: Driver, data: &str) -> Result<Inflated, DecodeError> {
    let stored = match driver {
        Driver::Secret => STANDARD
            .decode(data)
            .map_err(|_| DecodeError::SecretBase64)?,
        Driver::ConfigMap => data.as_bytes().to_vec(),
    };
    let packed = STANDARD
        .decode(&stored)
        .map_err(|_| DecodeError::RecordBase64)?;
    // Helm compares only when there are more than three bytes.
    let gzipped = packed.len() > GZIP_MAGIC.len() && packed.starts_with(&GZIP_MAGIC);
    Ok(Inflated(if gzipped { gunzip(&packed)? } else { packed }))
}

fn gunzip(packed: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let mut json = Vec::with_capacity(packed.len().saturating_mul(8).min(INFLATED_LIMIT as usize));
    let mut limited = GzDecoder::new(packed).take(INFLATED_LIMIT + 1);
    limited.read_to_end(&mut json).map_err(DecodeError::Gzip)?;
    if json.len() as u64 > INFLATED_LIMIT {
        return Err(DecodeError::TooLarge);
    }
    Ok(json)
}

/// Writes a record as the Kubernetes API's JSON takes it: the text for `data.release`.
///
/// # Errors
/// Only when a value cannot be written as JSON, which a decoded release never does.
pub fn encode(driver: Driver, release: &Release) -> io::Result<String> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&serde_json::to_vec(release)?)?;
    let record = STANDARD.encode(gzip.finish()?);
    Ok(match driver {
        Driver::Secret => STANDARD.encode(record),
        Driver::ConfigMap => record,
    })
}

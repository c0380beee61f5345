//! Decodes a stored record to a release, and encodes it again.

use std::io::{self, Cursor, Read as _, Take, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::decode_error::{DecodeError, INFLATED_LIMIT};
use crate::identity::StoredIdentity;
use crate::json_fields::{FromField as _, InvalidField};
use crate::outline::{ENTRY_LIMIT, Outline};
use crate::{Driver, Record, Release, go_base64, strict_json};

/// The key under which a Secret or ConfigMap holds the record.
pub const RECORD_KEY: &str = "release";

/// How many bytes are decompressed or measured in one step: a few milliseconds in a browser.
const STEP: usize = 1024 * 1024;

/// The first bytes of a compressed record. Older versions of Helm stored plain JSON. Source: `util.go`.
const GZIP_MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];

/// A decompressed record: the JSON of a release, not yet parsed.
pub struct Inflated {
    json: Vec<u8>,
    outline: Outline,
}

impl Inflated {
    /// Parses the JSON of the release in a record. Parts with too many entries are left out and named in
    /// [`Release::left_out`].
    ///
    /// # Errors
    /// [`DecodeError::NotByHelm`], [`DecodeError::OtherIdentity`], [`DecodeError::Json`], [`DecodeError::Field`] and
    /// [`DecodeError::TooManyEntries`].
    pub fn parse(self, record: &Record) -> Result<Release, DecodeError> {
        let within = self.outline.within(ENTRY_LIMIT, &self.json);
        let (json, left_out) = within.ok_or(DecodeError::TooManyEntries)?;
        let Value::Object(mut json) = strict_json::parse(&json)? else {
            return Err(DecodeError::Field("the record"));
        };
        let identity = StoredIdentity::of(&json).map_err(|field| DecodeError::Field(field.0))?;
        identity.check(record).map_err(DecodeError::OtherIdentity)?;
        // It is this one, or empty.
        json.insert("namespace".to_owned(), record.namespace.as_str().into());
        let release = Release::from_field("the record", Value::Object(json))
            .map_err(|InvalidField(field)| DecodeError::Field(field))?;
        Ok(Release {
            left_out,
            ..release
        })
    }
}

/// Removes base64 and gzip in steps of a few milliseconds, between which a page can render.
pub struct Inflation {
    /// The rest of a compressed record: all members of a gzip stream, as Go reads it.
    gzip: Option<Take<MultiGzDecoder<Cursor<Vec<u8>>>>>,
    json: Vec<u8>,
    outline: Outline,
}

/// Whether there are further steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// There are.
    More,
    /// There are none.
    Done,
}

impl Inflation {
    /// Removes base64 from the text under `data.release` in the JSON of the Kubernetes API.
    ///
    /// # Errors
    /// [`DecodeError::SecretBase64`] and [`DecodeError::RecordBase64`].
    pub fn new(driver: Driver, data: &str) -> Result<Self, DecodeError> {
        let record = decode_base64(driver, data)?;
        let (gzip, json) = match is_gzip(&record) {
            true => {
                let capacity = record.len().saturating_mul(8).min(INFLATED_LIMIT as usize);
                let gzip = MultiGzDecoder::new(Cursor::new(record)).take(INFLATED_LIMIT + 1);
                (Some(gzip), Vec::with_capacity(capacity))
            }
            false => (None, record),
        };
        Ok(Self {
            gzip,
            json,
            outline: Outline::default(),
        })
    }

    /// Returns about how many bytes the release takes up once it is read, as far as the steps have come.
    pub fn memory(&self) -> usize {
        self.json.len() + self.outline.memory()
    }

    /// Decompresses or measures up to a MiB.
    ///
    /// # Errors
    /// [`DecodeError::Gzip`] and [`DecodeError::TooLarge`].
    pub fn step(&mut self) -> Result<Progress, DecodeError> {
        if let Some(gzip) = &mut self.gzip {
            let mut chunk = gzip.by_ref().take(STEP as u64);
            let read = chunk
                .read_to_end(&mut self.json)
                .map_err(DecodeError::Gzip)?;
            if read == 0 {
                self.gzip = None;
            }
            if self.json.len() as u64 > INFLATED_LIMIT {
                return Err(DecodeError::TooLarge);
            }
            return Ok(Progress::More);
        }
        Ok(match self.outline.step(&self.json, STEP) {
            true => Progress::More,
            false => Progress::Done,
        })
    }

    /// Does the remaining steps.
    ///
    /// # Errors
    /// Those of [`Self::step`].
    pub fn finish(mut self) -> Result<Inflated, DecodeError> {
        while self.step()? == Progress::More {}
        Ok(Inflated {
            json: self.json,
            outline: self.outline,
        })
    }
}

/// Decodes a record from the text under `data.release` in the JSON of the Kubernetes API.
///
/// # Errors
/// [`DecodeError`] names the layer at which decoding failed, or how the record differs from one that Helm writes.
pub fn decode(record: &Record, data: &str) -> Result<Release, DecodeError> {
    Inflation::new(record.driver, data)?.finish()?.parse(record)
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

/// Encodes a release as the text for `data.release` in the JSON of the Kubernetes API.
///
/// # Errors
/// When parts of the release were left out in decoding.
pub fn encode(driver: Driver, release: &Release) -> io::Result<String> {
    if !release.left_out.is_empty() {
        return Err(io::Error::other("parts of the release were not read"));
    }
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&serde_json::to_vec(release)?)?;
    let record = STANDARD.encode(gzip.finish()?);
    Ok(match driver {
        Driver::Secret => STANDARD.encode(record),
        Driver::ConfigMap => record,
    })
}

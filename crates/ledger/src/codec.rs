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
use crate::outline::Outline;
use crate::record_parser::{ParsedRecord, Progress, RecordParser};
use crate::{Driver, Record, Release, go_base64};

/// The key under which a Secret or ConfigMap holds the record.
pub const RECORD_KEY: &str = "release";

/// How many bytes are decompressed or measured in one step: a few milliseconds in a browser.
const STEP: usize = 1024 * 1024;

/// The first bytes of a compressed record. Older versions of Helm stored plain JSON. Source: `util.go`.
const GZIP_MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];

/// A record as JSON, not yet read as a release.
pub struct Inflated(ParsedRecord);

impl Inflated {
    /// Reads the release in a record. Parts with too many entries are left out and named in [`Release::left_out`].
    ///
    /// # Errors
    /// [`DecodeError::OtherIdentity`] and [`DecodeError::Field`].
    pub fn read(self, record: &Record) -> Result<Release, DecodeError> {
        let ParsedRecord {
            mut fields,
            left_out,
        } = self.0;
        let identity = StoredIdentity::of(&fields).map_err(|field| DecodeError::Field(field.0))?;
        identity.check(record).map_err(DecodeError::OtherIdentity)?;
        // It is this one, or empty.
        fields.insert("namespace".to_owned(), record.namespace.as_str().into());
        let release = Release::from_field("the record", Value::Object(fields))
            .map_err(|InvalidField(field)| DecodeError::Field(field))?;
        Ok(Release {
            left_out,
            ..release
        })
    }
}

/// Removes base64 and gzip and parses the JSON, in steps of a few milliseconds between which a page can render.
pub struct Inflation {
    /// The rest of a compressed record: all members of a gzip stream, as Go reads it.
    gzip: Option<Take<MultiGzDecoder<Cursor<Vec<u8>>>>>,
    json: Vec<u8>,
    outline: Outline,
    /// The parser, once the outline is read.
    parser: Option<RecordParser>,
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
            parser: None,
        })
    }

    /// Returns about how many bytes the release takes up once it is read, as far as the steps have come.
    pub fn memory(&self) -> usize {
        self.json.len() + self.outline.memory()
    }

    /// Decompresses or measures up to a MiB, or parses a field.
    ///
    /// # Errors
    /// [`DecodeError::Gzip`], [`DecodeError::TooLarge`], [`DecodeError::TooManyEntries`], [`DecodeError::Json`] and
    /// [`DecodeError::NotByHelm`]. Further steps fail too.
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
        match &mut self.parser {
            Some(parser) => parser.step(&self.json),
            None if self.outline.step(&self.json, STEP) => Ok(Progress::More),
            None => {
                self.parser = Some(RecordParser::new(&self.outline, &self.json)?);
                Ok(Progress::More)
            }
        }
    }

    /// Does the remaining steps.
    ///
    /// # Errors
    /// Those of [`Self::step`], and [`DecodeError::Field`] where the record is no object.
    pub fn finish(mut self) -> Result<Inflated, DecodeError> {
        loop {
            match self.parser {
                Some(parser) => return Ok(Inflated(parser.finish(&self.json)?)),
                None => self.step()?,
            };
        }
    }
}

/// Decodes a record from the text under `data.release` in the JSON of the Kubernetes API.
///
/// # Errors
/// [`DecodeError`] names the layer at which decoding failed, or how the record differs from one that Helm writes.
pub fn decode(record: &Record, data: &str) -> Result<Release, DecodeError> {
    Inflation::new(record.driver, data)?.finish()?.read(record)
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

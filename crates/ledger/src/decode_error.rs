//! The reasons why a stored record cannot be decoded.

use std::io;

use crate::identity::OtherIdentity;
use crate::outline::ENTRY_LIMIT;
use crate::record_shape::NotByHelm;

/// The largest size of a decompressed record: 32 MiB. Kubernetes stores at most 1 MiB, of which base64 leaves 768 KiB of
/// gzip, and real records grow about twelvefold; a hostile gzip stream can grow to gigabytes.
pub const INFLATED_LIMIT: u64 = 32 * 1024 * 1024;

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
    /// The record has more entries than are read, and no part of it can be left out.
    #[error("the record holds more than {ENTRY_LIMIT} entries, which is too much to read")]
    TooManyEntries,
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
            | Self::TooManyEntries
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

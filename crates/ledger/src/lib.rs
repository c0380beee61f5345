//! Helm's release records: from the bytes of a Secret or ConfigMap, and back.
//!
//! Helm keeps one record for each revision of a release: the JSON of the release, compressed with gzip and encoded in
//! base64, under the key `release` of a Secret (or ConfigMap) whose labels name the release and the revision. This crate
//! converts such bytes to a [`Release`] ([`decode`]) and back ([`encode`]), reads the labels ([`Record`]), orders the
//! records ([`History`]) and determines the last known good revision ([`assess`]). It does no input or output.

mod chart;
mod codec;
mod decode_error;
mod driver;
mod effective_revision;
mod go_base64;
mod helm_time;
mod history;
mod history_limit;
mod hook;
mod identity;
mod identity_reader;
mod json_fields;
mod last_known_good;
mod names;
mod object_version;
mod outline;
mod record;
mod record_parser;
mod record_shape;
mod release;
mod revision;
mod sort;
mod status;
mod strict_json;
mod timestamp;

pub use chart::{Chart, ChartFile, ChartMetadata, Dependency, FileData, Maintainer};
pub use codec::{Inflated, Inflation, RECORD_KEY, decode, encode};
pub use decode_error::{DecodeError, INFLATED_LIMIT, JsonFault};
pub use driver::{Driver, UnsupportedDriver};
pub use effective_revision::EffectiveRevision;
pub use helm_time::HelmTime;
pub use history::{History, by_release};
pub use history_limit::HistoryLimit;
pub use hook::{Hook, HookExecution};
pub use identity::{OtherIdentity, StoredIdentity};
pub use last_known_good::{
    AlreadyRolledBack, Assessment, ChartVersion, ContentHash, Forbidden, GoodBy, LiveTime,
    NoCandidate, OperationResult, PayloadState, PayloadSummary, PodsSeen, ReasonAgainst, ReasonFor,
    Recommendation, RecordedRevision, RevisionEvidence, RevisionOutcome, Rollback,
    RollbackEvidence, RolledBackBy, Standing, WithoutPods, WorkloadEvidence, assess,
    revision_outcomes, rollback_of,
};
pub use names::{InvalidName, Namespace, ReleaseName};
pub use object_version::ObjectVersion;
pub use outline::RecordPart;
pub use record::{InvalidRecord, Labels, Record, RecordFault};
pub use record_parser::Progress;
pub use record_shape::NotByHelm;
pub use release::{ApplyMethod, Info, Release};
pub use revision::{InvalidRevision, Revision};
pub use sort::{sort, sort_by, sort_by_key};
pub use status::{Operation, Status};
pub use timestamp::{InvalidTimestamp, Timestamp, Utc};

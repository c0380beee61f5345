//! Helm's release records: from the bytes of a Secret or ConfigMap, and back.
//!
//! Helm keeps one record for each revision of a release: the JSON of the release, gzipped and
//! base64-encoded, under the key `release` of a Secret (or ConfigMap) whose labels say which
//! release and revision it is. This crate turns such bytes into a [`Release`] ([`decode`]) and
//! back ([`encode`]), reads the labels ([`Record`]), orders them
//! ([`History`]) and says which revision was the last known good ([`assess`]). It touches
//! bytes only: fetching is somebody else's task.

mod chart;
mod codec;
mod history;
mod hook;
mod in_force;
mod last_known_good;
mod names;
mod object_version;
mod reading;
mod record;
mod release;
mod revision;
mod sort;
mod status;
mod time;
mod timestamp;

pub use chart::{Chart, ChartFile, ChartMetadata, Dependency, FileData, Maintainer};
pub use codec::{
    DecodeError, Driver, INFLATED_LIMIT, Inflated, RECORD_KEY, decode, encode, inflate,
};
pub use history::{History, by_release};
pub use hook::{Hook, HookRun};
pub use in_force::InForce;
pub use last_known_good::{
    AlreadyRolledBack, Assessment, ChartVersion, ContentHash, LiveTime, NoCandidate,
    OperationResult, PayloadState, PayloadSummary, ReasonAgainst, ReasonFor, Recommendation,
    RecordedRevision, RevisionOutcome, Rollback, RollbackEvidence, RolledBackBy, assess,
    revision_outcomes, rollback_of,
};
pub use names::{InvalidName, Namespace, ReleaseName};
pub use object_version::ObjectVersion;
pub use record::{InvalidRecord, Labels, Record, RecordFault};
pub use release::{ApplyMethod, Info, Release};
pub use revision::{InvalidRevision, Revision};
pub use sort::{sort, sort_by, sort_by_key};
pub use status::{Operation, Status};
pub use time::HelmTime;
pub use timestamp::{InvalidTimestamp, Timestamp, Utc};

//! A recorded revision: its metadata, and its payload once that is read.

use std::fmt;

use super::ContentHash;
use crate::{HelmTime, Record, Release, Revision, Status, Timestamp};

/// One recorded revision, with as much of it as has been read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordedRevision {
    /// Its number.
    pub revision: Revision,
    /// The status in the record's labels.
    pub status: Status,
    /// When the record was created.
    pub created: Option<Timestamp>,
    /// Its payload.
    pub payload: PayloadState,
}

/// Whether a payload has been read, and what it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PayloadState {
    /// It has not been read yet.
    NotRead,
    /// It cannot be decoded, so helm cannot roll back to it either.
    Unreadable,
    /// It could not be fetched.
    NotFetched,
    /// It has been read.
    Read(PayloadSummary),
}

/// The parts of a payload that decide about the last known good revision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PayloadSummary {
    /// When the operation began, from Helm's `info.last_deployed`. The creation time of the record is later where records
    /// were restored from a backup.
    pub deployed: Option<Timestamp>,
    /// Helm's description, or the one given with `--description`.
    pub description: Option<String>,
    /// The chart, unless the payload names none.
    pub chart: Option<ChartVersion>,
    /// Newer Helm versions: the revision that this one is a rollback to.
    pub rollback_revision: Option<u32>,
    /// The hash of what was deployed.
    pub content: ContentHash,
}

/// A chart and its version.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ChartVersion {
    /// The chart's name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// `shop-1.1.0`, as helm writes it.
impl fmt::Display for ChartVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.name, self.version)
    }
}

impl RecordedRevision {
    /// Returns a revision of which only the record's metadata is read.
    pub fn from_metadata(record: &Record) -> Self {
        Self {
            revision: record.revision,
            status: record.status.clone(),
            created: record.created,
            payload: PayloadState::NotRead,
        }
    }

    /// Returns when the operation began: the time in the payload, else when the record was created.
    pub fn began(&self) -> Option<Timestamp> {
        let deployed = self.summary().and_then(|payload| payload.deployed);
        deployed.or(self.created)
    }

    /// Returns the payload's summary, once it is read.
    pub fn summary(&self) -> Option<&PayloadSummary> {
        match &self.payload {
            PayloadState::Read(summary) => Some(summary),
            PayloadState::NotRead | PayloadState::Unreadable | PayloadState::NotFetched => None,
        }
    }

    pub(super) fn description(&self) -> Option<&str> {
        self.summary()?.description.as_deref()
    }

    pub(super) fn chart(&self) -> Option<&ChartVersion> {
        self.summary()?.chart.as_ref()
    }

    pub(super) fn content(&self) -> Option<ContentHash> {
        Some(self.summary()?.content)
    }
}

impl From<&Release> for PayloadSummary {
    fn from(release: &Release) -> Self {
        let info = &release.info;
        Self {
            deployed: info.last_deployed.as_ref().and_then(HelmTime::timestamp),
            description: info.description.clone(),
            chart: release.chart.metadata.as_ref().map(|chart| ChartVersion {
                name: chart.name.clone(),
                version: chart.version.clone(),
            }),
            rollback_revision: info.rollback_revision.filter(|number| *number > 0),
            content: ContentHash::of(release),
        }
    }
}

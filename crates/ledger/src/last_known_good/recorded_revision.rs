//! A recorded revision: its metadata, and its payload once that is read.

use std::fmt;

use super::ContentHash;
use crate::{HelmTime, Record, Release, Revision, Status, Timestamp};

/// One recorded revision, with as much of it as has been read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordedRevision {
    /// Its number.
    pub revision: Revision,
    /// The status that helm reads: the one in the payload, and the one in the record's labels until that is read.
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
    /// It could not be fetched, which says nothing about the record. It may be fetched later.
    NotFetched,
    /// It has been read.
    Read(PayloadSummary),
}

/// The most bytes of a description that are kept, and of the name and version of a chart. Real ones have a hundred.
const MAX_DESCRIPTION: usize = 16 * 1024;
const MAX_NAME: usize = 1024;

/// The parts of a payload that decide about the last known good revision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PayloadSummary {
    /// Helm's status. The one in the labels may be another: helm reads the payload alone.
    pub status: Status,
    /// When the operation began, from Helm's `info.last_deployed`. The creation time of the record is later where records
    /// were restored from a backup.
    pub deployed: Option<Timestamp>,
    /// When an uninstall of the revision began, from Helm's `info.deleted`.
    pub deleted: Option<Timestamp>,
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

impl PayloadState {
    /// Whether what the payload says is known: it was read, or is known to be damaged. Nothing is concluded from a payload
    /// that could not be fetched.
    pub(super) fn is_known(&self) -> bool {
        match self {
            Self::Read(_) | Self::Unreadable => true,
            Self::NotRead | Self::NotFetched => false,
        }
    }
}

impl RecordedRevision {
    /// Combines a record's metadata with the state of its payload.
    pub fn new(record: &Record, payload: PayloadState) -> Self {
        let status = match &payload {
            PayloadState::Read(summary) => &summary.status,
            PayloadState::NotRead | PayloadState::Unreadable | PayloadState::NotFetched => {
                &record.status
            }
        };
        Self {
            revision: record.revision,
            status: status.clone(),
            created: record.created,
            payload,
        }
    }

    /// Returns a revision of which only the record's metadata is read.
    pub fn from_metadata(record: &Record) -> Self {
        Self::new(record, PayloadState::NotRead)
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

    pub(super) fn deleted(&self) -> Option<Timestamp> {
        self.summary()?.deleted
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
            status: info.status.clone(),
            deleted: info.deleted.as_ref().and_then(HelmTime::timestamp),
            deployed: info.last_deployed.as_ref().and_then(HelmTime::timestamp),
            description: (info.description.as_deref())
                .map(|description| beginning(description, MAX_DESCRIPTION)),
            chart: release.chart.metadata.as_ref().map(|chart| ChartVersion {
                name: beginning(&chart.name, MAX_NAME),
                version: beginning(&chart.version, MAX_NAME),
            }),
            rollback_revision: info.rollback_revision.filter(|number| *number > 0),
            content: ContentHash::of(release),
        }
    }
}

/// Returns the beginning of a text: every revision of a history is kept.
fn beginning(text: &str, length: usize) -> String {
    text[..text.floor_char_boundary(length)].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_small_whatever_the_record_holds() {
        let long = "é".repeat(MAX_DESCRIPTION);
        let release: Release = serde_json::from_value(serde_json::json!({
            "name": "shop", "namespace": "shop", "version": 1,
            "info": {"status": "deployed", "description": long},
            "chart": {"metadata": {"name": long, "version": "1.0.0"}},
        }))
        .unwrap();
        let summary = PayloadSummary::from(&release);
        assert_eq!(summary.description.unwrap().len(), MAX_DESCRIPTION);
        let chart = summary.chart.unwrap();
        assert_eq!(
            (chart.name.len(), chart.version.as_str()),
            (MAX_NAME, "1.0.0")
        );
    }
}

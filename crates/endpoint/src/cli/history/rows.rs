//! The rows of a history: each revision with what its payload tells, and its times.

use astern_cluster::{ClusterError, PayloadError};
use astern_ledger::{
    LiveTime, PayloadState, PayloadSummary, Record, RecordedRevision, Release, Revision, Status,
    Timestamp, assess,
};
use astern_masking::Masked;
use astern_wording::duration;
use serde::Serialize;

use crate::cli::mask_description::mask_description;
use crate::error::CommandError;

/// One revision.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) revision: Revision,
    /// As helm reads it: from the payload, where that can be read.
    pub(super) status: Status,
    /// The status in the labels, where it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) label_status: Option<Status>,
    /// When the record was created.
    pub(super) created: Option<Timestamp>,
    /// When helm began the operation; when the record was created where helm does not say it.
    pub(super) updated: Option<Timestamp>,
    /// For how long it was live, in seconds; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) live_seconds: Option<u64>,
    /// The same in words.
    pub(super) live: String,
    /// What it is in the history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) standing: Option<Standing>,
    /// What it changed against the revision before; absent where the two were not compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) changed: Option<String>,
    #[serde(flatten)]
    pub(super) payload: PayloadColumns,
}

/// What a revision is in its history.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Standing {
    /// The current one.
    Current,
    /// The last known good one.
    LastKnownGood,
}

impl Standing {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::LastKnownGood => "last known good",
        }
    }
}

/// The columns that only the payload has.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum PayloadColumns {
    Read {
        chart: Option<String>,
        app_version: Option<String>,
        description: Option<Masked<String>>,
    },
    /// The payload is damaged, and the row says so.
    Unreadable { unreadable: String },
    /// The payload could not be read yet, which says nothing about the revision.
    NotRead {
        not_read: String,
        #[serde(skip)]
        error: ClusterError,
    },
}

pub(super) fn payload_state(payload: &Result<Release, PayloadError>) -> PayloadState {
    match payload {
        Ok(release) => PayloadState::Read(PayloadSummary::from(release)),
        Err(PayloadError::Cluster(_)) => PayloadState::NotFetched,
        Err(_) => PayloadState::Unreadable,
    }
}

/// Adds when each revision was made, how long it was live, and what it is in the history.
pub(super) fn add_times(rows: &mut [Row], revisions: &[RecordedRevision], now: Timestamp) {
    let assessment = assess(revisions);
    for (row, revision) in rows.iter_mut().zip(revisions) {
        row.updated = revision.began();
        let live = assessment
            .outcome(revision.revision)
            .map(|outcome| outcome.live);
        let length = match live {
            Some(LiveTime::For(length)) => Some(length),
            Some(LiveTime::StillLive) => row.updated.and_then(|began| now.duration_since(began)),
            _ => None,
        };
        row.live_seconds = length.map(|length| length.as_secs());
        row.live = match (live, length) {
            (Some(LiveTime::StillLive), Some(length)) => duration(length) + " so far",
            (_, Some(length)) => duration(length),
            (Some(LiveTime::Partial), None) => "partly".to_owned(),
            (Some(LiveTime::Never), None) => "never".to_owned(),
            (_, None) => "not known".to_owned(),
        };
        row.standing = if assessment.current() == Some(revision.revision) {
            Some(Standing::Current)
        } else if assessment.last_known_good() == Some(revision.revision) {
            Some(Standing::LastKnownGood)
        } else {
            None
        };
    }
}

pub(super) fn row(
    record: &Record,
    payload: Result<Release, PayloadError>,
) -> Result<Row, CommandError> {
    let mut status = record.status.clone();
    let payload = match payload {
        Ok(release) => {
            status = release.info.status.clone();
            payload_columns(release)
        }
        Err(PayloadError::Cluster(error)) if error.temporary().is_some() => {
            PayloadColumns::NotRead {
                not_read: error.to_string(),
                error,
            }
        }
        // A refused request is the same for every row, and no fault of the record.
        Err(PayloadError::Cluster(error)) => return Err(error.into()),
        Err(error) => PayloadColumns::Unreadable {
            unreadable: error.to_string(),
        },
    };
    Ok(Row {
        revision: record.revision,
        label_status: (record.status != status).then(|| record.status.clone()),
        status,
        created: record.created,
        updated: record.created,
        live_seconds: None,
        live: "not known".to_owned(),
        standing: None,
        changed: None,
        payload,
    })
}

pub(super) fn payload_columns(release: Release) -> PayloadColumns {
    let description = mask_description(&release);
    let chart = release.chart.metadata.unwrap_or_default();
    let name = [chart.name, chart.version];
    let name: Vec<&str> = name
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    PayloadColumns::Read {
        chart: (!name.is_empty()).then(|| name.join("-")),
        app_version: chart.app_version,
        description,
    }
}

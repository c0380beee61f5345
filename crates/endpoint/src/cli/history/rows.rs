//! The rows of a history: each revision with what its payload tells, and its times.

use astern_cluster::{ClusterError, PayloadError};
use astern_ledger::{Assessment, HelmTime, LiveTime, Record, Release, Revision, Status, Timestamp};
use astern_masking::Masked;
use astern_wording::live_time;
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
    /// When its uninstall began.
    #[serde(skip)]
    pub(super) deleted: Option<Timestamp>,
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
    /// The best candidate, where none is proven good.
    BestCandidate,
}

impl Standing {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::LastKnownGood => "last known good",
            Self::BestCandidate => "best candidate",
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

/// Adds how long each revision was live, and what it is in the history.
pub(super) fn add_assessment(rows: &mut [Row], assessment: &Assessment, now: Timestamp) {
    let candidate = assessment.best_candidate();
    let candidate = candidate.map(|candidate| candidate.revision);
    for row in rows {
        let revision = row.revision;
        let outcome = assessment.outcome(revision);
        let live = outcome.map_or(LiveTime::Unknown, |outcome| outcome.live);
        let length = match live {
            LiveTime::For(length) => Some(length),
            LiveTime::StillLive => row.updated.and_then(|began| now.duration_since(began)),
            LiveTime::Partial | LiveTime::Never | LiveTime::Unknown => None,
        };
        row.live_seconds = length.map(|length| length.as_secs());
        row.live = live_time(live, row.updated, now);
        row.standing = match Some(revision) {
            own if own == assessment.current() => Some(Standing::Current),
            own if own == assessment.last_known_good() => Some(Standing::LastKnownGood),
            own if own == candidate => Some(Standing::BestCandidate),
            _ => None,
        };
    }
}

pub(super) fn row(
    record: &Record,
    payload: Result<Release, PayloadError>,
) -> Result<Row, CommandError> {
    let mut status = record.status.clone();
    let (mut updated, mut deleted) = (record.created, None);
    let payload = match payload {
        Ok(release) => {
            status = release.info.status.clone();
            let time = |time: &Option<HelmTime>| time.as_ref().and_then(HelmTime::timestamp);
            updated = time(&release.info.last_deployed).or(updated);
            deleted = time(&release.info.deleted);
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
        updated,
        deleted,
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

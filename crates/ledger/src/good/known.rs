//! What is known of a revision: its record's metadata, and its payload once it has been read.

use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::{HelmTime, Record, Release, Revision, Status, Timestamp};

/// One recorded revision, as far as it is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// Its number.
    pub revision: Revision,
    /// What the record's label says of it.
    pub status: Status,
    /// When the record was created.
    pub created: Option<Timestamp>,
    /// What its payload tells.
    pub telling: Telling,
}

/// What a revision's payload tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Telling {
    /// It has not been read yet.
    Unread,
    /// It cannot be read, so helm cannot go back to it either.
    Unreadable,
    /// It could not be fetched: nobody knows what it tells.
    NotFetched,
    /// It has been read.
    Told(Told),
}

/// What a payload tells of its revision's course.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// When Helm says it began. The record's own creation time is later where records were
    /// restored from a backup.
    pub deployed: Option<Timestamp>,
    /// Helm's sentence about it, or the one that a person gave it.
    pub description: Option<String>,
    /// The chart, unless the payload names none.
    pub chart: Option<ChartVersion>,
    /// Newest Helm: the revision that this one is a rollback to.
    pub rollback_revision: Option<u32>,
    /// What was deployed, as one number.
    pub content: Content,
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

/// What a revision deployed, as a hash of all that a rollback copies: chart, set values, manifest
/// and hooks. Two revisions with the same one hold the same. It means something within one run of
/// the program only, and says nothing of what it was made from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Content(u64);

impl Known {
    /// What a record's metadata alone tells.
    pub fn unread(record: &Record) -> Self {
        Self {
            revision: record.revision,
            status: record.status.clone(),
            created: record.created,
            telling: Telling::Unread,
        }
    }

    /// When it began: what its payload says, else when its record was created.
    pub fn began(&self) -> Option<Timestamp> {
        self.told().and_then(|told| told.deployed).or(self.created)
    }

    /// What its payload tells, once it has been read.
    pub fn told(&self) -> Option<&Told> {
        match &self.telling {
            Telling::Told(told) => Some(told),
            Telling::Unread | Telling::Unreadable | Telling::NotFetched => None,
        }
    }

    pub(super) fn description(&self) -> Option<&str> {
        self.told()?.description.as_deref()
    }

    pub(super) fn chart(&self) -> Option<&ChartVersion> {
        self.told()?.chart.as_ref()
    }

    pub(super) fn content(&self) -> Option<Content> {
        Some(self.told()?.content)
    }
}

impl Told {
    /// Takes from a payload what it tells of its revision's course.
    pub fn of(release: &Release) -> Self {
        let info = &release.info;
        let chart = release.chart.metadata.as_ref().map(|chart| ChartVersion {
            name: chart.name.clone(),
            version: chart.version.clone(),
        });
        Self {
            deployed: info.last_deployed.as_ref().and_then(HelmTime::timestamp),
            description: info.description.clone(),
            content: Content::of(release, chart.as_ref()),
            chart,
            rollback_revision: info.rollback_revision.filter(|number| *number > 0),
        }
    }
}

impl Content {
    fn of(release: &Release, chart: Option<&ChartVersion>) -> Self {
        let mut hasher = DefaultHasher::new();
        chart.hash(&mut hasher);
        release.config.hash(&mut hasher);
        release.manifest.hash(&mut hasher);
        for hook in &release.hooks {
            (&hook.path, &hook.manifest, hook.weight).hash(&mut hasher);
        }
        Self(hasher.finish())
    }
}

#[cfg(test)]
impl From<u64> for Content {
    fn from(number: u64) -> Self {
        Self(number)
    }
}

//! Whether a revision is a rollback, and to which revision.
//!
//! This is the only place that decides it. Helm writes `Rollback to N` as the description of a rollback, but a user can give
//! the same text with `--description`, so a description counts only if the contents do not contradict it.

use super::RecordedRevision;
use super::content::is_same_content;
use super::helm_description::{failed_after_applying, is_failure};
use crate::{Operation, Release, Revision, Status};

/// A revision is a rollback.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rollback {
    /// The target. `None` if the record names none and no recorded revision has the same content, or if the target that the
    /// record names has another content.
    pub target: Option<Revision>,
    /// How the target is known.
    pub evidence: RollbackEvidence,
}

/// How the target of a rollback is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RollbackEvidence {
    /// The contents of both revisions are the same.
    Content,
    /// Helm recorded the target in the field `rollback_revision`. The content of the target has not been read.
    Field,
    /// The description names the target; a user may have given it. The content of the target has not been read.
    Description,
    /// There is no evidence: the target is not known.
    Unknown,
}

/// The target that a record names.
#[derive(Clone, Copy)]
struct NamedTarget {
    revision: Revision,
    evidence: RollbackEvidence,
}

impl NamedTarget {
    /// Reads the target from the field, else from the description. A revision that is not an earlier one is ignored.
    fn find(
        own: Revision,
        rollback_revision: Option<u32>,
        description: Option<&str>,
    ) -> Option<Self> {
        let field = rollback_revision.and_then(|number| number.try_into().ok());
        let described = || {
            let number = description?.strip_prefix("Rollback to ")?;
            number.parse().ok()
        };
        let (revision, evidence) = match field {
            Some(revision) => (revision, RollbackEvidence::Field),
            None => (described()?, RollbackEvidence::Description),
        };
        (revision < own).then_some(Self { revision, evidence })
    }

    /// Checks the target by its content. `is_same_content` is `None` if the content of the target has not been read.
    fn check(self, is_same_content: Option<bool>) -> Rollback {
        match is_same_content {
            Some(true) => Rollback::by_content(self.revision),
            Some(false) => Rollback::UNKNOWN_TARGET,
            None => Rollback {
                target: Some(self.revision),
                evidence: self.evidence,
            },
        }
    }
}

impl Rollback {
    const UNKNOWN_TARGET: Self = Self {
        target: None,
        evidence: RollbackEvidence::Unknown,
    };

    fn by_content(target: Revision) -> Self {
        Self {
            target: Some(target),
            evidence: RollbackEvidence::Content,
        }
    }

    /// Whether a description is the one that Helm writes for this rollback.
    pub fn is_described_by(&self, description: &str) -> bool {
        let number = description.strip_prefix("Rollback to ");
        let named = number.and_then(|number| number.parse::<Revision>().ok());
        named.is_some() && named == self.target
    }
}

/// Returns the rollback that a decoded release is, as far as its record and one other revision of the release show.
///
/// Also `None` if the other revision is the target that the description names and has another content: then a user gave
/// the description.
pub fn rollback_of(release: &Release, other: &Release) -> Option<Rollback> {
    let info = &release.info;
    let named = NamedTarget::find(
        release.revision,
        info.rollback_revision,
        info.description.as_deref(),
    )?;
    let is_target = named.revision == other.revision;
    let rollback = named.check(is_target.then(|| is_same_content(release, other)));
    rollback.target.map(|_| rollback)
}

/// Returns the rollback that a recorded revision is, given the revisions before it, oldest first.
///
/// The description of a failed rollback names no target. Then the target is the newest earlier revision with the same
/// content.
pub(super) fn find_rollback(
    revision: &RecordedRevision,
    earlier: &[RecordedRevision],
) -> Option<Rollback> {
    if let Some(named) = named_target(revision) {
        let recorded = earlier.iter().find(|one| one.revision == named.revision);
        let contents = recorded
            .and_then(RecordedRevision::content)
            .zip(revision.content());
        return Some(named.check(contents.map(|(target, own)| target == own)));
    }
    let same = || newest_with_same_content(revision, earlier).map(|one| one.revision);
    if is_rollback(revision) {
        return Some(same().map_or(Rollback::UNKNOWN_TARGET, Rollback::by_content));
    }
    let target = failed_after_applying(revision).then(same).flatten();
    target.map(Rollback::by_content)
}

/// Returns the newest earlier revision that is known to have the same content.
pub(super) fn newest_with_same_content<'a>(
    revision: &RecordedRevision,
    earlier: &'a [RecordedRevision],
) -> Option<&'a RecordedRevision> {
    let own = revision.content()?;
    earlier.iter().rfind(|one| one.content() == Some(own))
}

/// Whether the status, the field `rollback_revision` or the description marks this revision as a rollback.
pub(super) fn is_rollback(revision: &RecordedRevision) -> bool {
    let description = revision.description().unwrap_or_default();
    revision.status == Status::Pending(Operation::Rollback)
        || named_target(revision).is_some()
        || description.starts_with("Rollback \"") && is_failure(description)
}

fn named_target(revision: &RecordedRevision) -> Option<NamedTarget> {
    let payload = revision.summary()?;
    let description = payload.description.as_deref();
    NamedTarget::find(revision.revision, payload.rollback_revision, description)
}

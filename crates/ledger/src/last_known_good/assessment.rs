//! The assessment of a history: the revision to roll back to, and the reasons against each.

use super::criteria::{SOAK_TIME, SOAK_TIME_IN_DOUBT, live_duration, reasons_against, reasons_for};
use super::helm_description::Forbidden;
use super::outcome::{outcomes_of_sorted, sort_and_dedup};
use super::provisional::is_provisional;
use super::{
    NoCandidate, PayloadState, ReasonAgainst, ReasonFor, RecordedRevision, RevisionOutcome,
};
use crate::Revision;

/// The assessment of a release's history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assessment {
    /// The revision to roll back to, or why there is none.
    pub recommended: Result<Recommendation, NoCandidate>,
    /// Set if the current revision is itself a rollback that took effect.
    pub already_rolled_back: Option<AlreadyRolledBack>,
    /// The revisions whose payloads have not been read, those that could not be fetched included.
    pub not_read: Vec<Revision>,
    /// Of these, the revisions whose payloads could not be fetched.
    pub not_fetched: Vec<Revision>,
    is_provisional: bool,
    revisions: Vec<AssessedRevision>,
}

/// The revision to roll back to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recommendation {
    /// The newest revision with the recommended content.
    pub revision: Revision,
    /// The reasons for it. Reasons against it, if any, are in [`Assessment::reasons_against`].
    pub reasons: Vec<ReasonFor>,
}

/// The current revision is a rollback that took effect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AlreadyRolledBack {
    /// The current revision.
    pub current: Revision,
    /// The target of the rollback.
    pub target: Revision,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct AssessedRevision {
    outcome: RevisionOutcome,
    against: Vec<ReasonAgainst>,
}

impl Assessment {
    /// Returns the outcome of a revision; `None` if it is not recorded.
    pub fn outcome(&self, revision: Revision) -> Option<&RevisionOutcome> {
        Some(&self.assessed(revision)?.outcome)
    }

    /// Returns the outcome of each recorded revision, oldest first.
    pub fn outcomes(&self) -> impl Iterator<Item = &RevisionOutcome> {
        self.revisions.iter().map(|assessed| &assessed.outcome)
    }

    /// Returns the current revision: the highest. `None` for no history.
    pub fn current(&self) -> Option<Revision> {
        self.revisions
            .last()
            .map(|assessed| assessed.outcome.revision)
    }

    /// Returns the recommended revision, unless there is none or the assessment [is
    /// provisional](Self::is_provisional): nothing is recommended past a payload that could not be fetched.
    pub fn last_known_good(&self) -> Option<Revision> {
        let recommended = self.recommended.as_ref().ok()?;
        (!self.is_provisional).then_some(recommended.revision)
    }

    /// Returns the reasons against rolling back to a revision.
    pub fn reasons_against(&self, revision: Revision) -> &[ReasonAgainst] {
        match self.assessed(revision) {
            Some(assessed) => &assessed.against,
            None => &[ReasonAgainst::NotRecorded],
        }
    }

    /// Whether a payload that has not been read could change the recommendation, or yield one where there is none.
    pub fn is_provisional(&self) -> bool {
        self.is_provisional
    }

    fn assessed(&self, revision: Revision) -> Option<&AssessedRevision> {
        let mut revisions = self.revisions.iter();
        revisions.find(|assessed| assessed.outcome.revision == revision)
    }
}

/// Assesses the recorded revisions of one release, in any order. The highest is the current one, whatever its status.
pub fn assess(history: &[RecordedRevision]) -> Assessment {
    let history = sort_and_dedup(history);
    let outcomes = outcomes_of_sorted(&history);
    let against: Vec<Vec<ReasonAgainst>> = outcomes
        .iter()
        .map(|outcome| reasons_against(outcome, &outcomes))
        .collect();
    let earlier = outcomes.len().saturating_sub(1);
    let current = outcomes.last().map(|current| current.revision);
    let best = outcomes
        .iter()
        .zip(&against)
        .enumerate()
        .filter(|(_, (_, against))| !against.iter().any(ReasonAgainst::rules_out))
        .max_by_key(|(_, (outcome, against))| {
            let has_doubt = against.iter().any(ReasonAgainst::raises_doubt);
            let required = match has_doubt {
                true => SOAK_TIME_IN_DOUBT,
                false => SOAK_TIME,
            };
            let has_soaked = live_duration(outcome, &outcomes).is_some_and(|live| live >= required);
            // The current revision is a candidate only when it was uninstalled. It was in force until then, so it comes first.
            let is_uninstalled = Some(outcome.revision) == current;
            (
                is_uninstalled,
                has_soaked,
                has_soaked || !has_doubt,
                outcome.revision,
            )
        });
    let best_index = best.map(|(index, _)| index);
    let is_provisional = is_provisional(&history, &outcomes, &against, best_index);
    let recommended = match best {
        Some((_, (best, _))) => Ok(Recommendation {
            revision: best.revision,
            reasons: reasons_for(best, &outcomes),
        }),
        None => Err(match outcomes.last() {
            _ if earlier == 0 => NoCandidate::NothingEarlier,
            Some(current) if current.forbidden == Some(Forbidden::RollbackFrom) => {
                NoCandidate::ForbiddenFrom(current.revision)
            }
            _ => NoCandidate::AllRuledOut(earlier),
        }),
    };
    let current = outcomes
        .last()
        .filter(|current| current.result.took_effect() && !current.result.is_uninstalled());
    Assessment {
        recommended,
        already_rolled_back: current.and_then(|current| {
            Some(AlreadyRolledBack {
                current: current.revision,
                target: current.rollback?.target?,
            })
        }),
        not_read: revisions(&history, |payload| !payload.is_known()),
        not_fetched: revisions(&history, |payload| *payload == PayloadState::NotFetched),
        is_provisional,
        revisions: outcomes
            .into_iter()
            .zip(against)
            .map(|(outcome, against)| AssessedRevision { outcome, against })
            .collect(),
    }
}

/// Returns the revisions whose payload is in such a state, oldest first.
fn revisions(history: &[RecordedRevision], is: impl Fn(&PayloadState) -> bool) -> Vec<Revision> {
    let found = history.iter().filter(|one| is(&one.payload));
    found.map(|one| one.revision).collect()
}

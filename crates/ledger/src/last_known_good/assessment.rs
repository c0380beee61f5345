//! The assessment of a history: the revision to roll back to, and the reasons against each.

use std::time::Duration;

use super::criteria::{live_duration, reasons_against, reasons_for, standing};
use super::evidence::WorkloadEvidence;
use super::helm_description::Forbidden;
use super::outcome::{outcomes_of_sorted, sort_and_dedup};
use super::provisional::is_provisional;
use super::standing::Standing;
use super::{
    NoCandidate, PayloadState, ReasonAgainst, ReasonFor, RecordedRevision, RevisionOutcome,
};
use crate::{EffectiveRevision, Revision};

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
    /// The revision whose objects are in the cluster, as far as the records tell.
    pub effective: EffectiveRevision,
    is_provisional: bool,
    revisions: Vec<AssessedRevision>,
}

/// The revision to roll back to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recommendation {
    /// The newest revision with the recommended content.
    pub revision: Revision,
    /// Whether it is good, or only the best that there is.
    pub standing: Standing,
    /// How long what it holds was live, over all revisions with this content; `None` when that is not known.
    pub live: Option<Duration>,
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

    /// Returns the last known good revision: the recommended one if it is good, unless the assessment [is
    /// provisional](Self::is_provisional). Nothing is recommended past a payload that could not be fetched.
    pub fn last_known_good(&self) -> Option<Revision> {
        let good = self.settled().filter(|found| found.standing.is_good())?;
        Some(good.revision)
    }

    /// Returns the revision that a page may lead to with its most prominent button: the last known good one, unless the newest
    /// revision is a rollback to it that failed or did not end. Whoever presses that would try once more what just failed.
    pub fn primary_target(&self) -> Option<Revision> {
        let good = self.last_known_good()?;
        let newest = &self.revisions.last()?.outcome;
        let tried_again = newest.rollback.is_some()
            && !newest.result.took_effect()
            && self.outcome(good)?.content_origin == newest.content_origin;
        (!tried_again).then_some(good)
    }

    /// Returns the recommended revision where it is not proven good, unless the assessment [is
    /// provisional](Self::is_provisional).
    pub fn best_candidate(&self) -> Option<&Recommendation> {
        self.settled().filter(|found| !found.standing.is_good())
    }

    /// Returns the revision that is in force, if the operation of the current one failed before it changed anything.
    pub fn in_force(&self) -> Option<Revision> {
        self.effective.unchanged()
    }

    fn settled(&self) -> Option<&Recommendation> {
        let recommended = self.recommended.as_ref().ok()?;
        (!self.is_provisional).then_some(recommended)
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

/// Assesses the recorded revisions of one release, in any order, with what is known of their workloads. The highest is the
/// current one, whatever its status. All pages and commands take what they say about a revision from here.
pub fn assess(history: &[RecordedRevision], evidence: &WorkloadEvidence) -> Assessment {
    let history = sort_and_dedup(history);
    let outcomes = outcomes_of_sorted(&history);
    let effective = EffectiveRevision::of(&history);
    let against: Vec<Vec<ReasonAgainst>> = outcomes
        .iter()
        .map(|outcome| {
            let evidence = evidence.of(outcome.revision);
            reasons_against(outcome, &outcomes, effective, evidence)
        })
        .collect();
    let earlier = outcomes.len().saturating_sub(1);
    let current = outcomes.last().map(|current| current.revision);
    let best = outcomes
        .iter()
        .zip(&against)
        .enumerate()
        .filter(|(_, (_, against))| !against.iter().any(ReasonAgainst::rules_out))
        .map(|(index, (outcome, against))| {
            let standing = standing(outcome, &outcomes, against, evidence.of(outcome.revision));
            (index, outcome, against, standing)
        })
        .max_by_key(|(_, outcome, against, standing)| {
            // The current revision is a candidate only when it was uninstalled. It was in force until then, so it comes first.
            let is_uninstalled = Some(outcome.revision) == current;
            (
                is_uninstalled,
                standing.is_good(),
                !against.iter().any(ReasonAgainst::excludes_good),
                standing.is_good() || !against.iter().any(ReasonAgainst::raises_doubt),
                outcome.revision,
            )
        });
    let best_index = best.map(|(index, ..)| index);
    // What is being read of the workloads may change which of the revisions is good.
    let is_provisional = (best.is_some() && evidence.is_being_read())
        || is_provisional(&history, &outcomes, &against, best_index);
    let recommended = match best {
        Some((_, best, _, standing)) => Ok(Recommendation {
            revision: best.revision,
            standing,
            live: live_duration(best, &outcomes),
            reasons: reasons_for(best, &outcomes, standing, evidence.of(best.revision)),
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
        effective,
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

//! Whether payloads that have not been read could change the recommendation.

use super::criteria::SOAK_TIME_IN_DOUBT;
use super::helm_description::failed_after_applying;
use super::rollback::is_rollback;
use super::{LiveTime, ReasonAgainst, RecordedRevision, RevisionOutcome, Rollback};

/// Whether payloads that have not been read, or could not be fetched, could change the recommendation. `recommended` is its index. All lists are
/// sorted, oldest first, and have the same length.
///
/// The payload of an older revision can show that a newer revision has the same content, and so was live for longer; that a
/// chart version was rolled back before; or what the target of a rollback is. None of this changes the recommendation if
/// the recommended revision was itself live for a day, every later revision is ruled out, and the target of every later
/// rollback has been read.
pub(super) fn is_provisional(
    history: &[RecordedRevision],
    outcomes: &[RevisionOutcome],
    against: &[Vec<ReasonAgainst>],
    recommended: Option<usize>,
) -> bool {
    let is_known = |one: &RecordedRevision| one.payload.is_known();
    if history.iter().all(is_known) {
        return false;
    }
    let Some(best) = recommended else {
        return true;
    };
    // The current revision is recommended when it was uninstalled, whatever is recorded before it.
    if best + 1 == history.len() {
        return !history.last().is_some_and(is_known);
    }
    let (Some(outcome), Some((_, later))) = (outcomes.get(best), history[best..].split_first())
    else {
        return true;
    };
    let was_live_for_a_day = match outcome.live {
        LiveTime::For(duration) => duration >= SOAK_TIME_IN_DOUBT,
        LiveTime::StillLive | LiveTime::Partial | LiveTime::Never | LiveTime::Unknown => false,
    };
    let between = &against[best + 1..history.len() - 1];
    let all_ruled_out = || {
        let mut between = between.iter();
        between.all(|reasons| reasons.iter().any(ReasonAgainst::rules_out))
    };
    let went_back_to_read = |(one, later): (&RecordedRevision, &RevisionOutcome)| match later
        .rollback
    {
        Some(Rollback { target, .. }) => target.is_some_and(|target| target >= outcome.revision),
        None => !is_rollback(one) && !failed_after_applying(one),
    };
    let is_excluded = against[best].iter().any(ReasonAgainst::excludes_good);
    let is_settled = was_live_for_a_day
        && !is_excluded
        && history[best..].iter().all(is_known)
        && all_ruled_out()
        && later
            .iter()
            .zip(&outcomes[best + 1..])
            .all(went_back_to_read);
    !is_settled
}

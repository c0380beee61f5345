//! Whether what has not been read could still change the answer.

use super::ended::{failed_at_the_end, is_rollback};
use super::weigh::SOAKED_IN_DOUBT;
use super::{Against, Known, Live, Past, RolledBack, Telling};

/// Whether payloads that have not been read could make another revision the recommended one, which
/// stands at `recommended`. All lists are sorted, oldest first, and of the same length.
///
/// Older payloads tell more than what speaks against their own revisions: that a newer one holds
/// the same as an old one, and so was live for longer; that a chart version was left before; what a
/// rollback went back to. None of it moves a revision that was itself live for a day, with nothing
/// but ruled out ones after it, where all rollbacks since went back to what has been read.
pub(super) fn is_open(
    known: &[Known],
    pasts: &[Past],
    against: &[Vec<Against>],
    recommended: Option<usize>,
) -> bool {
    let is_read = |one: &Known| one.telling != Telling::Unread;
    if known.iter().all(is_read) {
        return false;
    }
    let Some(best) = recommended else {
        return true;
    };
    let (Some(past), Some((_, since))) = (pasts.get(best), known[best..].split_first()) else {
        return true;
    };
    let lasted = match past.live {
        Live::For(length) => length.seconds() >= SOAKED_IN_DOUBT,
        Live::SoFar | Live::Partly | Live::Never | Live::NotKnown => false,
    };
    let between = &against[best + 1..known.len() - 1];
    let all_ruled_out = || between.iter().all(|one| one.iter().any(Against::rules_out));
    let went_back_within = |(one, rollback): (&Known, &Past)| match rollback.rolled_back {
        Some(RolledBack { to }) => to.is_some_and(|to| to >= past.revision),
        None => !is_rollback(one) && !failed_at_the_end(one),
    };
    let settled = lasted
        && known[best..].iter().all(is_read)
        && all_ruled_out()
        && since.iter().zip(&pasts[best + 1..]).all(went_back_within);
    !settled
}

//! Which revisions have the same content.

use std::collections::BTreeMap;

use super::RecordedRevision;
use super::rollback::{find_rollback, newest_with_same_content};
use crate::Revision;

/// Returns, for each revision, the earliest one that is known to have the same content; itself if there is none. That
/// revision may be pruned: the record of a rollback still names it as the target.
///
/// `history` is sorted, oldest first.
pub(super) fn content_origins(history: &[RecordedRevision]) -> BTreeMap<Revision, Revision> {
    let mut origins = BTreeMap::new();
    for (index, revision) in history.iter().enumerate() {
        let earlier = &history[..index];
        let target = find_rollback(revision, earlier).and_then(|rollback| rollback.target);
        let same = newest_with_same_content(revision, earlier).map(|one| one.revision);
        // When the payload of a target cannot be read, its content is still known from the rollback to it.
        let same_origins: Vec<Revision> = [target, same]
            .into_iter()
            .flatten()
            .map(|same| origins.get(&same).copied().unwrap_or(same))
            .collect();
        let origin = same_origins
            .iter()
            .min()
            .copied()
            .unwrap_or(revision.revision);
        for other in origins
            .values_mut()
            .filter(|other| same_origins.contains(other))
        {
            *other = origin;
        }
        origins.insert(revision.revision, origin);
    }
    origins
}

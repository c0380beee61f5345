//! Which revisions hold the same.

use std::collections::BTreeMap;

use super::ended::{failed_at_the_end, is_rollback, rollback_target};
use super::{Known, RolledBack};
use crate::Revision;

/// For each revision the earliest one that is known to hold the same; itself where there is none.
/// That one need not be recorded any more: a rollback names its target for good.
///
/// `known` is sorted, oldest first.
pub(super) fn origins(known: &[Known]) -> BTreeMap<Revision, Revision> {
    let mut origins = BTreeMap::new();
    for (index, one) in known.iter().enumerate() {
        let earlier = &known[..index];
        let target = rolled_back(one, earlier).and_then(|back| back.to);
        let same = same_content(one, earlier).map(|known| known.revision);
        // A target whose payload nobody can read is still known by what its rollback holds.
        let alike: Vec<Revision> = [target, same]
            .into_iter()
            .flatten()
            .map(|alike| origins.get(&alike).copied().unwrap_or(alike))
            .collect();
        let origin = alike.iter().min().copied().unwrap_or(one.revision);
        for known in origins.values_mut().filter(|known| alike.contains(known)) {
            *known = origin;
        }
        origins.insert(one.revision, origin);
    }
    origins
}

/// Whether a revision is a rollback, and to which; for one that failed, whose words name no target,
/// to the newest that holds the same. No target also where the contents belie the words.
pub(super) fn rolled_back(one: &Known, earlier: &[Known]) -> Option<RolledBack> {
    let same = || same_content(one, earlier).map(|known| known.revision);
    if let Some(target) = rollback_target(one) {
        let recorded = earlier.iter().find(|known| known.revision == target);
        let belied = recorded
            .and_then(Known::content)
            .zip(one.content())
            .is_some_and(|(target, own)| target != own);
        return Some(RolledBack {
            to: (!belied).then_some(target),
        });
    }
    if is_rollback(one) {
        return Some(RolledBack { to: same() });
    }
    let to = failed_at_the_end(one).then(same).flatten();
    to.map(|to| RolledBack { to: Some(to) })
}

/// The newest earlier revision that is known to hold the same.
fn same_content<'a>(one: &Known, earlier: &'a [Known]) -> Option<&'a Known> {
    let own = one.content()?;
    earlier.iter().rfind(|known| known.content() == Some(own))
}

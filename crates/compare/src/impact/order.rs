//! The order in which page and terminal show the objects that differ.

use std::{collections::HashMap, ops::Range};

use super::similar_changes::{GroupKey, group_similar_changes};
use crate::{Comparison, Purpose};

/// The objects of a comparison in the order in which they are shown.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ObjectOrder {
    /// The positions in [`Comparison::objects`] of those in which more than noise differs: by severity, then by purpose and
    /// kind; dashboards last.
    pub objects: Vec<usize>,
    /// The groups among them, in the same order.
    pub groups: Vec<ObjectGroup>,
    /// The positions of the objects in which only noise differs, by kind.
    pub noise_only: Vec<usize>,
}

/// Objects with similar changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectGroup {
    /// What their changes have in common.
    pub key: GroupKey,
    /// Their positions in [`ObjectOrder::objects`].
    pub positions: Range<usize>,
}

impl ObjectOrder {
    /// Orders the objects of a comparison.
    #[must_use]
    pub fn new(comparison: &Comparison) -> Self {
        let all = &comparison.objects;
        let severities = comparison.severities();
        let groups = group_similar_changes(comparison, &severities);
        let mut grouped: HashMap<usize, &GroupKey> = HashMap::new();
        for (key, members) in &groups {
            grouped.extend(members.iter().map(|member| (*member, key)));
        }
        let mut places: Vec<_> = all
            .iter()
            .zip(&severities)
            .enumerate()
            .map(|(index, (object, severity))| {
                let purpose = object.purpose();
                let is_dashboard = purpose == Purpose::Dashboard;
                let group = grouped.get(&index).copied();
                (
                    (
                        is_dashboard,
                        *severity,
                        group,
                        purpose,
                        object.id.kind.as_str(),
                    ),
                    index,
                )
            })
            .collect();
        // The sort is stable: objects of one kind stay in the order of the manifest. Groups come after the other objects.
        astern_ledger::sort_by(&mut places, |(one, _), (other, _)| one.cmp(other));
        let indices = places.into_iter().map(|(_, index)| index);
        let (noise_only, objects): (Vec<usize>, Vec<usize>) =
            indices.partition(|index| all.get(*index).is_some_and(|object| object.noise_only));
        let groups = groups.iter().filter_map(|(key, members)| {
            let start = objects.iter().position(|index| members.contains(index))?;
            Some(ObjectGroup {
                key: key.clone(),
                positions: start..start + members.len(),
            })
        });
        let mut groups: Vec<ObjectGroup> = groups.collect();
        astern_ledger::sort_by_key(&mut groups, |group| group.positions.start);
        Self {
            objects,
            groups,
            noise_only,
        }
    }
}

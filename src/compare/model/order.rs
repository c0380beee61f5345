//! The order of the objects on the page: those with the gravest consequences first.

use std::collections::HashMap;
use std::ops::Range;

use astern_compare::{Comparison, Drift};

use super::report::Report;
use super::similar_changes::{GroupKey, group_similar_changes};

/// The objects that differ, in the order of the page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// The objects in which more than noise differs, by consequence, then by purpose and kind.
    pub objects: Vec<u32>,
    /// The groups among them, in the same order.
    pub groups: Vec<Group>,
    /// The objects in which only noise differs, by kind.
    pub noise_only: Vec<u32>,
    /// The group of each object that is in one.
    group_of: HashMap<u32, u32>,
}

/// Objects with similar changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What their changes have in common.
    pub key: GroupKey,
    /// Their positions in [`Order::objects`].
    pub positions: Range<usize>,
}

impl Order {
    /// Orders the objects of a report.
    pub fn new(report: &Report) -> Self {
        match report {
            Report::Recorded(comparison, _) => Self::of_comparison(comparison),
            Report::Live(drift) => Self::of_drift(drift),
        }
    }

    /// Each part of a drift report is a section of its own and keeps its objects. Noise goes to the end of the section.
    fn of_drift(drift: &Drift) -> Self {
        let present = 0..drift.objects.len() as u32;
        let all = present.end + (drift.missing.len() + drift.leftover.len()) as u32;
        let noise = |index: &u32| drift.objects[*index as usize].object.noise_only;
        let (last, first): (Vec<u32>, Vec<u32>) = present.clone().partition(noise);
        Self {
            objects: first
                .into_iter()
                .chain(last)
                .chain(present.end..all)
                .collect(),
            ..Self::default()
        }
    }

    fn of_comparison(comparison: &Comparison) -> Self {
        let all = &comparison.objects;
        let weights = comparison.severities();
        let groups = group_similar_changes(comparison, &weights);
        let mut grouped: HashMap<u32, &GroupKey> = HashMap::new();
        for (key, members) in &groups {
            grouped.extend(members.iter().map(|member| (*member, key)));
        }
        let mut indices: Vec<u32> = (0..all.len() as u32).collect();
        // The sort is stable: objects of one kind stay in the order of the manifest. Groups come after the other objects.
        indices.sort_by_cached_key(|index| {
            let object = &all[*index as usize];
            let weight = weights.get(*index as usize).copied();
            let key = grouped.get(index).copied();
            let purpose = object.purpose();
            (weight, key, purpose, object.id.kind.clone())
        });
        let (noise_only, objects): (Vec<u32>, Vec<u32>) = indices
            .into_iter()
            .partition(|index| all[*index as usize].noise_only);
        let begin = |members: &[u32]| objects.iter().position(|index| members.contains(index));
        let groups = groups.iter().filter_map(|(key, members)| {
            let start = begin(members)?;
            Some(Group {
                key: key.clone(),
                positions: start..start + members.len(),
            })
        });
        let mut groups: Vec<Group> = groups.collect();
        groups.sort_by_key(|group| group.positions.start);
        let members = groups.iter().zip(0..).flat_map(|(group, number)| {
            let members = objects[group.positions.clone()].iter();
            members.map(move |member| (*member, number))
        });
        Self {
            group_of: members.collect(),
            objects,
            groups,
            noise_only,
        }
    }

    /// The members of a group.
    pub fn members(&self, group: u32) -> &[u32] {
        let positions = self
            .groups
            .get(group as usize)
            .map(|group| group.positions.clone());
        positions
            .and_then(|positions| self.objects.get(positions))
            .unwrap_or_default()
    }

    /// The group that an object is in.
    pub fn group_of(&self, object: u32) -> Option<u32> {
        self.group_of.get(&object).copied()
    }
}

//! The order of the objects on the page: those with the gravest consequences first.

use std::collections::HashMap;

use astern_compare::{Comparison, Drift, ObjectGroup, ObjectOrder};

use super::report::Report;

/// The objects that differ, in the order of the page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// The objects in which more than noise differs, by consequence, then by purpose and kind.
    pub objects: Vec<u32>,
    /// The groups among them, in the same order.
    pub groups: Vec<ObjectGroup>,
    /// The objects in which only noise differs, by kind.
    pub noise_only: Vec<u32>,
    /// The group of each object that is in one.
    group_of: HashMap<u32, u32>,
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
        let order = ObjectOrder::new(comparison);
        let indices = |indices: Vec<usize>| indices.into_iter().map(|index| index as u32);
        let objects: Vec<u32> = indices(order.objects).collect();
        let members = order.groups.iter().zip(0..).flat_map(|(group, number)| {
            let members = objects[group.positions.clone()].iter();
            members.map(move |member| (*member, number))
        });
        Self {
            group_of: members.collect(),
            objects,
            groups: order.groups,
            noise_only: indices(order.noise_only).collect(),
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

//! Objects by consequence: what is refused or restarts comes first, then settings, then what only describes.

use std::collections::HashMap;
use std::ops::Range;

use astern_compare::{Change, Comparison, Drift, ObjectChange, Side};

use super::Report;
use super::similar_changes::{GroupKey, groups};

/// What an object is for, among those of the same consequence: what on-call engineers look at first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Purpose {
    Workload,
    Setting,
    Wiring,
    Right,
    Watching,
    Dashboard,
}

/// The objects that differ, as they stand on the page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Those that matter, by consequence, then by purpose and kind.
    pub objects: Vec<u32>,
    /// Those of them that change alike, in this order too.
    pub groups: Vec<Group>,
    /// Those in which nothing but noise differs, by kind.
    pub noise_only: Vec<u32>,
    /// The group of each object that is in one.
    group_of: HashMap<u32, u32>,
}

/// Objects that change alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they have in common.
    pub alike: GroupKey,
    /// Their places in [`Order::objects`].
    pub places: Range<usize>,
}

impl Order {
    /// The order of a report's objects.
    pub fn of(report: &Report) -> Self {
        match report {
            Report::Recorded(comparison, _) => Self::of_comparison(comparison),
            Report::Live(drift) => Self::of_drift(drift),
        }
    }

    /// Each part of a drift is a section of its own, so nothing leaves it; noise goes to its end.
    fn of_drift(drift: &Drift) -> Self {
        let there = 0..drift.objects.len() as u32;
        let all = there.end + (drift.missing.len() + drift.leftover.len()) as u32;
        let noise = |index: &u32| drift.objects[*index as usize].object.noise_only;
        let (last, first): (Vec<u32>, Vec<u32>) = there.clone().partition(noise);
        Self {
            objects: first
                .into_iter()
                .chain(last)
                .chain(there.end..all)
                .collect(),
            ..Self::default()
        }
    }

    fn of_comparison(comparison: &Comparison) -> Self {
        let all = &comparison.objects;
        let weights = comparison.weights();
        let groups = groups(comparison, &weights);
        let mut grouped: HashMap<u32, &GroupKey> = HashMap::new();
        for (alike, members) in &groups {
            grouped.extend(members.iter().map(|member| (*member, alike)));
        }
        let mut indices: Vec<u32> = (0..all.len() as u32).collect();
        // Within a kind as the manifest has them: the sort keeps that. Those that change alike come after the others.
        indices.sort_by_cached_key(|index| {
            let object = &all[*index as usize];
            let weight = weights.get(*index as usize).copied();
            let alike = grouped.get(index).copied();
            let purpose = Purpose::of(object);
            (weight, alike, purpose, object.id.kind.clone())
        });
        let (noise_only, objects): (Vec<u32>, Vec<u32>) = indices
            .into_iter()
            .partition(|index| all[*index as usize].noise_only);
        let begin = |members: &[u32]| objects.iter().position(|index| members.contains(index));
        let groups = groups.iter().filter_map(|(alike, members)| {
            let start = begin(members)?;
            Some(Group {
                alike: alike.clone(),
                places: start..start + members.len(),
            })
        });
        let mut groups: Vec<Group> = groups.collect();
        groups.sort_by_key(|group| group.places.start);
        let members = groups.iter().zip(0..).flat_map(|(group, number)| {
            let members = objects[group.places.clone()].iter();
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
        let places = self
            .groups
            .get(group as usize)
            .map(|group| group.places.clone());
        places
            .and_then(|places| self.objects.get(places))
            .unwrap_or_default()
    }

    /// The group that an object is in.
    pub fn group_of(&self, object: u32) -> Option<u32> {
        self.group_of.get(&object).copied()
    }
}

impl Purpose {
    fn of(object: &ObjectChange) -> Self {
        match object.id.kind.as_str() {
            "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "Pod" | "Job"
            | "CronJob" | "Prometheus" | "Alertmanager" => Self::Workload,
            "ConfigMap" if is_dashboard(object) => Self::Dashboard,
            "ConfigMap" | "Secret" | "PersistentVolumeClaim" => Self::Setting,
            "ClusterRole" | "ClusterRoleBinding" | "Role" | "RoleBinding" | "ServiceAccount" => {
                Self::Right
            }
            "PrometheusRule" | "ServiceMonitor" | "PodMonitor" => Self::Watching,
            _ => Self::Wiring,
        }
    }
}

/// A ConfigMap with nothing but JSON in its keys, as Grafana's dashboards are.
fn is_dashboard(object: &ObjectChange) -> bool {
    let side = match object.change {
        Change::Removed => Side::From,
        _ => Side::To,
    };
    let object = object.object(side);
    let data = object.and_then(|object| object.value.get("data")?.as_object());
    data.is_some_and(|data| !data.is_empty() && data.keys().all(|key| key.ends_with(".json")))
}

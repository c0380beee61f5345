//! Compares the subcharts that the charts name.

use std::collections::HashMap;

use astern_ledger::{Chart, Dependency, Release};
use serde::Serialize;
use serde_json::Value;

use super::rendered::RenderedSubcharts;
use crate::{Change, Sides};

/// A subchart that was added, removed or changed to another version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DependencyChange {
    /// Its alias, or its name where it has none.
    pub name: String,
    /// How it differs: added, removed or changed.
    pub change: Change,
    /// Its version: the one that its objects were rendered with, where their labels tell it; else the one that the chart's
    /// lock file pins, where the record contains it; else the requested range.
    pub version: Sides<Option<String>>,
}

/// The subcharts that differ, and the number of those that do not.
#[derive(Default)]
pub(super) struct Dependencies {
    pub(super) changes: Vec<DependencyChange>,
    pub(super) unchanged: usize,
}

/// Compares the subcharts that the two charts name, in the order of the `to` side, removed ones last. Where both sides
/// rendered objects of a subchart, their labels tell its version, and not the range that the chart requests.
pub(super) fn compare(
    releases: &Sides<&Release>,
    rendered: &Sides<RenderedSubcharts<'_>>,
) -> Dependencies {
    let Sides { mut from, mut to } = releases.map(|release| named_versions(&release.chart));
    for (name, version) in &mut to {
        let versions = rendered
            .as_ref()
            .map(|side| side.get(name).copied().flatten());
        if let Sides {
            from: Some(old),
            to: Some(new),
        } = versions
        {
            *version = Some(new.to_owned());
            let old_side = from.iter_mut().find(|(other, _)| other == name);
            if let Some((_, version)) = old_side {
                *version = Some(old.to_owned());
            }
        }
    }
    let mut old: HashMap<&str, Option<String>> = from
        .iter()
        .map(|(name, version)| (*name, version.clone()))
        .collect();
    let mut dependencies = Dependencies::default();
    let mut add = |name: &str, change, version| {
        dependencies.changes.push(DependencyChange {
            name: name.to_owned(),
            change,
            version,
        });
    };
    for (name, version) in to {
        let (change, from) = match old.remove(name) {
            Some(from) if from == version => {
                dependencies.unchanged += 1;
                continue;
            }
            Some(from) => (Change::Changed, from),
            None => (Change::Added, None),
        };
        add(name, change, Sides { from, to: version });
    }
    for (name, version) in from {
        if old.remove(name).is_some() {
            let gone = Sides {
                from: version,
                to: None,
            };
            add(name, Change::Removed, gone);
        }
    }
    dependencies
}

/// Returns the aliases or names of a chart's subcharts.
pub(crate) fn names(chart: &Chart) -> impl Iterator<Item = &str> {
    dependencies(chart).iter().map(name)
}

fn named_versions(chart: &Chart) -> Vec<(&str, Option<String>)> {
    let lock = chart
        .lock
        .as_ref()
        .and_then(|lock| lock.get("dependencies"));
    let mut pinned: HashMap<(&str, Option<&Value>), Vec<&Value>> = HashMap::new();
    for entry in lock.and_then(Value::as_array).into_iter().flatten() {
        if let Some(name) = entry.get("name").and_then(Value::as_str) {
            let same = pinned.entry((name, entry.get("repository")));
            same.or_default().push(entry);
        }
    }
    let locked = |dependency: &Dependency| {
        let repository = dependency.unknown.get("repository");
        match pinned
            .get(&(dependency.name.as_str(), repository))?
            .as_slice()
        {
            [only] => Some(only.get("version")?.as_str()?.to_owned()),
            _ => None,
        }
    };
    let version = |dependency| locked(dependency).or_else(|| dependency.version.clone());
    dependencies(chart)
        .iter()
        .map(|dependency| (name(dependency), version(dependency)))
        .collect()
}

fn dependencies(chart: &Chart) -> &[Dependency] {
    let metadata = chart.metadata.as_ref();
    metadata
        .and_then(|metadata| metadata.dependencies.as_deref())
        .unwrap_or_default()
}

fn name(dependency: &Dependency) -> &str {
    dependency
        .unknown
        .get("alias")
        .and_then(Value::as_str)
        .filter(|alias| !alias.is_empty())
        .unwrap_or(&dependency.name)
}

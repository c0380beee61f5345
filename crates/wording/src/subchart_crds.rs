//! The definitions of subcharts, which Helm does not record: what the cluster has, and whether the charts' versions differ.

use astern_cluster::ClusterDefinition;
use astern_compare::{Comparison, DependencyChange};

use crate::{count, list, verb};

/// The most subcharts, groups or versions that a sentence names.
const MAX_NAMED: usize = 4;

/// Returns whether the subcharts of the two revisions differ, and what follows for their definitions; empty without subcharts.
#[must_use]
pub fn subchart_crds(comparison: &Comparison) -> Vec<String> {
    let names = &comparison.crds.subcharts;
    let changed: Vec<&DependencyChange> = comparison
        .chart
        .dependencies
        .iter()
        .filter(|change| names.contains(&change.name))
        .collect();
    let mut sentences: Vec<String> = changed
        .iter()
        .take(MAX_NAMED)
        .map(|change| {
            let or_none = |version: &Option<String>| version.clone().unwrap_or_else(|| "none".to_owned());
            format!(
                "Subchart {} goes from {} to {}: its CRDs, if it has any, stay as the cluster has them.",
                change.name,
                or_none(&change.version.from),
                or_none(&change.version.to)
            )
        })
        .collect();
    let same: Vec<&String> = names
        .iter()
        .filter(|name| !changed.iter().any(|change| change.name == **name))
        .collect();
    if !same.is_empty() {
        let is = verb(same.len(), "is the same version", "are the same versions");
        sentences.push(format!(
            "{} {is} in both, and so are the CRDs.",
            list(same.iter(), MAX_NAMED)
        ));
    }
    sentences
}

/// Returns what the cluster has of these API groups: `The cluster has 10 CRDs of monitoring.coreos.com, of version 0.72.0.`; one
/// sentence for each group.
#[must_use]
pub fn cluster_crds(definitions: &[ClusterDefinition], groups: &[String]) -> Vec<String> {
    let of_group = |group: &String| {
        let own: Vec<&ClusterDefinition> = definitions
            .iter()
            .filter(|definition| definition.group() == group)
            .collect();
        if own.is_empty() {
            return format!("The cluster has no CRD of {group}.");
        }
        let mut versions: Vec<&String> =
            own.iter().filter_map(|own| own.version.as_ref()).collect();
        astern_ledger::sort(&mut versions);
        versions.dedup();
        let of_version = match versions.len() {
            0 => String::new(),
            number => {
                let word = verb(number, "version", "versions");
                format!(", of {word} {}", list(versions.iter(), MAX_NAMED))
            }
        };
        format!(
            "The cluster has {} of {group}{of_version}.",
            count(own.len(), "CRD")
        )
    };
    groups.iter().take(MAX_NAMED).map(of_group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_cluster_has_is_told_by_group_and_version() {
        let definition = |name: &str, version: Option<&str>| ClusterDefinition {
            name: name.to_owned(),
            version: version.map(str::to_owned),
        };
        let definitions = [
            definition("prometheuses.monitoring.coreos.com", Some("0.72.0")),
            definition("alertmanagers.monitoring.coreos.com", Some("0.72.0")),
            definition("boards.example", None),
        ];
        let groups = ["monitoring.coreos.com", "example", "other.example"].map(str::to_owned);
        assert_eq!(
            cluster_crds(&definitions, &groups),
            [
                "The cluster has 2 CRDs of monitoring.coreos.com, of version 0.72.0.",
                "The cluster has 1 CRD of example.",
                "The cluster has no CRD of other.example.",
            ]
        );
    }
}

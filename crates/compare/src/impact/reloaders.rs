//! Controllers that restart pods when a ConfigMap or Secret changes, which helm does not: whether a workload asks for it.
//!
//! Sources: the annotations of Stakater's Reloader (`internal/pkg/options`), of its predecessor configmapcontroller of fabric8,
//! and of Wave (`pkg/core`, `wave-k8s/wave`). Whether such a controller runs in the cluster is not known here.

use std::collections::HashSet;

use astern_manifest::Object;
use serde::Serialize;
use serde_json::Value;

use super::config_kind::ConfigKind;

/// A controller that restarts pods when a ConfigMap or Secret changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reloader {
    /// Reloader of Stakater, `reloader.stakater.com`.
    Reloader,
    /// The configmapcontroller of fabric8, `configmap.fabric8.io`.
    ConfigMapController,
    /// Wave, `wave.pusher.com`.
    Wave,
}

/// What a workload asks such a controller for, by its annotations.
#[derive(Debug, Clone, Default)]
pub(super) struct ReloadRules {
    /// For which kinds it restarts when a ConfigMap or Secret changes that its pods read.
    referenced: Vec<(ConfigKind, Reloader)>,
    /// Whether it restarts for those that its pods read and that say `reloader.stakater.com/match`.
    searches: bool,
    /// Those that it names.
    named: HashSet<(ConfigKind, String, Reloader)>,
    /// Those that it names as exceptions.
    excluded: HashSet<(ConfigKind, String)>,
}

/// A ConfigMap or Secret, as such a controller sees it.
pub(super) struct ReloadedConfig<'a> {
    pub(super) kind: ConfigKind,
    pub(super) name: &'a str,
    pub(super) says: ConfigAnnotations,
    /// Whether the pods of the workload read it.
    pub(super) is_referenced: bool,
}

/// What the annotations of a ConfigMap or Secret say to Reloader.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum ConfigAnnotations {
    #[default]
    Nothing,
    /// `reloader.stakater.com/match: "true"`.
    Match,
    /// `reloader.stakater.com/ignore: "true"`.
    Ignore,
}

impl ConfigAnnotations {
    pub(super) fn of(config: &Object) -> Self {
        let says = |name: &str| annotation(&config.value, name) == Some("true");
        match () {
            () if says("reloader.stakater.com/ignore") => Self::Ignore,
            () if says("reloader.stakater.com/match") => Self::Match,
            () => Self::Nothing,
        }
    }
}

/// The prefix and the list of exceptions of each kind in the annotations of Reloader.
const KINDS: [(ConfigKind, &str, &str); 2] = [
    (
        ConfigKind::ConfigMap,
        "configmap",
        "configmaps.exclude.reloader.stakater.com/reload",
    ),
    (
        ConfigKind::Secret,
        "secret",
        "secrets.exclude.reloader.stakater.com/reload",
    ),
];

impl ReloadRules {
    /// Reads the annotations of a workload and of its pod template, where Reloader looks for them too.
    pub(super) fn of(workload: &Object) -> Self {
        let template = workload.value.pointer("/spec/template");
        let owners = [Some(&workload.value), template];
        let text = |name: &str| {
            let mut owners = owners.iter().flatten();
            owners.find_map(|owner| annotation(owner, name))
        };
        let is_true = |name: &str| text(name) == Some("true");
        let mut rules = Self::default();
        if text("reloader.stakater.com/auto") == Some("false") {
            return rules;
        }
        rules.searches = is_true("reloader.stakater.com/search");
        for (kind, prefix, exceptions) in KINDS {
            let own_auto = format!("{prefix}.reloader.stakater.com/auto");
            if is_true("reloader.stakater.com/auto") || is_true(&own_auto) {
                rules.referenced.push((kind, Reloader::Reloader));
            }
            if is_true("wave.pusher.com/update-on-config-change") {
                rules.referenced.push((kind, Reloader::Wave));
            }
            for (annotation, reloader) in [
                (
                    format!("{prefix}.reloader.stakater.com/reload"),
                    Reloader::Reloader,
                ),
                (
                    format!("{prefix}.fabric8.io/update-on-change"),
                    Reloader::ConfigMapController,
                ),
                (format!("wave.pusher.com/extra-{prefix}s"), Reloader::Wave),
            ] {
                let names = list(text(&annotation));
                rules.named.extend(names.map(|name| (kind, name, reloader)));
            }
            rules
                .excluded
                .extend(list(text(exceptions)).map(|name| (kind, name)));
        }
        rules
    }

    /// Returns the controller that is asked to restart the workload when this ConfigMap or Secret changes.
    pub(super) fn reloader(&self, config: &ReloadedConfig<'_>) -> Option<Reloader> {
        let key = (config.kind, config.name.to_owned());
        let named = [
            Reloader::Reloader,
            Reloader::ConfigMapController,
            Reloader::Wave,
        ]
        .into_iter()
        .find(|reloader| {
            self.named
                .contains(&(config.kind, key.1.clone(), *reloader))
        });
        if named.is_some() {
            return named;
        }
        if !config.is_referenced {
            return None;
        }
        let is_ignored = config.says == ConfigAnnotations::Ignore || self.excluded.contains(&key);
        let mut referenced = self.referenced.iter();
        let automatic = referenced.find(|(kind, reloader)| {
            *kind == config.kind && !(is_ignored && *reloader == Reloader::Reloader)
        });
        let searched = || self.searches && config.says == ConfigAnnotations::Match;
        automatic
            .map(|(_, reloader)| *reloader)
            .or_else(|| searched().then_some(Reloader::Reloader))
    }
}

fn annotation<'a>(owner: &'a Value, name: &str) -> Option<&'a str> {
    owner
        .get("metadata")?
        .get("annotations")?
        .get(name)?
        .as_str()
}

/// Returns the names of a list with commas, without the namespace that Wave allows before each.
fn list(text: Option<&str>) -> impl Iterator<Item = String> {
    let names = text.into_iter().flat_map(|text| text.split(','));
    names
        .map(|name| name.trim())
        .map(|name| {
            name.rsplit_once('/')
                .map_or(name, |(_, name)| name)
                .to_owned()
        })
        .filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reloader(
        annotations: &str,
        says: ConfigAnnotations,
        is_referenced: bool,
    ) -> Option<Reloader> {
        let text = format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\n  annotations: {{{annotations}}}\n"
        );
        let manifest = astern_manifest::parse(&text);
        let config = ReloadedConfig {
            kind: ConfigKind::ConfigMap,
            name: "settings",
            says,
            is_referenced,
        };
        ReloadRules::of(&manifest.objects[0]).reloader(&config)
    }

    #[test]
    fn every_annotation_that_asks_for_a_restart_is_known() {
        use ConfigAnnotations::{Match, Nothing};
        for (annotations, says, expected) in [
            (
                "reloader.stakater.com/auto: 'true'",
                Nothing,
                Some(Reloader::Reloader),
            ),
            (
                "configmap.reloader.stakater.com/auto: 'true'",
                Nothing,
                Some(Reloader::Reloader),
            ),
            ("secret.reloader.stakater.com/auto: 'true'", Nothing, None),
            (
                "reloader.stakater.com/search: 'true'",
                Match,
                Some(Reloader::Reloader),
            ),
            ("reloader.stakater.com/search: 'true'", Nothing, None),
            (
                "configmap.reloader.stakater.com/reload: 'a, settings'",
                Nothing,
                Some(Reloader::Reloader),
            ),
            (
                "configmap.reloader.stakater.com/reload: other",
                Nothing,
                None,
            ),
            (
                "secret.reloader.stakater.com/reload: settings",
                Nothing,
                None,
            ),
            (
                "configmap.fabric8.io/update-on-change: settings",
                Nothing,
                Some(Reloader::ConfigMapController),
            ),
            (
                "wave.pusher.com/update-on-config-change: 'true'",
                Nothing,
                Some(Reloader::Wave),
            ),
            (
                "wave.pusher.com/extra-configmaps: shop/settings",
                Nothing,
                Some(Reloader::Wave),
            ),
            (
                "reloader.stakater.com/auto: 'false', configmap.reloader.stakater.com/reload: settings",
                Nothing,
                None,
            ),
            ("", Match, None),
        ] {
            assert_eq!(reloader(annotations, says, true), expected, "{annotations}");
        }
    }

    #[test]
    fn exceptions_and_what_no_pod_reads_restart_nothing() {
        let auto = "reloader.stakater.com/auto: 'true'";
        assert_eq!(reloader(auto, ConfigAnnotations::Nothing, false), None);
        assert_eq!(reloader(auto, ConfigAnnotations::Ignore, true), None);
        let excluded = format!("{auto}, configmaps.exclude.reloader.stakater.com/reload: settings");
        assert_eq!(reloader(&excluded, ConfigAnnotations::Nothing, true), None);
        let named = "configmap.reloader.stakater.com/reload: settings";
        let found = reloader(named, ConfigAnnotations::Nothing, false);
        assert_eq!(found, Some(Reloader::Reloader));
    }
}

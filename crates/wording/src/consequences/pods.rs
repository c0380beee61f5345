//! Pods that are replaced, that are replaced later, and that keep their configuration.

use astern_compare::{
    DeferredUntil, ReadMethod, ReloadedWorkload, Reloader, Restart, RestartCause, Severity,
    StaleConfiguration, StoppedBy, StoppedWorkload,
};

use super::writer::{ConsequenceWriter, MAX_NAMED};
use crate::count::{count, verb};

impl ConsequenceWriter<'_> {
    /// Workloads that restart.
    pub(super) fn restarts(&mut self) {
        let restarts = &self.comparison.effects.restarts;
        if restarts.is_empty() {
            return;
        }
        let pods: u64 = restarts.iter().filter_map(|restart| restart.pods).sum();
        let pods = count(usize::try_from(pods).unwrap_or(usize::MAX), "pod");
        let uncounted = restarts
            .iter()
            .filter(|restart| restart.pods.is_none())
            .count();
        let pods = match uncounted {
            0 => format!(" ({pods})"),
            number if number == restarts.len() => String::new(),
            _ => format!(" ({pods} plus as many as the autoscaler or the nodes run)"),
        };
        let restart = verb(restarts.len(), "restarts", "restart");
        self.push(
            Severity::Restarts,
            format!(
                "{} {restart}{pods}: {}.",
                count(restarts.len(), "workload"),
                self.names(restarts.iter().map(|restart| &restart.object))
            ),
        );
        let labelled: Vec<&Restart> = restarts
            .iter()
            .filter(|restart| restart.by == RestartCause::VersionLabel)
            .collect();
        if !labelled.is_empty() {
            let restart = verb(labelled.len(), "restarts", "restart");
            let names = self.names(labelled.iter().map(|restart| &restart.object));
            self.push(
                Severity::Restarts,
                format!("{names} {restart} although only a version label differs in the pods."),
            );
        }
    }

    /// Workloads whose pods are all taken away.
    pub(super) fn stopped(&mut self) {
        let all = &self.comparison.effects.stopped;
        for StoppedWorkload { object, by } in all.iter().take(MAX_NAMED) {
            let name = self.name(object);
            let sentence = match by {
                StoppedBy::Replicas(1) => {
                    format!("{name} is scaled to zero: its only pod goes away.")
                }
                StoppedBy::Replicas(before) => {
                    format!("{name} is scaled to zero: all {before} pods go away.")
                }
                StoppedBy::Suspended => format!("{name} is suspended: it starts no pods any more."),
                StoppedBy::MinimumReplicas(before) => {
                    format!("{name} may scale to zero: its minimum goes from {before} to 0.")
                }
            };
            self.push(Severity::Stops, sentence);
        }
        self.push_remaining(Severity::Stops, all.len(), "workload", "lose all pods");
    }

    /// Workloads that another controller restarts.
    pub(super) fn reloaded(&mut self) {
        let all = &self.comparison.effects.reloaded;
        for ReloadedWorkload {
            config,
            workload,
            pods,
            by,
        } in all.iter().take(MAX_NAMED)
        {
            let controller = match by {
                Reloader::Reloader => "Reloader",
                Reloader::ConfigMapController => "the configmapcontroller of fabric8",
                Reloader::Wave => "Wave",
            };
            let restart = match pods {
                Some(1) => "1 pod restarts".to_owned(),
                Some(pods) => format!("{pods} pods restart"),
                None => "its pods restart".to_owned(),
            };
            let (config, workload) = (self.name(config), self.name(workload));
            self.push(
                Severity::RestartedByOther,
                format!(
                    "{config} changes, and {workload} asks {controller} to restart it: where {controller} runs, {restart}."
                ),
            );
        }
        self.push_remaining(
            Severity::RestartedByOther,
            all.len(),
            "workload",
            "ask another controller to restart them",
        );
    }

    /// Workloads that change later.
    pub(super) fn deferred(&mut self) {
        let all = &self.comparison.effects.deferred;
        for change in all.iter().take(MAX_NAMED) {
            let name = self.name(&change.object);
            let when = match change.until {
                DeferredUntil::OnDelete => {
                    "when somebody deletes its pods: its update strategy is OnDelete"
                }
                DeferredUntil::Resumed => "when its rollout is resumed: it is paused",
                DeferredUntil::PartitionLowered => {
                    "when its partition is lowered: that holds back every pod"
                }
                DeferredUntil::Replaced => "for new pods: it leaves those that run as they are",
                DeferredUntil::NextRun => "with its next run",
            };
            self.push(Severity::Deferred, format!("{name} changes {when}."));
        }
        self.push_remaining(
            Severity::Deferred,
            all.len(),
            "workload",
            "change at another time",
        );
    }

    /// ConfigMaps and Secrets that change while their readers do not restart.
    pub(super) fn stale_configuration(&mut self) {
        let all = &self.comparison.effects.stale_configuration;
        if all.len() > MAX_NAMED {
            self.push(
                Severity::NotApplied,
                format!(
                    "{} change without their pods noticing: {}.",
                    count(all.len(), "configuration"),
                    self.names(all.iter().map(|stale| &stale.object))
                ),
            );
            return;
        }
        for StaleConfiguration { object, readers } in all {
            let lag = match readers.iter().map(|reader| reader.method).max() {
                Some(ReadMethod::Environment | ReadMethod::SubPath) => {
                    "they keep what they have until they restart"
                }
                _ => "their files change within about a minute, and they may not read them again",
            };
            self.push(
                Severity::NotApplied,
                format!(
                    "{} changes, and the pods of {} do not restart: {lag}.",
                    self.name(object),
                    self.names(readers.iter().map(|reader| &reader.workload))
                ),
            );
        }
    }
}

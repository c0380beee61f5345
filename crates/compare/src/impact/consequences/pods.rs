//! Which pods are replaced, which only later, and which do not notice.

use super::{NAMED, Telling, Weight};
use crate::words::count;
use crate::{Restart, RestartCause, Unnoticed, Way, When};

impl Telling<'_> {
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
            all if all == restarts.len() => String::new(),
            _ => format!(" ({pods}; how many more, an autoscaler or the nodes decide)"),
        };
        let verb = if restarts.len() == 1 {
            "restarts"
        } else {
            "restart"
        };
        self.say(
            Weight::Restarts,
            format!(
                "{} {verb}{pods}: {}.",
                count(restarts.len(), "workload"),
                self.names(restarts.iter().map(|restart| &restart.object))
            ),
        );
        let labelled: Vec<&Restart> = restarts
            .iter()
            .filter(|restart| restart.by == RestartCause::VersionLabel)
            .collect();
        if !labelled.is_empty() {
            let verb = if labelled.len() == 1 {
                "restarts"
            } else {
                "restart"
            };
            let names = self.names(labelled.iter().map(|restart| &restart.object));
            self.say(
                Weight::Restarts,
                format!("{names} {verb} although only a version label differs in the pods."),
            );
        }
    }

    pub(super) fn later(&mut self) {
        let all = &self.comparison.effects.later;
        for later in all.iter().take(NAMED) {
            let name = self.name(&later.object);
            let when = match later.when {
                When::OnDelete => "when somebody deletes its pods: its update strategy is OnDelete",
                When::Resumed => "when its rollout is resumed: it is paused",
                When::PartitionLowered => {
                    "when its partition is lowered: that holds back every pod"
                }
                When::Replaced => "for new pods: it leaves those that run as they are",
                When::NextRun => "with its next run",
            };
            self.say(Weight::Later, format!("{name} changes {when}."));
        }
        self.say_more(
            Weight::Later,
            all.len(),
            "workload",
            "change at another time",
        );
    }

    pub(super) fn unnoticed(&mut self) {
        let all = &self.comparison.effects.unnoticed;
        if all.len() > NAMED {
            self.say(
                Weight::Unnoticed,
                format!(
                    "{} change without their pods noticing: {}.",
                    count(all.len(), "configuration"),
                    self.names(all.iter().map(|unnoticed| &unnoticed.object))
                ),
            );
            return;
        }
        for Unnoticed { object, readers } in all {
            let lag = match readers.iter().map(|reader| reader.way).max() {
                Some(Way::Environment | Way::SubPath) => {
                    "they keep what they have until they restart"
                }
                _ => "their files change within about a minute, and they may not read them again",
            };
            self.say(
                Weight::Unnoticed,
                format!(
                    "{} changes, and the pods of {} do not restart: {lag}.",
                    self.name(object),
                    self.names(readers.iter().map(|reader| &reader.workload))
                ),
            );
        }
    }
}

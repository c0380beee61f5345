//! How many pods are ready, as one fact among others.

use std::fmt;

use astern_cluster::WorkloadKind;
use astern_wording::count;
use leptos::prelude::*;

use super::readiness::{Seen, Workloads};
use crate::components::Icon;

/// How many pods of a release are ready. Those of Jobs are to end, so Jobs are counted on their own.
#[component]
pub fn PodsReady(#[prop(into)] workloads: Signal<Option<Workloads>>) -> impl IntoView {
    let pods = Memo::new(move |_| workloads.with(|all| all.as_ref().map(Pods::of)));
    view! {
        <div>
            <dt>"Pods ready"</dt>
            <dd id="pods-ready">{move || match pods.get() {
                None => "being asked".into_any(),
                Some(pods) if pods.is_trouble() => view! {
                    <span class="status status--warn"><Icon name="warn"/>{pods.to_string()}</span>
                }
                .into_any(),
                Some(pods) => pods.to_string().into_any(),
            }}</dd>
        </div>
    }
}

/// The pods of a release's workloads.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Pods {
    ready: u64,
    wanted: u64,
    /// Those of older templates, which are still there and are to go.
    older: u64,
    /// Workloads that keep pods running.
    workloads: usize,
    /// Of these, those whose newest form their controller has not seen yet.
    unseen: usize,
    /// Of these, those that were not asked for yet.
    waiting: usize,
    /// Of these, those that are not there.
    absent: usize,
    /// Of these, those that cannot be asked for.
    unknown: usize,
    /// Jobs that are there.
    jobs: usize,
    /// Of these, those that are done.
    done: usize,
    /// Of these, those that do not get on.
    stopped: usize,
    /// Jobs that are not there: perhaps removed when they were done.
    gone: usize,
}

impl Pods {
    fn of(workloads: &Workloads) -> Self {
        let mut pods = Self::default();
        for (workload, seen) in workloads {
            if workload.kind == WorkloadKind::Job {
                pods.count_job(seen);
                continue;
            }
            pods.workloads += 1;
            match seen {
                Seen::NotYet => pods.waiting += 1,
                Seen::Absent => pods.absent += 1,
                Seen::Failed(_) => pods.unknown += 1,
                Seen::Is(live) => {
                    let readiness = &live.readiness;
                    pods.wanted += u64::from(readiness.wanted);
                    pods.older += u64::from(readiness.older);
                    // More than are wanted run while some are being replaced.
                    pods.ready += u64::from(readiness.ready.min(readiness.wanted));
                    pods.unseen += usize::from(!readiness.observed);
                }
            }
        }
        pods
    }

    fn count_job(&mut self, seen: &Seen) {
        match seen {
            Seen::NotYet => self.waiting += 1,
            Seen::Absent => self.gone += 1,
            Seen::Failed(_) => self.unknown += 1,
            Seen::Is(live) => {
                self.jobs += 1;
                self.done += usize::from(live.readiness.is_ready());
                self.stopped += usize::from(live.readiness.trouble.is_some());
            }
        }
    }

    fn is_trouble(self) -> bool {
        let short = self.ready < self.wanted || self.unseen > 0;
        self.waiting == 0 && (short || self.absent > 0 || self.stopped > 0)
    }

    /// What there is to say of pods that are to keep running.
    fn of_pods(self) -> Option<String> {
        let Self { ready, wanted, .. } = self;
        match self {
            Self { workloads: 0, .. } => None,
            // That none of none is ready would read as though all were well.
            Self {
                wanted: 0,
                absent: 1..,
                ..
            } => None,
            _ if self.unknown == self.workloads => None,
            _ => Some(format!("{ready} of {wanted}")),
        }
    }
}

impl fmt::Display for Pods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.waiting > 0 {
            return f.write_str("being asked");
        }
        let mut said: Vec<String> = self.of_pods().into_iter().collect();
        if self.older > 0 {
            said.push(older_said(self.older));
        }
        if self.unseen > 0 {
            said.push(format!(
                "{} not rolled out yet",
                count(self.unseen, "workload")
            ));
        }
        if self.absent > 0 {
            said.push(format!("{} not there", count(self.absent, "workload")));
        }
        if self.unknown > 0 {
            said.push(format!("{} not known", count(self.unknown, "workload")));
        }
        if self.jobs > self.done || (self.workloads == 0 && self.jobs > 0) {
            said.push(format!("{} of {} done", self.done, count(self.jobs, "job")));
        }
        if said.is_empty() && self.gone > 0 {
            said.push(format!("{} not there any more", count(self.gone, "job")));
        }
        if said.is_empty() {
            said.push("it has no workloads".to_owned());
        }
        f.write_str(&said.join(", "))
    }
}

/// Pods of older templates that are still there.
pub fn older_said(older: u64) -> String {
    match older {
        1 => "1 older pod still runs".to_owned(),
        _ => format!("{older} older pods still run"),
    }
}

#[cfg(test)]
mod tests {
    use astern_cluster::{ClusterError, Readiness, Template, Workload};

    use super::super::readiness::{Live, Why};
    use super::*;

    fn one(kind: WorkloadKind, seen: Seen) -> (Workload, Seen) {
        let workload = Workload {
            kind,
            namespace: "shop".parse().unwrap(),
            name: "web".to_owned(),
        };
        (workload, seen)
    }

    fn is(ready: u32, wanted: u32) -> Seen {
        rolling(ready, wanted, 0)
    }

    fn rolling(ready: u32, wanted: u32, older: u32) -> Seen {
        let readiness = Readiness {
            ready,
            wanted,
            older,
            observed: true,
            trouble: None,
            created: None,
            template: Template::default(),
            pods: None,
        };
        Seen::Is(Live {
            readiness,
            as_recorded: true,
            why: Why::NotAsked,
        })
    }

    fn said(workloads: &Workloads) -> (String, bool) {
        let pods = Pods::of(workloads);
        (pods.to_string(), pods.is_trouble())
    }

    #[test]
    fn pods_are_counted_over_what_keeps_them_running() {
        use WorkloadKind::{DaemonSet, Deployment, Job};
        let mut all = vec![one(Deployment, is(3, 2)), one(DaemonSet, is(4, 4))];
        assert_eq!(said(&all), ("6 of 6".to_owned(), false));
        all.push(one(Job, is(1, 1)));
        assert_eq!(said(&all), ("6 of 6".to_owned(), false));
        all.push(one(Job, is(0, 1)));
        assert_eq!(said(&all), ("6 of 6, 1 of 2 jobs done".to_owned(), false));
        all.truncate(2);
        all.push(one(Deployment, is(1, 2)));
        assert_eq!(said(&all), ("7 of 8".to_owned(), true));
        all.push(one(Deployment, rolling(0, 2, 2)));
        assert_eq!(said(&all).0, "7 of 10, 2 older pods still run");
        assert_eq!(said(&vec![]), ("it has no workloads".to_owned(), false));
    }

    #[test]
    fn a_release_of_jobs_alone_has_no_pods_to_keep() {
        use WorkloadKind::{Deployment, Job};
        let mut jobs = vec![one(Job, is(1, 1)), one(Job, is(0, 1))];
        assert_eq!(said(&jobs), ("1 of 2 jobs done".to_owned(), false));
        if let Seen::Is(live) = &mut jobs[1].1 {
            live.readiness.trouble = Some("Job has reached the specified backoff limit".to_owned());
        }
        assert_eq!(said(&jobs), ("1 of 2 jobs done".to_owned(), true));
        let gone = vec![one(Job, Seen::Absent)];
        assert_eq!(said(&gone), ("1 job not there any more".to_owned(), false));
        let deleted = vec![one(Deployment, Seen::Absent)];
        assert_eq!(said(&deleted), ("1 workload not there".to_owned(), true));
    }

    #[test]
    fn what_is_not_known_is_said() {
        use WorkloadKind::Deployment;
        let unknown = || one(Deployment, Seen::Failed(ClusterError::Expired));
        assert_eq!(said(&vec![unknown()]).0, "1 workload not known");
        let mut all = vec![one(Deployment, is(2, 2)), unknown()];
        assert_eq!(
            said(&all),
            ("2 of 2, 1 workload not known".to_owned(), false)
        );
        all.push(one(Deployment, Seen::Absent));
        assert_eq!(
            said(&all).0,
            "2 of 2, 1 workload not there, 1 workload not known"
        );
        all.push(one(Deployment, Seen::NotYet));
        assert_eq!(said(&all), ("being asked".to_owned(), false));
    }
}

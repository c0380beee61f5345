//! The fact how many pods of a release are ready.

use std::fmt;
use std::sync::Arc;

use astern_cluster::WorkloadKind;
use astern_wording::{count, older_pods};
use leptos::prelude::*;

use super::counts::unread_documents;
use super::state::{WorkloadState, Workloads};
use crate::components::Icon;
use crate::connection::{Cluster, ReadAgain};

/// How many pods of a release are ready. Jobs are counted on their own, because their pods are meant to end.
#[component]
pub fn PodsReady(#[prop(into)] workloads: Signal<Option<Workloads>>) -> impl IntoView {
    let pods = Memo::new(move |_| workloads.with(|all| all.as_ref().map(Pods::of)));
    let cluster = expect_context::<Arc<Cluster>>();
    let failing = Memo::new(move |_| cluster.api.failing_reads().failure());
    let again = ReadAgain::use_context();
    view! {
        <div>
            <dt>"Pods ready"</dt>
            <dd id="pods-ready">{move || match pods.get() {
                None => match failing.get() {
                    None => "being asked".into_any(),
                    Some(_) => view! {
                        <span class="status status--warn"><Icon name="warn"/>"could not be asked"</span>
                        " "
                        <button class="btn btn--quiet" type="button" on:click=move |_| again.press()>"Try again"</button>
                    }
                    .into_any(),
                },
                Some(pods) if pods.needs_attention() => view! {
                    <span class="status status--warn"><Icon name="warn"/>{pods.to_string()}</span>
                }
                .into_any(),
                Some(pods) => pods.to_string().into_any(),
            }}</dd>
        </div>
    }
}

/// The numbers of pods of a release's workloads.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Pods {
    ready: u64,
    wanted: u64,
    /// Pods of older templates, which are to be deleted.
    older: u64,
    /// Of these, those that are known to fail.
    older_failing: u64,
    /// Workloads other than Jobs.
    workloads: usize,
    /// Of these, those whose newest generation their controller has not observed.
    unobserved: usize,
    /// Workloads that were not read yet.
    pending: usize,
    /// Of these, those that do not exist.
    absent: usize,
    /// Workloads that cannot be read.
    unknown: usize,
    /// Documents of the manifest that could not be read.
    unread: usize,
    /// Jobs that exist.
    jobs: usize,
    /// Of these, those that have completed.
    done: usize,
    /// Of these, those that have failed.
    failed: usize,
    /// Jobs that do not exist, perhaps because they were deleted after they completed.
    absent_jobs: usize,
}

impl Pods {
    fn of(workloads: &Workloads) -> Self {
        let mut pods = Self {
            unread: workloads.unread,
            ..Self::default()
        };
        for (workload, state) in &workloads.known {
            if workload.kind == WorkloadKind::Job {
                pods.count_job(state);
                continue;
            }
            pods.workloads += 1;
            match state {
                WorkloadState::Pending => pods.pending += 1,
                WorkloadState::Absent | WorkloadState::Removed | WorkloadState::PerhapsRemoved => {
                    pods.absent += 1;
                }
                WorkloadState::Failed(_) => pods.unknown += 1,
                WorkloadState::Live(live) => {
                    let readiness = &live.readiness;
                    pods.wanted += u64::from(readiness.wanted);
                    pods.older += u64::from(readiness.older);
                    pods.older_failing += u64::from(live.not_ready.older_failing());
                    // During a rollout more pods run than are wanted.
                    pods.ready += u64::from(readiness.ready.min(readiness.wanted));
                    pods.unobserved += usize::from(!readiness.observed);
                }
            }
        }
        pods
    }

    fn count_job(&mut self, state: &WorkloadState) {
        match state {
            WorkloadState::Pending => self.pending += 1,
            WorkloadState::Absent | WorkloadState::Removed | WorkloadState::PerhapsRemoved => {
                self.absent_jobs += 1;
            }
            WorkloadState::Failed(_) => self.unknown += 1,
            WorkloadState::Live(live) => {
                self.jobs += 1;
                self.done += usize::from(live.readiness.is_ready());
                self.failed += usize::from(live.readiness.failure.is_some());
            }
        }
    }

    fn needs_attention(self) -> bool {
        let short = self.ready < self.wanted || self.unobserved > 0;
        self.pending == 0 && (short || self.absent > 0 || self.failed > 0 || self.unread > 0)
    }

    /// Returns how many pods of workloads other than Jobs are ready, where that means something.
    fn ready_of_wanted(self) -> Option<String> {
        let Self { ready, wanted, .. } = self;
        match self {
            Self { workloads: 0, .. } => None,
            // "0 of 0" would read as if all were ready.
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
        if self.pending > 0 {
            return f.write_str("being asked");
        }
        let mut parts: Vec<String> = self.ready_of_wanted().into_iter().collect();
        if self.older > 0 {
            parts.push(older_pods(self.older, self.older_failing));
        }
        if self.unobserved > 0 {
            parts.push(format!(
                "{} not rolled out yet",
                count(self.unobserved, "workload")
            ));
        }
        if self.absent > 0 {
            parts.push(format!("{} not there", count(self.absent, "workload")));
        }
        if self.unknown > 0 {
            parts.push(format!("{} not known", count(self.unknown, "workload")));
        }
        if self.jobs > self.done || (self.workloads == 0 && self.jobs > 0) {
            parts.push(format!("{} of {} done", self.done, count(self.jobs, "job")));
        }
        if parts.is_empty() && self.absent_jobs > 0 {
            parts.push(format!(
                "{} not there any more",
                count(self.absent_jobs, "job")
            ));
        }
        if self.unread > 0 {
            parts.push(unread_documents(self.unread));
        }
        if parts.is_empty() {
            parts.push("it has no workloads".to_owned());
        }
        f.write_str(&parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use astern_cluster::{ClusterError, Readiness, Workload};

    use super::super::state::{LiveWorkload, NotReadyReason};
    use super::*;

    fn one(kind: WorkloadKind, state: WorkloadState) -> (Workload, WorkloadState) {
        let workload = Workload {
            kind,
            namespace: "shop".parse().unwrap(),
            name: "web".to_owned(),
        };
        (workload, state)
    }

    fn is(ready: u32, wanted: u32) -> WorkloadState {
        rolling(ready, wanted, 0)
    }

    fn rolling(ready: u32, wanted: u32, older: u32) -> WorkloadState {
        let readiness = Readiness {
            ready,
            wanted,
            older,
            observed: true,
            ..Readiness::default()
        };
        WorkloadState::Live(LiveWorkload {
            readiness,
            as_recorded: true,
            not_ready: NotReadyReason::NotFetched,
            late_since: None,
        })
    }

    fn summary(known: &[(Workload, WorkloadState)]) -> (String, bool) {
        let pods = Pods::of(&Workloads {
            known: known.to_vec(),
            unread: 0,
        });
        (pods.to_string(), pods.needs_attention())
    }

    #[test]
    fn pods_are_counted_over_all_workloads_but_jobs() {
        use WorkloadKind::{DaemonSet, Deployment, Job};
        let mut all = vec![one(Deployment, is(3, 2)), one(DaemonSet, is(4, 4))];
        assert_eq!(summary(&all), ("6 of 6".to_owned(), false));
        all.push(one(Job, is(1, 1)));
        assert_eq!(summary(&all), ("6 of 6".to_owned(), false));
        all.push(one(Job, is(0, 1)));
        assert_eq!(
            summary(&all),
            ("6 of 6, 1 of 2 jobs done".to_owned(), false)
        );
        all.truncate(2);
        all.push(one(Deployment, is(1, 2)));
        assert_eq!(summary(&all), ("7 of 8".to_owned(), true));
        all.push(one(Deployment, rolling(0, 2, 2)));
        assert_eq!(summary(&all).0, "7 of 10, 2 older pods still run");
        assert_eq!(summary(&[]), ("it has no workloads".to_owned(), false));
    }

    #[test]
    fn a_release_of_jobs_alone_has_no_pods_to_count() {
        use WorkloadKind::{Deployment, Job};
        let mut jobs = vec![one(Job, is(1, 1)), one(Job, is(0, 1))];
        assert_eq!(summary(&jobs), ("1 of 2 jobs done".to_owned(), false));
        if let WorkloadState::Live(live) = &mut jobs[1].1 {
            live.readiness.failure = Some("Job has reached the specified backoff limit".to_owned());
        }
        assert_eq!(summary(&jobs), ("1 of 2 jobs done".to_owned(), true));
        let gone = vec![one(Job, WorkloadState::Absent)];
        assert_eq!(
            summary(&gone),
            ("1 job not there any more".to_owned(), false)
        );
        let deleted = vec![one(Deployment, WorkloadState::Absent)];
        assert_eq!(summary(&deleted), ("1 workload not there".to_owned(), true));
    }

    #[test]
    fn documents_that_could_not_be_read_are_counted() {
        let known = vec![one(WorkloadKind::Deployment, is(2, 2))];
        let pods = Pods::of(&Workloads { known, unread: 1 });
        assert_eq!(pods.to_string(), "2 of 2, 1 document not read");
        assert!(pods.needs_attention());
        let pods = Pods::of(&Workloads {
            known: Vec::new(),
            unread: 2,
        });
        assert_eq!(pods.to_string(), "2 documents not read");
    }

    #[test]
    fn workloads_that_are_not_known_are_counted() {
        use WorkloadKind::Deployment;
        let unknown = || one(Deployment, WorkloadState::Failed(ClusterError::Expired));
        assert_eq!(summary(&[unknown()]).0, "1 workload not known");
        let mut all = vec![one(Deployment, is(2, 2)), unknown()];
        assert_eq!(
            summary(&all),
            ("2 of 2, 1 workload not known".to_owned(), false)
        );
        all.push(one(Deployment, WorkloadState::Absent));
        assert_eq!(
            summary(&all).0,
            "2 of 2, 1 workload not there, 1 workload not known"
        );
        all.push(one(Deployment, WorkloadState::Pending));
        assert_eq!(summary(&all), ("being asked".to_owned(), false));
    }
}

//! How many pods are ready, as one fact among others.

use std::fmt;

use astern_cluster::WorkloadKind;
use leptos::prelude::*;

use super::readiness::{Seen, Workloads};
use crate::components::Icon;
use crate::words::count;

/// How many pods of a release are ready. Jobs are left out: theirs are to end.
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
    ready: u32,
    wanted: u32,
    /// Those of older templates, which are still there and are to go.
    older: u32,
    /// Workloads that keep pods running.
    workloads: usize,
    /// Of these, those that were not asked for yet.
    waiting: usize,
    /// Of these, those that are not there.
    absent: usize,
    /// Of these, those that cannot be asked for.
    unknown: usize,
}

impl Pods {
    fn of(workloads: &Workloads) -> Self {
        let mut pods = Self::default();
        for (workload, seen) in workloads {
            if workload.kind == WorkloadKind::Job {
                continue;
            }
            pods.workloads += 1;
            match seen {
                Seen::NotYet => pods.waiting += 1,
                Seen::Absent => pods.absent += 1,
                Seen::Failed(_) => pods.unknown += 1,
                Seen::Is(live) => {
                    let readiness = &live.readiness;
                    pods.wanted += readiness.wanted;
                    pods.older += readiness.older;
                    // More than are wanted run while some are being replaced.
                    pods.ready += readiness.ready.min(readiness.wanted);
                }
            }
        }
        pods
    }

    fn is_trouble(self) -> bool {
        self.waiting == 0 && (self.ready < self.wanted || self.absent > 0)
    }
}

impl fmt::Display for Pods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ready, wanted, .. } = self;
        match self {
            Self { workloads: 0, .. } => return f.write_str("it has no workloads"),
            Self { waiting: 1.., .. } => return f.write_str("being asked"),
            Self {
                workloads, unknown, ..
            } if workloads == unknown => return f.write_str("not known"),
            _ => write!(f, "{ready} of {wanted}")?,
        }
        if self.older > 0 {
            write!(f, ", {}", older_said(self.older))?;
        }
        if self.absent > 0 {
            write!(f, ", {} not there", count(self.absent, "workload"))?;
        }
        if self.unknown > 0 {
            write!(f, ", {} not known", count(self.unknown, "workload"))?;
        }
        Ok(())
    }
}

/// Pods of older templates that are still there.
pub fn older_said(older: u32) -> String {
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
        all.push(one(Job, is(0, 1)));
        assert_eq!(said(&all), ("6 of 6".to_owned(), false));
        all.push(one(Deployment, is(1, 2)));
        assert_eq!(said(&all), ("7 of 8".to_owned(), true));
        all.push(one(Deployment, rolling(0, 2, 2)));
        assert_eq!(said(&all).0, "7 of 10, 2 older pods still run");
        assert_eq!(said(&vec![]), ("it has no workloads".to_owned(), false));
    }

    #[test]
    fn what_is_not_known_is_said() {
        use WorkloadKind::Deployment;
        let unknown = || one(Deployment, Seen::Failed(ClusterError::Expired));
        assert_eq!(said(&vec![unknown()]), ("not known".to_owned(), false));
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

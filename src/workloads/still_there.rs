//! What of an uninstalled release is still in the cluster.

use astern_wording::count;
use leptos::prelude::*;

use super::state::{WorkloadState, Workloads};

/// Returns how many workloads of an uninstalled release are still in the cluster, as the end of "of it"; `None` for
/// `workloads` while its payload is being read.
#[must_use]
pub fn still_there(workloads: Option<&Workloads>) -> String {
    let Some(workloads) = workloads else {
        return "being asked".to_owned();
    };
    let number = |is: fn(&WorkloadState) -> bool| {
        let known = workloads.known.iter();
        known.filter(|(_, state)| is(state)).count()
    };
    let all = workloads.known.len();
    let (live, pending, failed) = (
        number(|state| matches!(state, WorkloadState::Live(_))),
        number(|state| *state == WorkloadState::Pending),
        number(|state| matches!(state, WorkloadState::Failed(_))),
    );
    if pending > 0 {
        return "being asked".to_owned();
    }
    let there = match (live, all) {
        (0, 0) => "it has no workloads".to_owned(),
        (0, 1) if failed == 0 => "its workload is gone".to_owned(),
        (0, _) if failed == 0 => format!("all of its {} are gone", count(all, "workload")),
        (1, 1) => "its workload is still there".to_owned(),
        _ => format!("{live} of {} still there", count(all, "workload")),
    };
    let unknown = failed + workloads.unread;
    match unknown {
        0 => there,
        _ => format!("{there}, {unknown} could not be asked"),
    }
}

/// The fact what of an uninstalled release is still in the cluster.
#[component]
pub fn StillThere(#[prop(into)] workloads: Signal<Option<Workloads>>) -> impl IntoView {
    view! {
        <div>
            <dt>"In the cluster"</dt>
            <dd id="still-there">{move || workloads.with(|all| still_there(all.as_ref()))}</dd>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use astern_cluster::{ClusterError, Workload, WorkloadKind};

    use super::*;

    fn said(states: Vec<WorkloadState>) -> String {
        let workload = Workload {
            kind: WorkloadKind::Deployment,
            namespace: "shop".parse().unwrap(),
            name: "web".to_owned(),
        };
        let known = states.into_iter().map(|state| (workload.clone(), state));
        let known = known.collect();
        still_there(Some(&Workloads { known, unread: 0 }))
    }

    #[test]
    fn nothing_is_said_to_be_gone_that_was_not_asked_for() {
        use WorkloadState::{Absent, Failed, Pending};
        assert_eq!(still_there(None), "being asked");
        assert_eq!(said(vec![Absent, Pending]), "being asked");
        assert_eq!(said(vec![Absent]), "its workload is gone");
        assert_eq!(
            said(vec![Absent, Absent]),
            "all of its 2 workloads are gone"
        );
        assert_eq!(
            said(vec![Absent, Failed(ClusterError::Expired)]),
            "0 of 2 workloads still there, 1 could not be asked"
        );
        assert_eq!(said(vec![]), "it has no workloads");
    }
}

//! The ways out of a state that helm leaves a release in: an install or an uninstall that has not ended, a first install that
//! failed.

use std::sync::Arc;

use astern_ledger::{History, Operation, Record, Status};
use astern_protocol::{ReleasePage, Route};
use astern_wording::shell::helm_command;
use leptos::prelude::*;

use crate::components::{Command, Icon, TextWithCode};
use crate::connection::{Cluster, Details};
use crate::workloads::UninstallState;

/// A state that the release does not leave by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum StuckState {
    /// `pending-install`.
    Installing,
    /// The first install failed, and there is no other revision.
    InstallFailed,
    /// `uninstalling`.
    Uninstalling,
}

impl StuckState {
    fn of(status: &Status, history: &History) -> Option<Self> {
        match status {
            Status::Pending(Operation::Install) => Some(Self::Installing),
            Status::Uninstalling => Some(Self::Uninstalling),
            Status::Failed if history.records().len() == 1 => Some(Self::InstallFailed),
            _ => None,
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Installing => "This install was begun and has not ended",
            Self::InstallFailed => "This install failed, and there is no revision before it",
            Self::Uninstalling => "An uninstall was begun and has not ended",
        }
    }

    /// What applying the current revision again does, as Helm 3.22 and 4.3 do it; `None` where it would only repeat what
    /// failed.
    fn again(self) -> Option<&'static str> {
        match self {
            Self::Installing => Some(
                "It applies the same objects as a new revision. `helm upgrade`, which refuses until then, works again \
                 afterwards, also when the objects do not become ready.",
            ),
            Self::InstallFailed => None,
            Self::Uninstalling => Some(
                "It makes what was deleted again, leaves the rest as it is, and ends the state uninstalling.",
            ),
        }
    }

    /// The flags of the `helm uninstall` that removes the release, and what it does.
    fn uninstall(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Installing => (&[], "Or remove it, and install it anew:"),
            Self::InstallFailed => (
                &[],
                "Correct it with helm upgrade, which works on a failed install, or remove it, and install it anew:",
            ),
            Self::Uninstalling => (
                &["--no-hooks", "--keep-history"],
                "Or finish the uninstall, without its hooks, and with a way back:",
            ),
        }
    }
}

/// What to do about a state that the release does not leave by itself; nothing in any other state.
#[component]
pub fn WaysOut(history: History, details: ArcRwSignal<Details>) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let current = history.current().clone();
    let record = current.clone();
    let state = Memo::new(move |_| {
        StuckState::of(&details.with(|details| details.status(&record)), &history)
    });
    move || {
        let state = state.get()?;
        let flags = cluster.session().map(|session| session.helm_flags.clone());
        let command = uninstall_command(&current, state, &flags.unwrap_or_default());
        let revision = current.revision;
        let page = ReleasePage::Rollback { target: revision };
        let address = Route::of(&current, page).to_string();
        let progress = (state == StuckState::Uninstalling).then(|| {
            view! { <p><UninstallState current=current.clone()/></p> }
        });
        Some(view! {
            <div class="notice notice--warn section" id="ways-out">
                <Icon name="stuck"/>
                <div class="stack">
                    <h2>{state.heading()}</h2>
                    {progress}
                    {(state != StuckState::InstallFailed).then(|| view! {
                        <p>"Where somebody's helm is still at work, wait for it. One that was killed never ends it."</p>
                    })}
                    {state.again().map(|effect| view! {
                        <p><a class="btn" href=address>{format!("Apply revision {revision} again…")}</a></p>
                        <p><TextWithCode text=effect/></p>
                    })}
                    <p>{state.uninstall().1}</p>
                    <Command text=command/>
                </div>
            </div>
        })
    }
}

fn uninstall_command(current: &Record, state: StuckState, cluster_flags: &[String]) -> String {
    let words = ["uninstall", current.release.as_str()].into_iter();
    let words = words
        .chain(["--namespace", current.namespace.as_str()])
        .chain(state.uninstall().0.iter().copied())
        .chain(cluster_flags.iter().map(String::as_str));
    helm_command(current.driver, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(revisions: u32) -> History {
        let (namespace, release) = ("first".parse().unwrap(), "shop".parse().unwrap());
        let record = Record::expected(namespace, release, 1.try_into().unwrap());
        let records = (1..=revisions).map(|number| Record {
            revision: number.try_into().unwrap(),
            ..record.clone()
        });
        History::new(records.collect()).unwrap()
    }

    #[test]
    fn only_a_state_that_does_not_end_by_itself_has_ways_out() {
        let of = |status: &str, revisions| {
            StuckState::of(&status.to_owned().into(), &history(revisions))
        };
        assert_eq!(of("pending-install", 1), Some(StuckState::Installing));
        assert_eq!(of("uninstalling", 3), Some(StuckState::Uninstalling));
        assert_eq!(of("failed", 1), Some(StuckState::InstallFailed));
        for (status, revisions) in [("failed", 2), ("deployed", 1), ("uninstalled", 1)] {
            assert_eq!(of(status, revisions), None);
        }
    }

    #[test]
    fn the_command_finishes_what_was_begun() {
        let current = history(1).current().clone();
        let flags = ["--kube-context=prod".to_owned()];
        assert_eq!(
            uninstall_command(&current, StuckState::Installing, &flags),
            "helm uninstall shop --namespace first --kube-context=prod"
        );
        assert_eq!(
            uninstall_command(&current, StuckState::Uninstalling, &[]),
            "helm uninstall shop --namespace first --no-hooks --keep-history"
        );
    }
}

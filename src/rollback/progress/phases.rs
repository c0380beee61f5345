//! The five phases of a rollback, from what can be observed outside of helm.

use super::result::{ClusterState, Completion, RollbackResult};

/// The state of a phase.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PhaseState {
    /// It is over.
    Done,
    /// It is running.
    Running,
    /// The rollback ended in it.
    Failed,
    /// The rollback ended in this phase or a later one.
    Unclear,
    /// It was not reached.
    NotReached,
    /// It is left out.
    Skipped,
}

/// The state of the hooks that run before anything is applied, all together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PreHooks {
    /// The hooks are not known yet.
    Unknown,
    /// There are none.
    None,
    /// One failed.
    Failed,
    /// One is running.
    Running,
    /// One has no Job: it has not started, or its Job was deleted after it succeeded.
    Absent,
    /// All have succeeded, or are no Jobs, whose state is not known.
    Over,
}

/// What is observed of a rollback.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Observations {
    /// Whether the record of the new revision exists.
    pub recorded: bool,
    /// The hooks that run before anything is applied.
    pub hooks: PreHooks,
    /// Whether every workload is as in the target; `None` where there is no workload, or that is not known.
    pub applied: Option<bool>,
    /// Whether a workload was observed in its state before: then it was applied afterwards.
    pub changed: bool,
    /// Whether helm runs with `--wait`.
    pub waits: bool,
    /// The result, once there is one.
    pub result: Option<RollbackResult>,
}

/// The phases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Phases {
    /// The record of the new revision exists.
    pub recorded: PhaseState,
    /// The target's hooks before applying have run.
    pub hooks: PhaseState,
    /// The workloads are as in the target.
    pub applied: PhaseState,
    /// The workloads are ready.
    pub waited: PhaseState,
    /// The record says `deployed`.
    pub done: PhaseState,
}

impl Phases {
    /// Derives the phases from the observations.
    pub fn new(observed: &Observations) -> Self {
        use PhaseState::{Done, Failed, NotReached, Running, Skipped, Unclear};
        let hooks = match observed.hooks {
            PreHooks::None => Skipped,
            _ => Done,
        };
        let waited = if observed.waits { Done } else { Skipped };
        let all = |recorded, hooks, applied, waited, done| Self {
            recorded,
            hooks,
            applied,
            waited,
            done,
        };
        let Some(result) = &observed.result else {
            let wait_ahead = if observed.waits { NotReached } else { Skipped };
            let wait_now = if observed.waits { Running } else { Skipped };
            return match (observed.recorded, observed.hooks, observed.applied) {
                (false, ..) => all(Running, NotReached, NotReached, wait_ahead, NotReached),
                // A hook's Job may be deleted as soon as it has succeeded.
                (true, PreHooks::Absent, Some(true)) if observed.changed => {
                    all(Done, hooks, Done, wait_now, NotReached)
                }
                (true, PreHooks::Unknown | PreHooks::Running | PreHooks::Absent, _) => {
                    all(Done, Running, NotReached, wait_ahead, NotReached)
                }
                (true, PreHooks::Failed, _) => {
                    all(Done, Failed, NotReached, wait_ahead, NotReached)
                }
                (true, _, Some(true)) => all(Done, hooks, Done, wait_now, NotReached),
                (true, _, _) => all(Done, hooks, Running, wait_ahead, NotReached),
            };
        };
        match (result.completion, result.cluster) {
            (_, ClusterState::Target(_)) => all(Done, hooks, Done, waited, Done),
            (_, ClusterState::Unchanged) => {
                all(Failed, NotReached, NotReached, NotReached, NotReached)
            }
            (
                _,
                ClusterState::PendingAfterCurrentManifest(_)
                | ClusterState::PendingAfterTargetManifest(_),
            ) => all(Failed, NotReached, NotReached, NotReached, NotReached),
            (_, ClusterState::PartlyApplied(_)) => all(Done, hooks, Failed, NotReached, NotReached),
            (_, ClusterState::AppliedNotReady(_)) => all(Done, hooks, Done, Failed, NotReached),
            (_, ClusterState::PendingAfterHook(_)) => {
                all(Done, Failed, NotReached, NotReached, NotReached)
            }
            (_, ClusterState::Pending(_)) if observed.applied == Some(true) => {
                all(Done, hooks, Done, Failed, NotReached)
            }
            (_, ClusterState::Pending(_)) if observed.hooks == PreHooks::Absent => {
                all(Done, Failed, NotReached, NotReached, NotReached)
            }
            (_, ClusterState::Pending(_)) => all(Done, hooks, Failed, NotReached, NotReached),
            (
                Completion::Succeeded | Completion::Failed | Completion::Interrupted,
                ClusterState::Unknown,
            ) => match observed.recorded {
                true => all(Done, Unclear, Unclear, Unclear, NotReached),
                false => all(Unclear, Unclear, Unclear, Unclear, NotReached),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PhaseState::{Done, Failed, NotReached, Running, Skipped};

    fn running(recorded: bool, hooks: PreHooks, applied: Option<bool>) -> [PhaseState; 5] {
        states(Observations {
            recorded,
            hooks,
            applied,
            changed: false,
            waits: true,
            result: None,
        })
    }

    fn states(observed: Observations) -> [PhaseState; 5] {
        let Phases {
            recorded,
            hooks,
            applied,
            waited,
            done,
        } = Phases::new(&observed);
        [recorded, hooks, applied, waited, done]
    }

    fn ended(cluster: ClusterState, hooks: PreHooks, applied: bool) -> [PhaseState; 5] {
        states(Observations {
            recorded: true,
            hooks,
            applied: Some(applied),
            changed: false,
            waits: true,
            result: Some(RollbackResult {
                completion: Completion::Failed,
                cluster,
                timed_out: None,
            }),
        })
    }

    #[test]
    fn each_phase_starts_where_the_one_before_is_observed_to_be_over() {
        let not_yet = running(false, PreHooks::Unknown, Some(true));
        assert_eq!(
            not_yet,
            [Running, NotReached, NotReached, NotReached, NotReached]
        );
        for hooks in [PreHooks::Absent, PreHooks::Running] {
            let in_hooks = running(true, hooks, Some(true));
            assert_eq!(
                in_hooks,
                [Done, Running, NotReached, NotReached, NotReached]
            );
        }
        let applying = running(true, PreHooks::None, Some(false));
        assert_eq!(applying, [Done, Skipped, Running, NotReached, NotReached]);
        let waiting = running(true, PreHooks::Over, Some(true));
        assert_eq!(waiting, [Done, Done, Done, Running, NotReached]);
        // Without a workload, applying and waiting look the same.
        let unseen = running(true, PreHooks::None, None);
        assert_eq!(unseen, [Done, Skipped, Running, NotReached, NotReached]);
    }

    #[test]
    fn a_hook_whose_job_is_deleted_is_over_when_a_workload_was_applied() {
        let observed = Observations {
            recorded: true,
            hooks: PreHooks::Absent,
            applied: Some(true),
            changed: true,
            waits: true,
            result: None,
        };
        assert_eq!(states(observed), [Done, Done, Done, Running, NotReached]);
    }

    #[test]
    fn no_later_phase_starts_while_a_hook_runs() {
        let observed = Observations {
            recorded: true,
            hooks: PreHooks::Running,
            applied: Some(true),
            changed: true,
            waits: true,
            result: None,
        };
        assert_eq!(
            states(observed),
            [Done, Running, NotReached, NotReached, NotReached]
        );
    }

    #[test]
    fn nothing_is_done_before_helm_ends() {
        for applied in [None, Some(false), Some(true)] {
            assert_ne!(running(true, PreHooks::Over, applied)[4], Done);
        }
    }

    #[test]
    fn a_failure_is_shown_where_it_happened() {
        let five = 5.try_into().unwrap();
        let nothing = ended(ClusterState::Unchanged, PreHooks::None, false);
        assert_eq!(
            nothing,
            [Failed, NotReached, NotReached, NotReached, NotReached]
        );
        let hook = ended(
            ClusterState::PendingAfterHook(five),
            PreHooks::Failed,
            false,
        );
        assert_eq!(hook, [Done, Failed, NotReached, NotReached, NotReached]);
        let killed = ended(ClusterState::Pending(five), PreHooks::Over, true);
        assert_eq!(killed, [Done, Done, Done, Failed, NotReached]);
        let apply = ended(ClusterState::PartlyApplied(five), PreHooks::None, false);
        assert_eq!(apply, [Done, Skipped, Failed, NotReached, NotReached]);
        let wait = ended(ClusterState::AppliedNotReady(five), PreHooks::Over, true);
        assert_eq!(wait, [Done, Done, Done, Failed, NotReached]);
    }
}

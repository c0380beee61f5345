//! Where a rollback stands, in five phases, from what can be seen from outside of helm.

use super::result::{Ending, Holds, How};

/// How far one phase is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// Behind.
    Done,
    /// Going on.
    Now,
    /// It ended here.
    Failed,
    /// It was in this one or a later one that it ended.
    Unclear,
    /// Ahead.
    Next,
    /// Left out.
    Skipped,
}

/// What is seen of the hooks that run before anything is applied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HooksSeen {
    /// It is not known yet which there are.
    NotYet,
    /// There are none.
    None,
    /// One failed.
    Failed,
    /// One is running.
    Running,
    /// One has not begun, or is gone because it has succeeded.
    Open,
    /// All succeeded, or none of them says how far it is.
    Over,
}

/// What the witnesses say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// Whether the ledger holds the revision that the rollback makes.
    pub recorded: bool,
    /// The hooks before applying.
    pub hooks: HooksSeen,
    /// Whether every workload is as the target has it; `None` where there is none to see it by, or that is not known.
    pub applied: Option<bool>,
    /// Whether one of them was seen as it was before: then applying it came after.
    pub changed: bool,
    /// Whether helm was told to wait.
    pub waits: bool,
    /// How it ended.
    pub ending: Option<Ending>,
}

/// The phases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Phases {
    /// The ledger holds the new revision.
    pub recorded: Progress,
    /// The target's hooks before applying have run.
    pub hooks: Progress,
    /// The workloads are as the target has them.
    pub applied: Progress,
    /// They are ready.
    pub waited: Progress,
    /// The ledger says `deployed`.
    pub done: Progress,
}

impl Phases {
    /// Tells how far each is.
    pub fn new(seen: &Seen) -> Self {
        use Progress::{Done, Failed, Next, Now, Skipped, Unclear};
        let hooks = match seen.hooks {
            HooksSeen::None => Skipped,
            _ => Done,
        };
        let waited = if seen.waits { Done } else { Skipped };
        let all = |recorded, hooks, applied, waited, done| Self {
            recorded,
            hooks,
            applied,
            waited,
            done,
        };
        let Some(ending) = &seen.ending else {
            let ahead = if seen.waits { Next } else { Skipped };
            let now = if seen.waits { Now } else { Skipped };
            return match (seen.recorded, seen.hooks, seen.applied) {
                (false, ..) => all(Now, Next, Next, ahead, Next),
                // A hook's Job may be deleted as soon as it has succeeded.
                (true, HooksSeen::Open, Some(true)) if seen.changed => {
                    all(Done, hooks, Done, now, Next)
                }
                (true, HooksSeen::NotYet | HooksSeen::Running | HooksSeen::Open, _) => {
                    all(Done, Now, Next, ahead, Next)
                }
                (true, HooksSeen::Failed, _) => all(Done, Failed, Next, ahead, Next),
                (true, _, Some(true)) => all(Done, hooks, Done, now, Next),
                (true, _, _) => all(Done, hooks, Now, ahead, Next),
            };
        };
        match (ending.how, ending.holds) {
            (_, Holds::Target(_)) => all(Done, hooks, Done, waited, Done),
            (_, Holds::Before) => all(Failed, Next, Next, Next, Next),
            (_, Holds::StuckOnCurrent(_) | Holds::StuckOnTarget(_)) => {
                all(Failed, Next, Next, Next, Next)
            }
            (_, Holds::Parts(_)) => all(Done, hooks, Failed, Next, Next),
            (_, Holds::AppliedNotReady(_)) => all(Done, hooks, Done, Failed, Next),
            (_, Holds::StuckInHook(_)) => all(Done, Failed, Next, Next, Next),
            (_, Holds::Stuck(_)) if seen.applied == Some(true) => {
                all(Done, hooks, Done, Failed, Next)
            }
            (_, Holds::Stuck(_)) if seen.hooks == HooksSeen::Open => {
                all(Done, Failed, Next, Next, Next)
            }
            (_, Holds::Stuck(_)) => all(Done, hooks, Failed, Next, Next),
            (How::Done | How::Failed | How::Interrupted, Holds::NotKnown) => match seen.recorded {
                true => all(Done, Unclear, Unclear, Unclear, Next),
                false => all(Unclear, Unclear, Unclear, Unclear, Next),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Progress::{Done, Failed, Next, Now, Skipped};

    fn running(recorded: bool, hooks: HooksSeen, applied: Option<bool>) -> [Progress; 5] {
        told(Seen {
            recorded,
            hooks,
            applied,
            changed: false,
            waits: true,
            ending: None,
        })
    }

    fn told(seen: Seen) -> [Progress; 5] {
        let Phases {
            recorded,
            hooks,
            applied,
            waited,
            done,
        } = Phases::new(&seen);
        [recorded, hooks, applied, waited, done]
    }

    fn ended(holds: Holds, hooks: HooksSeen, applied: bool) -> [Progress; 5] {
        told(Seen {
            recorded: true,
            hooks,
            applied: Some(applied),
            changed: false,
            waits: true,
            ending: Some(Ending {
                how: How::Failed,
                holds,
                timed_out: None,
            }),
        })
    }

    #[test]
    fn each_phase_begins_where_the_one_before_is_seen_to_be_over() {
        let not_yet = running(false, HooksSeen::NotYet, Some(true));
        assert_eq!(not_yet, [Now, Next, Next, Next, Next]);
        for hooks in [HooksSeen::Open, HooksSeen::Running] {
            let in_hooks = running(true, hooks, Some(true));
            assert_eq!(in_hooks, [Done, Now, Next, Next, Next]);
        }
        let applying = running(true, HooksSeen::None, Some(false));
        assert_eq!(applying, [Done, Skipped, Now, Next, Next]);
        let waiting = running(true, HooksSeen::Over, Some(true));
        assert_eq!(waiting, [Done, Done, Done, Now, Next]);
        // Without a workload nothing tells applying from waiting.
        let unseen = running(true, HooksSeen::None, None);
        assert_eq!(unseen, [Done, Skipped, Now, Next, Next]);
    }

    #[test]
    fn a_hook_whose_job_is_deleted_is_over_when_what_comes_after_it_is_seen() {
        let seen = Seen {
            recorded: true,
            hooks: HooksSeen::Open,
            applied: Some(true),
            changed: true,
            waits: true,
            ending: None,
        };
        assert_eq!(told(seen), [Done, Done, Done, Now, Next]);
    }

    #[test]
    fn while_a_hook_is_seen_to_run_nothing_comes_after_it() {
        let seen = Seen {
            recorded: true,
            hooks: HooksSeen::Running,
            applied: Some(true),
            changed: true,
            waits: true,
            ending: None,
        };
        assert_eq!(told(seen), [Done, Now, Next, Next, Next]);
    }

    #[test]
    fn nothing_is_done_before_helm_has_ended() {
        for applied in [None, Some(false), Some(true)] {
            assert_ne!(running(true, HooksSeen::Over, applied)[4], Done);
        }
    }

    #[test]
    fn a_failure_is_shown_where_it_happened() {
        let five = 5.try_into().unwrap();
        let nothing = ended(Holds::Before, HooksSeen::None, false);
        assert_eq!(nothing, [Failed, Next, Next, Next, Next]);
        let hook = ended(Holds::StuckInHook(five), HooksSeen::Failed, false);
        assert_eq!(hook, [Done, Failed, Next, Next, Next]);
        let killed = ended(Holds::Stuck(five), HooksSeen::Over, true);
        assert_eq!(killed, [Done, Done, Done, Failed, Next]);
        let apply = ended(Holds::Parts(five), HooksSeen::None, false);
        assert_eq!(apply, [Done, Skipped, Failed, Next, Next]);
        let wait = ended(Holds::AppliedNotReady(five), HooksSeen::Over, true);
        assert_eq!(wait, [Done, Done, Done, Failed, Next]);
    }
}

//! What speaks for a revision, and what against it, as data and as sentences.

use std::fmt;

use super::{ChartVersion, Ended, Undone};
use crate::{Length, Operation, Revision, Status};

/// Something that speaks for going back to a revision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Favour {
    /// What it holds was live for so long.
    Live {
        /// How long, all of these revisions together.
        length: Length,
        /// The other revisions that hold the same and took effect, oldest first.
        and: Vec<Revision>,
    },
    /// It was not live for long, or nobody knows for how long; neither was any other that could be
    /// recommended.
    NoneSoaked,
    /// Its own operation came to its end.
    Complete(Operation),
    /// Helm's word for it says that it was deployed.
    Deployed,
    /// No rollback left it.
    NotLeft,
    /// These rollbacks went back to it, and took effect.
    ChosenBefore(Vec<Revision>),
    /// Its chart version was live for longer than itself.
    ChartRan {
        /// The chart's version.
        chart: ChartVersion,
        /// How long, over consecutive revisions.
        length: Length,
        /// The first of them.
        first: Revision,
        /// The last of them.
        last: Revision,
    },
}

/// Something that speaks against going back to a revision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Against {
    /// It is the current revision.
    Current,
    /// It holds the same as the current revision, which took effect.
    SameAsCurrent(Revision),
    /// Its own operation did not come to its end, or nobody can tell.
    Ended(Ended),
    /// A rollback left it.
    Undone(Undone),
    /// A rollback left its chart version.
    ChartUndone {
        /// The chart's version.
        chart: ChartVersion,
        /// The first revision that was left.
        first: Revision,
        /// The last revision that was left.
        last: Revision,
        /// The rollback.
        by: Revision,
        /// What it went back to, when that is known.
        to: Option<Revision>,
    },
    /// A later revision holds the same, and failed or has not ended.
    Retried {
        /// That revision.
        by: Revision,
        /// Whether it is a rollback.
        rollback: bool,
        /// Whether it is still pending; else it failed.
        pending: bool,
    },
    /// It was not live for long.
    Short(Length),
    /// How long it was live is not known.
    LiveNotKnown,
    /// Its record is not there: Helm pruned it, or never made it.
    NotRecorded,
}

/// Why no revision can be recommended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoneGood {
    /// Nothing is recorded before the current revision.
    NothingEarlier,
    /// Something speaks against each of the earlier ones, which are so many.
    AllSpokenAgainst(usize),
}

impl fmt::Display for Favour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Live { length, and } if and.is_empty() => write!(f, "It was live for {length}."),
            Self::Live { length, and } => {
                let and = list(and);
                write!(
                    f,
                    "What it holds was live for {length}, counting {and} too."
                )
            }
            Self::NoneSoaked => f.write_str("No revision free of doubt was live for an hour."),
            Self::Complete(operation) => {
                write!(f, "Its {} ended without an error.", noun(*operation))
            }
            Self::Deployed => f.write_str("Helm recorded it as deployed."),
            Self::NotLeft => f.write_str("Nobody rolled back from it."),
            Self::ChosenBefore(rollbacks) => match rollbacks.as_slice() {
                [one] => write!(f, "Revision {one} went back to what it holds."),
                more => write!(f, "Revisions {} went back to what it holds.", list(more)),
            },
            Self::ChartRan {
                chart,
                length,
                first,
                last,
            } => write!(
                f,
                "Its chart, {}, was live for {length} in revisions {first} to {last}.",
                chart.version
            ),
        }
    }
}

impl fmt::Display for Against {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Current => f.write_str("It is the current revision."),
            Self::SameAsCurrent(current) => {
                write!(f, "It holds the same as the current revision, {current}.")
            }
            Self::Ended(ended) => ended_badly(ended, f),
            Self::Undone(Undone { by, to, ended }) => {
                match to {
                    Some(to) => write!(f, "Revision {by}, a rollback to {to}, ")?,
                    None => write!(f, "Revision {by}, a rollback, ")?,
                }
                match ended {
                    Ended::Pending(_) => f.write_str("was begun to undo it and has not ended."),
                    ended if ended.took_effect() => f.write_str("undid it."),
                    _ => f.write_str("was to undo it and failed."),
                }
            }
            Self::ChartUndone { chart, by, to, .. } => {
                let version = &chart.version;
                write!(f, "Chart {version} was rolled back here before: ")?;
                match to {
                    Some(to) => write!(f, "revision {by} went back from it to {to}."),
                    None => write!(f, "revision {by} went back from it."),
                }
            }
            Self::Retried {
                by,
                rollback,
                pending,
            } => {
                let what = match rollback {
                    true => "a rollback to what it holds",
                    false => "which holds the same",
                };
                let became = match (pending, rollback) {
                    (true, _) => "has not ended",
                    (false, true) => {
                        "failed: of what it holds, or of something else, such as a missing right"
                    }
                    (false, false) => "failed",
                };
                write!(f, "Revision {by}, {what}, {became}.")
            }
            Self::Short(length) => write!(f, "It was live for {length} only."),
            Self::LiveNotKnown => f.write_str("How long it was live is not known."),
            Self::NotRecorded => f.write_str("It is not recorded, so helm cannot go back to it."),
        }
    }
}

fn ended_badly(ended: &Ended, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match ended {
        Ended::Complete(_) => f.write_str("It ended without an error."),
        Ended::Probably => f.write_str("Whether it ended without an error has not been read yet."),
        Ended::Failed => f.write_str("It failed."),
        Ended::FailedByWords => {
            f.write_str("It failed, although Helm's status for it does not say so.")
        }
        Ended::UnfinishedByWords => {
            f.write_str("It was never finished, although Helm's status for it does not say so.")
        }
        Ended::Unproven { by } => write!(
            f,
            "Helm calls it superseded because revision {by}, a rollback, failed: whether it ever \
             took effect is not recorded."
        ),
        Ended::Pending(operation) => {
            write!(f, "Its {} was begun and has not ended.", noun(*operation))
        }
        Ended::Uninstalled => f.write_str("It was uninstalled."),
        Ended::Unknown(Status::Unknown) => f.write_str("Helm does not know what became of it."),
        Ended::Unknown(status) => {
            write!(f, "Its status, “{status}”, is none that Astern knows.")
        }
        Ended::NotFetched => {
            f.write_str("Its record could not be fetched, so what became of it is not known.")
        }
        Ended::Unreadable => {
            f.write_str("Its record cannot be read, so helm cannot go back to it.")
        }
    }
}

impl fmt::Display for NoneGood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingEarlier => f.write_str("There is no earlier revision to go back to."),
            Self::AllSpokenAgainst(1) => {
                f.write_str("The only earlier revision is not known to have been good.")
            }
            Self::AllSpokenAgainst(number) => write!(
                f,
                "None of the {number} earlier revisions is known to have been good."
            ),
        }
    }
}

fn noun(operation: Operation) -> &'static str {
    match operation {
        Operation::Install => "install",
        Operation::Upgrade => "upgrade",
        Operation::Rollback => "rollback",
    }
}

/// `7`, `7 and 9`, `7, 8 and 9`.
fn list(revisions: &[Revision]) -> String {
    let said: Vec<String> = revisions.iter().map(ToString::to_string).collect();
    match said.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

//! Choosing the revision, and saying what speaks against each.

use std::fmt;

use super::open::is_open;
use super::past::{pasts_of_sorted, sorted};
use super::weigh::{SOAKED, SOAKED_IN_DOUBT, against, live, reasons};
use super::{Against, Favour, Known, NoneGood, Past};
use crate::Revision;

/// What the ledger tells about going back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judgement {
    /// The revision to go back to, or why there is none.
    pub recommended: Result<Recommended, NoneGood>,
    /// Set when the current revision has itself gone back, and took effect.
    pub already: Option<Already>,
    /// The revisions whose payloads have not been read: what they would tell is missing here.
    pub unread: Vec<Revision>,
    open: bool,
    judged: Vec<Judged>,
}

/// The revision to go back to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recommended {
    /// Its number: the newest of those that hold this content.
    pub revision: Revision,
    /// What speaks for it. What speaks against it all the same is in [`Judgement::against`].
    pub reasons: Vec<Favour>,
}

/// The current revision is a rollback that took effect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Already {
    /// The current revision.
    pub current: Revision,
    /// What it went back to.
    pub to: Revision,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Judged {
    past: Past,
    against: Vec<Against>,
}

impl Judgement {
    /// What became of a revision, or `None` when it is not recorded.
    pub fn past(&self, revision: Revision) -> Option<&Past> {
        Some(&self.judged(revision)?.past)
    }

    /// What became of each recorded revision, oldest first.
    pub fn pasts(&self) -> impl Iterator<Item = &Past> {
        self.judged.iter().map(|judged| &judged.past)
    }

    /// The recommended revision, unless there is none or [`is_open`](Self::is_open).
    pub fn last_known_good(&self) -> Option<Revision> {
        let recommended = self.recommended.as_ref().ok()?;
        (!self.is_open()).then_some(recommended.revision)
    }

    /// What speaks against going back to a revision; nothing when nothing does.
    pub fn against(&self, revision: Revision) -> &[Against] {
        match self.judged(revision) {
            Some(judged) => &judged.against,
            None => &[Against::NotRecorded],
        }
    }

    /// Whether a payload that has not been read could still make another revision the recommended
    /// one, or the first.
    pub fn is_open(&self) -> bool {
        self.open
    }

    fn judged(&self, revision: Revision) -> Option<&Judged> {
        self.judged
            .iter()
            .find(|judged| judged.past.revision == revision)
    }
}

impl Against {
    /// Whether it alone keeps a revision from being recommended.
    pub fn rules_out(&self) -> bool {
        match self {
            Self::Current | Self::SameAsCurrent(_) | Self::NotRecorded => true,
            Self::Ended(_) | Self::Undone(_) => true,
            Self::ChartUndone { .. } | Self::Retried { .. } => false,
            Self::Short(_) | Self::LiveNotKnown => false,
        }
    }

    /// Whether a revision must have been live for a day, not just an hour, to be trusted all the
    /// same: its chart version was rolled back here, or an upgrade to the same failed since. A
    /// failed rollback to it is no doubt of what it holds: somebody took it for good.
    pub fn raises_doubt(&self) -> bool {
        match self {
            Self::ChartUndone { .. } => true,
            Self::Retried { rollback, .. } => !rollback,
            _ => false,
        }
    }
}

impl fmt::Display for Already {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Revision {} is already a rollback to {}.",
            self.current, self.to
        )
    }
}

/// Judges the recorded revisions of one release, in whichever order they come. The highest is the
/// current one, whatever its status.
pub fn judge(known: &[Known]) -> Judgement {
    let known = sorted(known);
    let pasts = pasts_of_sorted(&known);
    let against: Vec<Vec<Against>> = pasts.iter().map(|past| against(past, &pasts)).collect();
    let earlier = pasts.len().saturating_sub(1);
    let best = pasts
        .iter()
        .zip(&against)
        .enumerate()
        .filter(|(_, (_, against))| !against.iter().any(Against::rules_out))
        .max_by_key(|(_, (past, against))| {
            let clean = !against.iter().any(Against::raises_doubt);
            let needed = if clean { SOAKED } else { SOAKED_IN_DOUBT };
            let soaked = live(past, &pasts).is_some_and(|live| live.seconds() >= needed);
            (soaked, soaked || clean, past.revision)
        });
    let open = is_open(&known, &pasts, &against, best.map(|(index, _)| index));
    let recommended = match best {
        Some((_, (best, _))) => Ok(Recommended {
            revision: best.revision,
            reasons: reasons(best, &pasts),
        }),
        None if earlier == 0 => Err(NoneGood::NothingEarlier),
        None => Err(NoneGood::AllSpokenAgainst(earlier)),
    };
    let already = pasts.last().filter(|current| current.ended.took_effect());
    Judgement {
        recommended,
        already: already.and_then(|current| {
            Some(Already {
                current: current.revision,
                to: current.rolled_back?.to?,
            })
        }),
        unread: pasts
            .iter()
            .filter(|past| !past.read)
            .map(|past| past.revision)
            .collect(),
        open,
        judged: pasts
            .into_iter()
            .zip(against)
            .map(|(past, against)| Judged { past, against })
            .collect(),
    }
}

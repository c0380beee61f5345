//! A rollback from its beginning to the end that the journal is told.

use std::sync::Arc;
use std::time::SystemTime;

use astern_ledger::Timestamp;
use astern_protocol::{Ended, Entry, Happening, Outcome};

use super::engine::{helm, simulated};
use super::journal_entry::InJournal;
use super::preconditions::Cleared;
use super::{Engine, Run};
use crate::backend::Cluster;
use crate::journal::{Keeper, Keeping, NotKept};

/// Everything that one rollback needs; it belongs to no request.
pub(super) struct Task {
    pub(super) engine: Engine,
    pub(super) cluster: Arc<Cluster>,
    pub(super) keeping: Arc<Keeping>,
    pub(super) run: Arc<Run>,
    pub(super) begun: InJournal,
}

impl Task {
    /// Carries it out. The journal knows how it ended before the page does.
    pub(super) async fn carry_out(self, cleared: &Cleared) {
        if let InJournal::Left(_, error) = &self.begun {
            self.warn("This rollback is not in the journal", error);
        }
        let outcome = match self.told() {
            Some((keeper, entry)) => {
                let told = keeper.tell_others(&self.cluster, cleared.driver, entry);
                tokio::join!(self.roll_back(cleared), told).0
            }
            None => self.roll_back(cleared).await,
        };
        let unwritten = match self.told() {
            Some((keeper, entry)) => {
                self.tell_end(keeper, ended(entry, outcome.clone()), cleared)
                    .await
            }
            None => None,
        };
        self.run.add(Happening::Ended { outcome });
        if let (Some(keeper), Some(entry)) = (self.keeping.keeper(), unwritten) {
            keeper.end_whenever_it_can(&self.cluster, &entry).await;
        }
    }

    /// Tells the journal and others; the entry comes back when it is still to be written.
    async fn tell_end(&self, keeper: &Keeper, entry: Entry, cleared: &Cleared) -> Option<Entry> {
        let written = async {
            if let InJournal::Kept(_) = &self.begun {
                return keeper.end(&self.cluster, &entry).await;
            }
            // What kept its beginning out may have passed; that it is not there was said.
            let _ = keeper.end_at_once(&self.cluster, &entry).await;
            Ok(())
        };
        let told = keeper.tell_others(&self.cluster, cleared.driver, &entry);
        let (Err(error), ()) = tokio::join!(written, told) else {
            return None;
        };
        if error.passes() {
            self.warn("How this rollback ended is not in the journal yet", &error);
            return Some(entry);
        }
        self.warn("How this rollback ended is not in the journal", &error);
        None
    }

    async fn roll_back(&self, cleared: &Cleared) -> Outcome {
        let (cluster, run) = (self.cluster.as_ref(), self.run.as_ref());
        match &self.engine {
            Engine::Helm { program, .. } => helm::roll_back(program, cluster, run, cleared).await,
            Engine::Played => simulated::play(cluster, run, cleared).await,
        }
    }

    fn told(&self) -> Option<(&Keeper, &Entry)> {
        let keeper = self.keeping.keeper()?;
        match &self.begun {
            InJournal::Kept(entry) | InJournal::Left(entry, _) => Some((keeper, entry)),
            InJournal::Nowhere => None,
        }
    }

    fn warn(&self, what: &str, error: &NotKept) {
        let message = format!("{what}: {error}. The rollback itself is not touched by that.");
        self.run.add(Happening::Warned { message });
    }
}

/// The entry with its end, which is now.
pub(super) fn ended(begun: &Entry, outcome: Outcome) -> Entry {
    let at = Timestamp::from(SystemTime::now());
    let took = at.as_second() - begun.started.as_second();
    Entry {
        end: Some(Ended {
            at,
            seconds: u64::try_from(took).unwrap_or_default(),
            outcome,
        }),
        ..begun.clone()
    }
}

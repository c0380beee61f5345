//! The result that the page shows: a comparison of two recorded revisions, or of a revision with the cluster.

use std::sync::Arc;

use astern_compare::{
    Comparison, Drift, FieldChange, HookDrift, ObjectChange, ObjectDrift, Side, Sides, Unread,
    Verdict,
};
use astern_ledger::Release;
use astern_wording::{comparison_unread, drift_unread};

use super::block::{Item, ValueList};

/// The result of a comparison.
#[derive(Clone, Debug)]
pub enum Report {
    /// Two recorded revisions compared, and their releases.
    Recorded(Arc<Comparison>, Sides<Arc<Release>>),
    /// A revision compared with the objects in the cluster.
    Live(Arc<Drift>),
}

impl Report {
    /// The comparison, unless one side is the cluster.
    pub fn comparison(&self) -> Option<&Arc<Comparison>> {
        match self {
            Self::Recorded(comparison, _) => Some(comparison),
            Self::Live(_) => None,
        }
    }

    /// The drift, if one side is the cluster.
    pub fn drift(&self) -> Option<&Arc<Drift>> {
        match self {
            Self::Recorded(..) => None,
            Self::Live(drift) => Some(drift),
        }
    }

    /// The objects that differ. Of a drift: first those that are present, then the missing, then the leftover ones.
    pub fn objects(&self) -> Vec<&ObjectChange> {
        match self {
            Self::Recorded(comparison, _) => comparison.objects.iter().collect(),
            Self::Live(drift) => {
                let present = drift.objects.iter().map(|drift| &drift.object);
                present
                    .chain(&drift.missing)
                    .chain(&drift.leftover)
                    .collect()
            }
        }
    }

    /// One of [`Report::objects`].
    pub fn object(&self, index: usize) -> Option<&ObjectChange> {
        match self {
            Self::Recorded(comparison, _) => comparison.objects.get(index),
            Self::Live(drift) => {
                let missing = index.checked_sub(drift.objects.len());
                let leftover = missing.and_then(|index| index.checked_sub(drift.missing.len()));
                match (missing, leftover) {
                    (None, _) => Some(&drift.objects.get(index)?.object),
                    (Some(index), None) => drift.missing.get(index),
                    (_, Some(index)) => drift.leftover.get(index),
                }
            }
        }
    }

    /// The objects of the hooks that differ.
    pub fn hooks(&self) -> Vec<&ObjectChange> {
        match self {
            Self::Recorded(comparison, _) => {
                comparison.hooks.iter().map(|hook| &hook.object).collect()
            }
            Self::Live(drift) => drift.hooks.iter().map(|hook| &hook.drift.object).collect(),
        }
    }

    /// One of [`Report::hooks`].
    pub fn hook(&self, index: usize) -> Option<&ObjectChange> {
        match self {
            Self::Recorded(comparison, _) => Some(&comparison.hooks.get(index)?.object),
            Self::Live(_) => Some(&self.live_hook(index)?.drift.object),
        }
    }

    /// One of the hooks that differ in the cluster, if one side is the cluster.
    pub fn live_hook(&self, index: usize) -> Option<&HookDrift> {
        self.drift()?.hooks.get(index)
    }

    /// The drift of an object or hook that is present in the cluster.
    pub fn object_drift(&self, item: Item) -> Option<&ObjectDrift> {
        match item {
            Item::Object(index) => self.drift()?.objects.get(index as usize),
            Item::Hook(index) => Some(&self.live_hook(index as usize)?.drift),
            Item::Notes | Item::Group(_) => None,
        }
    }

    /// A list of changed values.
    pub fn values(&self, list: ValueList) -> &[FieldChange] {
        let Some(comparison) = self.comparison() else {
            return &[];
        };
        match list {
            ValueList::Set => &comparison.values,
            ValueList::UsedDefaults => {
                let used = comparison.defaults.get(..comparison.used_defaults);
                used.unwrap_or_default()
            }
            ValueList::Defaults => {
                let unused = comparison.defaults.get(comparison.used_defaults..);
                unused.unwrap_or_default()
            }
            ValueList::Effective => &comparison.effective,
        }
    }

    /// The two recorded revisions, unless one side is the cluster.
    pub fn releases(&self) -> Option<&Sides<Arc<Release>>> {
        match self {
            Self::Recorded(_, releases) => Some(releases),
            Self::Live(_) => None,
        }
    }

    /// Whether the sides differ, as far as that is known.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Recorded(comparison, _) => comparison.verdict,
            Self::Live(drift) => drift.verdict,
        }
    }

    /// What could not be read of the revisions, and so was not compared.
    pub fn unread(&self) -> &[Unread] {
        match self {
            Self::Recorded(comparison, _) => &comparison.unread,
            Self::Live(drift) => &drift.unread,
        }
    }

    /// What could not be read of the revisions and of the cluster, in words.
    pub fn unread_lines(&self) -> Vec<String> {
        match self {
            Self::Recorded(comparison, _) => comparison_unread(comparison),
            Self::Live(drift) => drift_unread(drift),
        }
    }

    /// The number of changed fields that are noise.
    pub fn noise_fields(&self) -> usize {
        match self {
            Self::Recorded(comparison, _) => comparison.noise.fields,
            Self::Live(drift) => {
                let objects = drift.objects.iter().map(|drift| &drift.object);
                let objects = objects.chain(self.hooks());
                let fields = objects.flat_map(|object| &object.fields);
                fields.filter(|field| field.noise.is_some()).count()
            }
        }
    }

    /// The name of a side, for a table heading.
    pub fn side_name(&self, side: Side) -> String {
        match self {
            Self::Recorded(comparison, _) => format!("Revision {}", comparison.revisions.get(side)),
            Self::Live(drift) if drift.live_side == side => "In the cluster".to_owned(),
            Self::Live(drift) => format!("Revision {}", drift.revision),
        }
    }
}

//! What the page is about: two recorded revisions, or one and the cluster.

use std::sync::Arc;

use astern_compare::{
    Comparison, Drift, FieldChange, HookChange, ObjectChange, Revealed, Side, Sides, Unreadable,
    effective_values, reveal_setting,
};
use astern_ledger::Release;

use super::ValueList;

/// What was found.
#[derive(Clone, Debug)]
pub enum Report {
    /// Two recorded revisions against each other, and the revisions.
    Recorded(Arc<Comparison>, Sides<Arc<Release>>),
    /// A revision against what is in the cluster.
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

    /// The objects that differ; of a drift those that are there, then the missing, then what is left over.
    pub fn objects(&self) -> Vec<&ObjectChange> {
        match self {
            Self::Recorded(comparison, _) => comparison.objects.iter().collect(),
            Self::Live(drift) => {
                let there = drift.objects.iter().map(|drift| &drift.object);
                there.chain(&drift.missing).chain(&drift.leftover).collect()
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

    /// The hooks that differ. The cluster keeps none.
    pub fn hooks(&self) -> &[HookChange] {
        self.comparison()
            .map_or(&[], |comparison| &comparison.hooks)
    }

    /// A list of changed values.
    pub fn values(&self, list: ValueList) -> &[FieldChange] {
        let Some(comparison) = self.comparison() else {
            return &[];
        };
        match list {
            ValueList::Set => &comparison.values,
            ValueList::Defaults => &comparison.defaults,
            ValueList::Effective => &comparison.effective,
        }
    }

    /// A masked value of a list, for a person who asked to see it.
    pub fn reveal(&self, list: ValueList, field: &FieldChange, side: Side) -> Option<Revealed> {
        let Self::Recorded(_, releases) = self else {
            return None;
        };
        let Sides { from, to } = releases.as_ref().map(|release| match list {
            ValueList::Set => release.config.clone(),
            ValueList::Defaults => release.chart.values.clone(),
            ValueList::Effective => Some(effective_values(release)),
        });
        let settings = Sides {
            from: from.as_ref(),
            to: to.as_ref(),
        };
        reveal_setting(settings, field, side)
    }

    /// What could not be read, and so was not compared.
    pub fn unreadable(&self) -> &[Unreadable] {
        match self {
            Self::Recorded(comparison, _) => &comparison.unreadable,
            Self::Live(drift) => &drift.unreadable,
        }
    }

    /// How many fields are nothing but noise.
    pub fn noise_fields(&self) -> usize {
        match self {
            Self::Recorded(comparison, _) => comparison.noise.fields,
            Self::Live(drift) => {
                let fields = drift.objects.iter().flat_map(|drift| &drift.object.fields);
                fields.filter(|field| field.noise.is_some()).count()
            }
        }
    }

    /// What a side is, as a heading says it.
    pub fn side_name(&self, side: Side) -> String {
        match self {
            Self::Recorded(comparison, _) => format!("Revision {}", comparison.revisions.get(side)),
            Self::Live(drift) if drift.live_side == side => "In the cluster".to_owned(),
            Self::Live(drift) => format!("Revision {}", drift.revision),
        }
    }
}

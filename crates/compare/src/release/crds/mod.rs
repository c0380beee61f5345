//! The `crds/` files of both charts. Helm applies them on install only: neither an upgrade nor a rollback touches them.

mod builder;
mod definition;
mod files;
mod schema;

use serde::Serialize;

pub(crate) use builder::CrdComparisonBuilder;

use crate::{
    Change, Side, Sides, TextDiff,
    object_text::{ShownTexts, text_diff},
    objects::ObjectPair,
};
use astern_masking::Masking;

/// What the two charts' own `crds/` files differ in.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Crds {
    /// The definitions that differ, in the order of the side to arrive at, removed ones last.
    #[serde(rename = "crds")]
    pub changes: Vec<CrdChange>,
    /// How many definitions are the same on both sides.
    #[serde(rename = "unchanged_crds")]
    pub unchanged: usize,
    /// What in `crds/` could not be read, and so was not compared.
    #[serde(rename = "unreadable_crds")]
    pub unreadable: Vec<UnreadableCrd>,
    /// The subcharts of either side: a record does not keep their files, so their definitions could not be compared.
    #[serde(rename = "crds_not_compared")]
    pub subcharts: Vec<String>,
}

/// One CustomResourceDefinition that differs.
#[derive(Debug, Clone, Serialize)]
pub struct CrdChange {
    /// Its name, such as `promotions.shop.example`.
    pub name: String,
    /// The group of what it defines, on the side to arrive at, or, for a removed one, on the other.
    pub group: Option<String>,
    /// The kind that it defines, on the same side as the group.
    pub kind: Option<String>,
    /// Whether it was added, removed or changed.
    pub change: Change,
    /// The chart's file that holds it, such as `crds/promotions.yaml`.
    pub file: Sides<Option<String>>,
    /// `Namespaced` or `Cluster`.
    pub scope: Sides<Option<String>>,
    /// Whether its names differ: kind, plural, singular, short names or categories.
    pub names_differ: bool,
    /// Its versions, in the order of the side to arrive at, those that are gone after them.
    pub versions: Vec<CrdVersionChange>,
    #[serde(skip)]
    objects: ObjectPair,
}

/// One version of a definition, on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CrdVersionChange {
    /// Its name, such as `v1beta1`.
    pub name: String,
    /// How it differs; `None` when it does not.
    pub change: Option<Change>,
    /// Whether the API serves it, on each side that has it.
    pub served: Sides<Option<bool>>,
    /// Whether objects are stored in it, on each side that has it.
    pub storage: Sides<Option<bool>>,
    /// The schema's fields that are only on the side to start from, such as `spec.rules[].until`; the topmost ones.
    pub removed_fields: Vec<String>,
    /// How many fields are only on the side to arrive at, the topmost ones counted.
    pub added_fields: usize,
    /// The side without this version, where the other side stores objects in it. The API server refuses that side's
    /// definition as long as `status.storedVersions` names the version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_missing_on: Option<Side>,
}

/// Something in `crds/` that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnreadableCrd {
    /// Which revision it is in.
    pub side: Side,
    /// The file.
    pub file: String,
    /// What is wrong with it, as a sentence part.
    pub reason: String,
}

impl CrdChange {
    /// The definition on one side as YAML, to save or to apply.
    #[must_use]
    pub fn text(&self, side: Side) -> Option<&str> {
        self.objects.get(side).as_ref().map(|object| &*object.text)
    }

    /// The definition's text on both sides, line by line.
    #[must_use]
    pub fn text_diff(&self, masking: &Masking) -> TextDiff {
        text_diff(ShownTexts::default().of(&self.objects, masking), &[])
    }

    /// Whether nothing that is told of it differs: only descriptions, rules for values, metadata or the conversion do.
    #[must_use]
    pub fn only_details(&self) -> bool {
        let tells_nothing = |version: &CrdVersionChange| {
            !matches!(version.change, Some(Change::Added | Change::Removed))
                && version.served.are_equal()
                && version.storage.are_equal()
                && version.removed_fields.is_empty()
                && version.added_fields == 0
        };
        self.change == Change::Changed
            && !self.names_differ
            && self.scope.are_equal()
            && self.versions.iter().all(tells_nothing)
    }

    /// Whether one side stores objects in a version that the other one does not have.
    #[must_use]
    pub fn lacks_stored_version(&self) -> bool {
        self.versions
            .iter()
            .any(|version| version.storage_missing_on.is_some())
    }
}

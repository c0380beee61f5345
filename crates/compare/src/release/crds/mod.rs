//! Compares the `crds/` files of both charts. Helm applies them on install only: neither an upgrade nor a rollback changes them.

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

/// The differences between the two charts' own `crds/` files.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Crds {
    /// The definitions that differ, in the order of the `to` side, removed ones last.
    #[serde(rename = "crds")]
    pub changes: Vec<CrdChange>,
    /// The number of definitions that are the same on both sides.
    #[serde(rename = "unchanged_crds")]
    pub unchanged: usize,
    /// The subcharts of either side. A record does not contain their files, so their definitions were not compared.
    #[serde(rename = "crds_not_compared")]
    pub subcharts: Vec<String>,
}

/// One CustomResourceDefinition that differs.
#[derive(Debug, Clone, Serialize)]
pub struct CrdChange {
    /// Its name, such as `promotions.shop.example`.
    pub name: String,
    /// The group that it defines, on the `to` side, or, for a removed definition, on the `from` side.
    pub group: Option<String>,
    /// The kind that it defines, on the same side as the group.
    pub kind: Option<String>,
    /// Whether it was added, removed or changed.
    pub change: Change,
    /// The file in the chart, such as `crds/promotions.yaml`.
    pub file: Sides<Option<String>>,
    /// `Namespaced` or `Cluster`.
    pub scope: Sides<Option<String>>,
    /// Whether the names differ: kind, plural, singular, short names or categories.
    pub names_differ: bool,
    /// The versions, in the order of the `to` side, removed ones last.
    pub versions: Vec<CrdVersionChange>,
    #[serde(skip)]
    objects: ObjectPair,
    #[serde(skip)]
    masking: Masking,
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
    /// The fields that only the `from` side's schema has, such as `spec.rules[].until`. Of a subtree only the root counts.
    pub removed_fields: Vec<String>,
    /// The number of fields that only the `to` side's schema has, counted in the same way.
    pub added_fields: usize,
    /// The side without this version, where the other side stores objects in it. The API server rejects that side's
    /// definition while `status.storedVersions` names the version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_missing_on: Option<Side>,
}

impl CrdChange {
    /// Returns the diff of the definition's text.
    #[must_use]
    pub fn text_diff(&self) -> TextDiff {
        text_diff(ShownTexts::default().of(&self.objects, &self.masking), &[])
    }

    /// Whether only descriptions, validation rules, metadata or the conversion differ, none of which has a field here.
    #[must_use]
    pub fn only_details(&self) -> bool {
        let is_unchanged = |version: &CrdVersionChange| {
            !matches!(version.change, Some(Change::Added | Change::Removed))
                && version.served.are_equal()
                && version.storage.are_equal()
                && version.removed_fields.is_empty()
                && version.added_fields == 0
        };
        self.change == Change::Changed
            && !self.names_differ
            && self.scope.are_equal()
            && self.versions.iter().all(is_unchanged)
    }

    /// Whether one side stores objects in a version that the other side lacks.
    #[must_use]
    pub fn lacks_stored_version(&self) -> bool {
        self.versions
            .iter()
            .any(|version| version.storage_missing_on.is_some())
    }
}

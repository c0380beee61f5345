//! The `crds/` files of both charts. Helm applies them on install only: neither an upgrade nor a rollback touches them.

use astern_manifest::ObjectId;
use serde::Serialize;

use crate::{Change, Side, Sides, objects::Pair};

/// What the two charts' own `crds/` files differ in.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Crds {
    /// The definitions that differ.
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
    /// Its name, such as `promotions.shop.example.com`.
    pub name: String,
    /// The group of what it defines.
    pub group: Option<String>,
    /// The kind that it defines, on the side to arrive at, or, for a removed one, on the other.
    pub kind: Option<String>,
    /// Whether it was added, removed or changed.
    pub change: Change,
    /// The file that holds it, such as `crds/promotions.yaml`.
    pub file: Sides<Option<String>>,
    /// `Namespaced` or `Cluster`.
    pub scope: Sides<Option<String>>,
    /// Whether its names (plural, singular, short names, kind) differ.
    pub names_differ: bool,
    /// Its versions on both sides, in the order of the side to arrive at, those that are gone after them.
    pub versions: Vec<CrdVersionChange>,
    #[serde(skip)]
    pub(crate) objects: Pair,
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
    /// Fields of the schema that are only on the side to start from, topmost ones.
    pub removed_fields: Vec<String>,
    /// How many fields are only on the side to arrive at, topmost ones counted.
    pub added_fields: usize,
    /// The side that does not have it though the other one stores objects in it. Applying that side's definition is refused,
    /// or strands objects, until the stored objects are rewritten.
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
    /// The definition's text on one side, to save or to apply.
    #[must_use]
    pub fn text(&self, side: Side) -> Option<&str> {
        let object = match side {
            Side::From => &self.objects.from,
            Side::To => &self.objects.to,
        };
        object.as_ref().map(|object| &*object.text)
    }

    /// The definition as an object.
    #[must_use]
    pub fn id(&self) -> Option<&ObjectId> {
        let Sides { from, to } = &self.objects;
        to.as_ref().or(from.as_ref()).map(|object| &object.id)
    }
}

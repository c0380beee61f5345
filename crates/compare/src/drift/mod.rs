//! What is in the cluster against what a revision says.
//!
//! Only what the revision sets is compared: the defaults that the API server fills in are no drift. What others have
//! added (a label, a container, an autoscaler's `replicas`) is a list of its own, by who wrote it.

mod comparison;
mod equivalence;
mod expected;
mod hooks;
mod managed_fields;
mod project;
mod string_data;
mod summary;
mod unmanaged;

use astern_ledger::{ApplyMethod, Namespace, ReleaseName, Revision, Timestamp};
use astern_manifest::ObjectId;
use serde::Serialize;

use crate::{FieldPath, ObjectChange, Side, Unreadable};
use astern_masking::MaskedValue;

pub use comparison::DriftComparison;
pub use expected::{ExpectedState, ExpectedStateBuilder, LiveResponse};
pub use hooks::{AbsentHook, HookAbsence, HookDrift};

/// What is in the cluster against what a revision says. Serialized, it is the JSON of `astern compare --live -o json`.
#[derive(Debug, Clone, Serialize)]
pub struct Drift {
    /// The release.
    pub release: ReleaseName,
    /// The namespace that the release lives in.
    pub namespace: Namespace,
    /// The revision that the cluster is compared with.
    pub revision: Revision,
    /// The revision that helm put there last, where it is another one and was looked at: what it set is compared too.
    pub deployed: Option<Revision>,
    /// How helm applied the revision, which is how a rollback to it applies it again.
    pub apply_method: Option<ApplyMethod>,
    /// Which side the cluster is: [`Side::To`] for `9..live`.
    pub live_side: Side,
    /// The objects that are there and differ.
    pub objects: Vec<ObjectDrift>,
    /// The objects of the revision that are not there.
    pub missing: Vec<ObjectChange>,
    /// The objects that are there by the revision that helm put there last, and are none of this revision's.
    pub leftover: Vec<ObjectChange>,
    /// How many objects are there as the revision says.
    pub unchanged_objects: usize,
    /// The hooks whose objects are there and differ.
    pub hooks: Vec<HookDrift>,
    /// The hooks whose objects are not there, which is no drift.
    pub absent_hooks: Vec<AbsentHook>,
    /// How many hooks' objects are there as the revision says.
    pub unchanged_hooks: usize,
    /// What others than helm added, in the order of the manifest. It is no difference.
    pub unmanaged: Vec<UnmanagedFields>,
    /// The objects that the cluster did not tell about.
    pub unavailable: Vec<UnavailableObject>,
    /// What could not be read in the manifest, and so was not compared.
    pub unreadable: Vec<Unreadable>,
}

/// One object that is there and differs.
#[derive(Debug, Clone, Serialize)]
pub struct ObjectDrift {
    /// What differs in it. Its text on the live side holds what the revision sets, and nothing else.
    #[serde(flatten)]
    pub object: ObjectChange,
    /// Who wrote what differs, where the API server knows: at most one for each of the object's fields.
    pub writers: Vec<FieldOwner>,
}

/// Who wrote a field last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldOwner {
    /// The field, as in [`crate::FieldChange::path`].
    pub path: FieldPath,
    /// Who.
    #[serde(flatten)]
    pub writer: FieldManager,
}

/// What others added to one object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnmanagedFields {
    /// The object.
    pub object: ObjectId,
    /// The fields, each at its topmost node.
    pub fields: Vec<UnmanagedField>,
}

/// A field that the revision does not set and that somebody else did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnmanagedField {
    /// Where it stands.
    pub path: FieldPath,
    /// What it is.
    pub value: MaskedValue,
    /// Who wrote it.
    #[serde(flatten)]
    pub writer: FieldManager,
}

/// Who wrote to an object, by `metadata.managedFields`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldManager {
    /// The name that it gave: `kubectl-edit`, `argocd-controller`.
    pub manager: String,
    /// What sort of writer that is.
    pub kind: FieldManagerKind,
    /// `Apply` or `Update`.
    pub operation: String,
    /// The part of the object that it wrote through, such as `scale`; `None` for the object itself.
    pub subresource: Option<String>,
    /// When it last wrote to this object.
    pub time: Option<Timestamp>,
}

/// What sort of writer it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldManagerKind {
    /// Helm: this release's own tool.
    Helm,
    /// Somebody with kubectl.
    Kubectl,
    /// A HorizontalPodAutoscaler, through its controller.
    Autoscaler,
    /// Any other program.
    Other,
}

/// An object that the cluster did not tell about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnavailableObject {
    /// The object.
    pub object: ObjectId,
    /// Why, as a sentence part.
    pub reason: String,
}

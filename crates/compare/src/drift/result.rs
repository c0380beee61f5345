//! The result of a drift comparison.

use astern_ledger::{ApplyMethod, Namespace, ReleaseName, Revision};
use astern_manifest::ObjectId;
use astern_masking::Masking;
use serde::Serialize;

use super::hooks::{AbsentHook, HookDrift};
use super::object_drift::ObjectDrift;
use super::unmanaged::UnmanagedFields;
use crate::verdict::Found;
use crate::{ObjectChange, Side, Unread, Verdict};

/// The differences between a revision and the cluster. Serialized, it is the JSON of `astern compare --live -o json`.
#[derive(Debug, Clone, Serialize)]
pub struct Drift {
    /// The release.
    pub release: ReleaseName,
    /// The namespace of the release.
    pub namespace: Namespace,
    /// The revision that the cluster is compared with.
    pub revision: Revision,
    /// Whether the cluster differs, as far as that is known.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// What could not be read of the revision and of the one that Helm deployed last, and so was not compared.
    #[serde(rename = "unreadable")]
    pub unread: Vec<Unread>,
    /// The objects that could not be read from the cluster.
    pub unavailable: Vec<UnavailableObject>,
    /// The revision that Helm deployed last, when it is another one. The fields that it sets are compared too, unless
    /// [`Self::unread`] has its record.
    pub deployed: Option<Revision>,
    /// How Helm applied the revision. A rollback to it applies it in the same way.
    pub apply_method: Option<ApplyMethod>,
    /// The side of the cluster: [`Side::To`] for `9..live`.
    pub live_side: Side,
    /// The objects that exist and differ.
    pub objects: Vec<ObjectDrift>,
    /// The objects of the revision that do not exist.
    pub missing: Vec<ObjectChange>,
    /// The objects that exist, belong to the revision that Helm deployed last, and are not part of this revision.
    pub leftover: Vec<ObjectChange>,
    /// The number of objects without a difference.
    pub unchanged_objects: usize,
    /// The hooks whose objects exist and differ.
    pub hooks: Vec<HookDrift>,
    /// The hooks whose objects do not exist, which is no drift.
    pub absent_hooks: Vec<AbsentHook>,
    /// The number of hooks whose objects exist without a difference.
    pub unchanged_hooks: usize,
    /// The fields that managers other than Helm added, in the order of the manifest. They are no difference.
    pub unmanaged: Vec<UnmanagedFields>,
    /// The masking that knows the secrets of the revision and of the objects in the cluster.
    #[serde(skip)]
    pub(super) masking: Masking,
}

/// An object that could not be read from the cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnavailableObject {
    /// The object.
    pub object: ObjectId,
    /// The reason, as a clause.
    pub reason: String,
}

impl Drift {
    /// Returns the masking of everything that this comparison shows. It knows the secrets of the revision and of the objects
    /// in the cluster.
    #[must_use]
    pub fn masking(&self) -> &Masking {
        &self.masking
    }

    /// Returns whether the cluster differs, by what is in the lists.
    pub(super) fn judge(&self) -> Verdict {
        let differences = [self.changes().next().is_some(), self.differing_hooks() > 0];
        Verdict::new(
            Found::any(differences),
            self.unread.len() + self.unavailable.len(),
        )
    }

    /// Returns the number of hooks that differ from what this or the deployed revision's operation created. A hook that
    /// ran in the operation of another revision is not counted.
    #[must_use]
    pub fn differing_hooks(&self) -> usize {
        let hooks = self.hooks.iter();
        hooks.filter(|hook| hook.ran_for.is_some()).count()
    }

    /// Returns every object that differs, then every missing object, then every leftover object.
    pub fn changes(&self) -> impl Iterator<Item = &ObjectChange> {
        let fields = self.objects.iter().map(|drift| &drift.object);
        fields.chain(&self.missing).chain(&self.leftover)
    }
}

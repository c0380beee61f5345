//! Which state of which object something was read from.

/// One state of one API object.
///
/// The UID tells an object from a later one of the same name, such as the record of a release that was uninstalled and
/// installed again. The resource version changes with every write to the object. Source: "Resource versions" in the
/// Kubernetes API concepts: versions are opaque and compared for equality only.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct ObjectVersion {
    /// `metadata.uid`.
    pub uid: String,
    /// `metadata.resourceVersion`.
    pub resource_version: String,
}

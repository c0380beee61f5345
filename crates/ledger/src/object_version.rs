//! The version of an API object that something was read from.

/// Identifies one version of one API object.
///
/// The UID differs between an object and a later one of the same name, such as the record of a release that was
/// uninstalled and installed again. The resource version changes with every write. Source: "Resource versions" in the
/// Kubernetes API concepts: versions are opaque and compared for equality only.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct ObjectVersion {
    /// `metadata.uid`.
    pub uid: String,
    /// `metadata.resourceVersion`.
    pub resource_version: String,
}

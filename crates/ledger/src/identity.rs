//! Which revision a record says it holds.

use serde_json::{Map, Value};

use crate::{Namespace, Record, ReleaseName, Revision};

/// Another revision is in a record than the labels, the name and the namespace of its object say.
///
/// Helm finds the records of a release by their labels and the record of a revision by its object's name, but takes name,
/// revision and namespace from what is inside: the revision that is highest inside is the current one. Source:
/// `Secrets.Query` and `Secrets.Get` in `pkg/storage/driver`, `Storage.Last` in `pkg/storage`, `prepareRollback`.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OtherIdentity {
    /// The name is another.
    #[error("inside it is a record of the release {0}, not of the one that its labels name")]
    Name(ReleaseName),
    /// The name is none.
    #[error("inside it names no release")]
    NoName,
    /// The revision is another.
    #[error("inside it is revision {0}, which is not the one that its labels name")]
    Revision(Revision),
    /// The revision is none.
    #[error("inside it names no revision")]
    NoRevision,
    /// The namespace is another.
    #[error("inside it is a record of the namespace {0}, but it lies in another")]
    Namespace(Namespace),
    /// The namespace is not valid.
    #[error("inside it names something that is no namespace")]
    NoNamespace,
}

/// Checks that a release's JSON is of the revision whose record it is in. An empty namespace is that of the object, as it is
/// for Helm.
pub(crate) fn check(release: &Map<String, Value>, record: &Record) -> Result<(), OtherIdentity> {
    let text = |key: &str| release.get(key).and_then(Value::as_str).unwrap_or_default();
    match text("name").parse::<ReleaseName>() {
        Ok(name) if name == record.release => {}
        Ok(name) => return Err(OtherIdentity::Name(name)),
        Err(_) => return Err(OtherIdentity::NoName),
    }
    let revision = release.get("version").and_then(Value::as_u64);
    match revision.and_then(|number| u32::try_from(number).ok()?.try_into().ok()) {
        Some(revision) if revision == record.revision => {}
        Some(revision) => return Err(OtherIdentity::Revision(revision)),
        None => return Err(OtherIdentity::NoRevision),
    }
    let namespace = match release.get("namespace") {
        None | Some(Value::Null) => return Ok(()),
        Some(namespace) => namespace.as_str(),
    };
    match namespace.map(str::parse::<Namespace>) {
        Some(Ok(namespace)) if namespace == record.namespace => Ok(()),
        Some(Ok(namespace)) => Err(OtherIdentity::Namespace(namespace)),
        _ if namespace == Some("") => Ok(()),
        _ => Err(OtherIdentity::NoNamespace),
    }
}

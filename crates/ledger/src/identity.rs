//! Which revision a record says it holds.

use serde_json::{Map, Value};

use crate::json_fields::{FromField, InvalidField};
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

/// Name, revision and namespace as they stand inside a record. All are empty in Go when they are absent or `null`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StoredIdentity {
    /// `name`.
    pub(crate) name: Option<String>,
    /// `version`.
    pub(crate) revision: Option<i64>,
    /// `namespace`.
    pub(crate) namespace: Option<String>,
}

impl StoredIdentity {
    /// Reads it from a release's JSON.
    pub(crate) fn of(release: &Map<String, Value>) -> Result<Self, InvalidField> {
        Ok(Self {
            name: field(release, "name")?,
            revision: field(release, "version")?,
            namespace: field(release, "namespace")?,
        })
    }

    /// Returns the revision by which Helm orders the records of a release: the highest is current.
    pub fn revision(&self) -> i64 {
        self.revision.unwrap_or_default()
    }

    /// Checks that this is the revision whose record it stands in. An empty namespace is that of the object, as it is for
    /// Helm.
    ///
    /// # Errors
    /// [`OtherIdentity`] names the first difference.
    pub fn check(&self, record: &Record) -> Result<(), OtherIdentity> {
        match self.name.as_deref().map(str::parse::<ReleaseName>) {
            Some(Ok(name)) if name == record.release => {}
            Some(Ok(name)) => return Err(OtherIdentity::Name(name)),
            Some(Err(_)) | None => return Err(OtherIdentity::NoName),
        }
        let revision = u32::try_from(self.revision()).map(Revision::try_from);
        match revision {
            Ok(Ok(revision)) if revision == record.revision => {}
            Ok(Ok(revision)) => return Err(OtherIdentity::Revision(revision)),
            Ok(Err(_)) | Err(_) => return Err(OtherIdentity::NoRevision),
        }
        match self.namespace.as_deref().unwrap_or_default() {
            "" => Ok(()),
            namespace => match namespace.parse::<Namespace>() {
                Ok(namespace) if namespace == record.namespace => Ok(()),
                Ok(namespace) => Err(OtherIdentity::Namespace(namespace)),
                Err(_) => Err(OtherIdentity::NoNamespace),
            },
        }
    }
}

fn field<T: FromField>(
    release: &Map<String, Value>,
    key: &'static str,
) -> Result<Option<T>, InvalidField> {
    match release.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => T::from_field(key, value.clone()).map(Some),
    }
}

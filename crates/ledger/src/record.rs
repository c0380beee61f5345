//! The metadata of a stored record, as a metadata-only list contains it.

use std::collections::BTreeMap;

use crate::{Driver, Namespace, ObjectVersion, ReleaseName, Revision, Status, Timestamp};

/// An object's labels.
pub type Labels = BTreeMap<String, String>;

/// One revision, read from the metadata of its Secret or ConfigMap, without the payload.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Record {
    /// The storage driver.
    pub driver: Driver,
    /// The namespace of the release.
    pub namespace: Namespace,
    /// The release.
    pub release: ReleaseName,
    /// The revision.
    pub revision: Revision,
    /// The status in the labels, which anybody can set. Helm reads the one in the payload.
    pub status: Status,
    /// When the record was created, which is when Helm started the operation. The label
    /// `modifiedAt` is not used: an upgrade copies the old one.
    pub created: Option<Timestamp>,
    /// The name of the Secret or ConfigMap.
    pub object: String,
    /// The version of that object.
    pub version: ObjectVersion,
}

/// An object with Helm's labels that do not name a revision.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{object} in namespace {namespace} is marked as Helm's, but {fault}")]
pub struct InvalidRecord {
    /// The name of the Secret or ConfigMap.
    pub object: String,
    /// Its namespace.
    pub namespace: String,
    /// What is wrong with it.
    pub fault: RecordFault,
}

/// What is wrong with a record's metadata.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RecordFault {
    /// The label `name` is missing or not a valid release name.
    #[error("its label \"name\" names no release")]
    Name,
    /// The label `version` is missing or not a revision.
    #[error("its label \"version\" names no revision")]
    Version,
    /// The name of the object is not the one from which Helm reads the revision of the labels.
    #[error("Helm reads the revision that its labels name from another object, {0}")]
    Elsewhere(String),
    /// The namespace is not valid.
    #[error("its namespace is not a namespace's name")]
    Namespace,
}

impl Record {
    /// Returns the label selector for the records of one release, or of all.
    pub fn selector(release: Option<&ReleaseName>) -> String {
        match release {
            Some(name) => format!("owner=helm,name={name}"),
            None => "owner=helm".to_owned(),
        }
    }

    /// Returns the name of the object that holds a revision. Source: `storage.makeKey`.
    pub fn object_name(release: &ReleaseName, revision: Revision) -> String {
        format!("sh.helm.release.v1.{release}.v{revision}")
    }

    /// Returns the most likely record of a revision that has not been listed: stored in a Secret, with unknown status.
    pub fn expected(namespace: Namespace, release: ReleaseName, revision: Revision) -> Self {
        Self {
            driver: Driver::Secret,
            object: Self::object_name(&release, revision),
            namespace,
            release,
            revision,
            status: Status::Unknown,
            created: None,
            version: ObjectVersion::default(),
        }
    }

    /// Reads a record's metadata.
    ///
    /// # Errors
    /// [`InvalidRecord`] when the labels do not name a revision.
    pub fn read(
        driver: Driver,
        object: &str,
        namespace: &str,
        labels: &Labels,
        created: Option<Timestamp>,
        version: ObjectVersion,
    ) -> Result<Self, InvalidRecord> {
        let invalid = |fault| InvalidRecord {
            object: object.to_owned(),
            namespace: namespace.to_owned(),
            fault,
        };
        let label = |key: &str| labels.get(key).map(String::as_str).unwrap_or_default();
        let release = label("name")
            .parse()
            .map_err(|_| invalid(RecordFault::Name))?;
        let revision = label("version")
            .parse()
            .map_err(|_| invalid(RecordFault::Version))?;
        // Helm reads the revision from the object of that name, so a record in another object must not be shown for it.
        let expected = Self::object_name(&release, revision);
        if object != expected {
            return Err(invalid(RecordFault::Elsewhere(expected)));
        }
        Ok(Self {
            driver,
            namespace: namespace
                .parse()
                .map_err(|_| invalid(RecordFault::Namespace))?,
            release,
            revision,
            status: label("status").to_owned().into(),
            created,
            object: object.to_owned(),
            version,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(pairs: &[(&str, &str)]) -> Labels {
        pairs
            .iter()
            .map(|(k, v)| (k.to_string(), v.to_string()))
            .collect()
    }

    #[test]
    fn reads_the_labels_of_helm() {
        let helm = labels(&[
            ("owner", "helm"),
            ("name", "shop"),
            ("status", "pending-rollback"),
            ("version", "12"),
            ("modifiedAt", "1700000000"),
        ]);
        let object = "sh.helm.release.v1.shop.v12";
        let record = Record::read(
            Driver::Secret,
            object,
            "shop",
            &helm,
            None,
            ObjectVersion::default(),
        )
        .unwrap();
        assert_eq!(record.revision.get(), 12);
        assert_eq!(record.status.as_str(), "pending-rollback");
        assert_eq!(
            Record::object_name(&record.release, record.revision),
            object
        );
    }

    #[test]
    fn says_what_is_wrong_with_a_record() {
        let cases = [
            (labels(&[("version", "1")]), "ns", RecordFault::Name),
            (labels(&[("name", "shop")]), "ns", RecordFault::Version),
            (
                labels(&[("name", "shop"), ("version", "0")]),
                "ns",
                RecordFault::Version,
            ),
            (
                labels(&[("name", "shop"), ("version", "1")]),
                "",
                RecordFault::Namespace,
            ),
            (
                labels(&[("name", "shop"), ("version", "2")]),
                "ns",
                RecordFault::Elsewhere("sh.helm.release.v1.shop.v2".to_owned()),
            ),
        ];
        let object = "sh.helm.release.v1.shop.v1";
        for (labels, namespace, fault) in cases {
            let error = Record::read(
                Driver::Secret,
                object,
                namespace,
                &labels,
                None,
                ObjectVersion::default(),
            )
            .unwrap_err();
            assert_eq!(error.fault, fault);
        }
    }
}

//! Finds one release by name: its records, or the other namespaces that have a release of that name.

use astern_ledger::{Driver, History, InvalidRecord, Namespace, ReleaseName};

use crate::{ClusterError, Scope, Transport, list_records};

/// A release that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundRelease {
    /// Its records.
    pub history: History,
    /// Its records with invalid metadata.
    pub invalid: Vec<InvalidRecord>,
}

impl FoundRelease {
    /// Returns the number of objects that helm takes for records of the release: it goes by their labels.
    pub fn record_count(&self) -> usize {
        self.history.records().len() + self.invalid.len()
    }
}

/// Why a release was not found.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FindError {
    /// A request failed.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The release has records, but none with labels that name a revision.
    #[error("{release} in namespace {namespace} has no record that names a revision: {}", first(.faults))]
    Unreadable {
        /// The name of the release.
        release: ReleaseName,
        /// The namespace.
        namespace: Namespace,
        /// What is wrong with each record.
        faults: Vec<InvalidRecord>,
    },
    /// The namespace has no such release.
    #[error("no release {release} in namespace {namespace}; {elsewhere}")]
    NotFound {
        /// The name of the release.
        release: ReleaseName,
        /// The namespace.
        namespace: Namespace,
        /// The other namespaces with a release of that name.
        elsewhere: OtherNamespaces,
    },
}

fn first(faults: &[InvalidRecord]) -> String {
    faults.first().map(ToString::to_string).unwrap_or_default()
}

/// The other namespaces with a release of the same name, because a wrong namespace is the most common mistake.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OtherNamespaces {
    /// The namespaces; may be empty.
    Namespaces(Vec<Namespace>),
    /// The other namespaces could not be listed.
    Unknown(ClusterError),
}

impl std::fmt::Display for OtherNamespaces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Namespaces(namespaces) => match namespaces.as_slice() {
                [] => f.write_str("it is in no other namespace either"),
                [one] => write!(f, "it is in namespace {one}"),
                many => {
                    let names: Vec<&str> = many.iter().map(Namespace::as_str).collect();
                    write!(f, "it is in the namespaces {}", names.join(", "))
                }
            },
            Self::Unknown(error) => write!(f, "other namespaces could not be asked: {error}"),
        }
    }
}

/// Finds a release with a metadata-only list of the objects of the person's storage driver, or of the other driver's where that
/// one has no record of it, or may not be read. The records of both are never mixed: a helm sees those of one.
///
/// # Errors
/// [`FindError::NotFound`] after a list of all namespaces; [`FindError::Cluster`] when the namespace
/// may not be read.
pub async fn find_release<T: Transport>(
    transport: &T,
    preferred: Driver,
    namespace: &Namespace,
    release: &ReleaseName,
) -> Result<FoundRelease, FindError> {
    let here = Scope {
        namespace: Some(namespace.clone()),
        release: Some(release.clone()),
    };
    let (own, refused) = match find_in(transport, preferred, &here).await {
        Ok(own) => (own, None),
        Err(error @ ClusterError::Forbidden(_)) => ((None, Vec::new()), Some(error)),
        Err(error) => return Err(error.into()),
    };
    let (own, mut faults) = own;
    if let Some(history) = own {
        return Ok(FoundRelease {
            history,
            invalid: faults,
        });
    }
    match find_in(transport, preferred.other(), &here).await {
        Ok((other, invalid)) => {
            faults.extend(invalid);
            if let Some(history) = other {
                return Ok(FoundRelease {
                    history,
                    invalid: faults,
                });
            }
        }
        // That a release does not exist is not concluded from a failed read.
        Err(error) if error.temporary().is_some() => return Err(error.into()),
        // A user who may read only the objects of one driver still learns that it has no record.
        Err(_) => {}
    }
    if let Some(error) = refused {
        return Err(error.into());
    }
    if !faults.is_empty() {
        let (release, namespace) = (release.clone(), namespace.clone());
        return Err(FindError::Unreadable {
            release,
            namespace,
            faults,
        });
    }
    let anywhere = Scope {
        namespace: None,
        release: Some(release.clone()),
    };
    let elsewhere = match list_records(transport, preferred, &anywhere, |_| ()).await {
        Ok(listed) => {
            let mut namespaces: Vec<Namespace> = listed
                .records
                .into_iter()
                .flatten()
                .map(|record| record.namespace)
                .collect();
            astern_ledger::sort(&mut namespaces);
            namespaces.dedup();
            OtherNamespaces::Namespaces(namespaces)
        }
        Err(error) => OtherNamespaces::Unknown(error),
    };
    Err(FindError::NotFound {
        release: release.clone(),
        namespace: namespace.clone(),
        elsewhere,
    })
}

/// Returns what the other storage driver has of a release of the same name; `None` where it has none, or may not be read.
pub async fn other_drivers_history<T: Transport>(
    transport: &T,
    shown: &History,
) -> Option<History> {
    let current = shown.current();
    let here = Scope {
        namespace: Some(current.namespace.clone()),
        release: Some(current.release.clone()),
    };
    let found = find_in(transport, current.driver.other(), &here).await;
    found.ok()?.0
}

async fn find_in<T: Transport>(
    transport: &T,
    driver: Driver,
    scope: &Scope,
) -> Result<(Option<History>, Vec<InvalidRecord>), ClusterError> {
    let listed = list_records(transport, driver, scope, |_| ()).await?;
    let (valid, invalid): (Vec<_>, Vec<_>) = listed
        .records
        .into_iter()
        .partition(|record| record.is_ok());
    let invalid = invalid.into_iter().filter_map(Result::err).collect();
    let history = History::new(valid.into_iter().flatten().collect());
    Ok((history, invalid))
}

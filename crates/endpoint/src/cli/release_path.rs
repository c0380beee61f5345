//! Parses `NAMESPACE/RELEASE` and `RELEASE`.

use std::str::FromStr;

use astern_ledger::{InvalidName, Namespace, ReleaseName};

/// A release and its namespace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ReleasePath {
    /// The namespace; without one, that of the kubeconfig's context.
    pub(super) namespace: Option<Namespace>,
    pub(super) release: ReleaseName,
}

/// A release was named in two namespaces.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "{release} is in namespace {written}, and --namespace names {option}; leave one of them out"
)]
pub(super) struct TwoNamespaces {
    release: ReleaseName,
    written: Namespace,
    option: Namespace,
}

impl ReleasePath {
    /// Adds the namespace of `--namespace`.
    ///
    /// # Errors
    /// When the path names another one.
    pub(super) fn in_namespace(self, option: Option<Namespace>) -> Result<Self, TwoNamespaces> {
        match (self.namespace, option) {
            (Some(written), Some(option)) if written != option => Err(TwoNamespaces {
                release: self.release,
                written,
                option,
            }),
            (written, option) => Ok(Self {
                namespace: written.or(option),
                release: self.release,
            }),
        }
    }
}

impl FromStr for ReleasePath {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let (namespace, release) = match text.split_once('/') {
            Some((namespace, release)) => (Some(namespace.parse()?), release),
            None => (None, text),
        };
        Ok(Self {
            namespace,
            release: release.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_named_with_its_namespace_or_without() {
        let path: ReleasePath = "shop/shop.v2".parse().unwrap();
        assert_eq!(path.namespace, Some("shop".parse().unwrap()));
        assert_eq!(path.release.as_str(), "shop.v2");
        let path: ReleasePath = "shop".parse().unwrap();
        assert_eq!((&path.namespace, path.release.as_str()), (&None, "shop"));
        let namespace = |name: &str| Some(name.parse().unwrap());
        let added = path.clone().in_namespace(namespace("shop")).unwrap();
        assert_eq!(added.namespace, namespace("shop"));
        assert_eq!(added.clone().in_namespace(None), Ok(added.clone()));
        assert_eq!(
            added.clone().in_namespace(namespace("shop")),
            Ok(added.clone())
        );
        assert!(added.in_namespace(namespace("other")).is_err());
        assert!("shop/-n".parse::<ReleasePath>().is_err());
        assert!("a/b/c".parse::<ReleasePath>().is_err());
    }
}

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
        assert_eq!((path.namespace, path.release.as_str()), (None, "shop"));
        assert!("shop/-n".parse::<ReleasePath>().is_err());
        assert!("a/b/c".parse::<ReleasePath>().is_err());
    }
}

//! Parses `NAMESPACE/RELEASE`.

use std::str::FromStr;

use astern_ledger::{InvalidName, Namespace, ReleaseName};

/// A release and its namespace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ReleasePath {
    pub(super) namespace: Namespace,
    pub(super) release: ReleaseName,
}

/// The text is no `NAMESPACE/RELEASE`.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum InvalidPath {
    #[error("say NAMESPACE/RELEASE, such as shop/shop")]
    Syntax,
    #[error(transparent)]
    Name(#[from] InvalidName),
}

impl FromStr for ReleasePath {
    type Err = InvalidPath;

    fn from_str(text: &str) -> Result<Self, InvalidPath> {
        let (namespace, release) = text.split_once('/').ok_or(InvalidPath::Syntax)?;
        Ok(Self {
            namespace: namespace.parse()?,
            release: release.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_named_with_its_namespace() {
        let path: ReleasePath = "shop/shop.v2".parse().unwrap();
        assert_eq!(
            (path.namespace.as_str(), path.release.as_str()),
            ("shop", "shop.v2")
        );
        assert_eq!("shop".parse::<ReleasePath>(), Err(InvalidPath::Syntax));
        assert!("shop/-n".parse::<ReleasePath>().is_err());
        assert!("a/b/c".parse::<ReleasePath>().is_err());
    }
}

//! `NAMESPACE/RELEASE` and `9..10`, as they are said on the command line.

use std::str::FromStr;

use astern_ledger::{InvalidName, InvalidRevision, Namespace, ReleaseName, Revision};

/// `NAMESPACE/RELEASE`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ReleasePath {
    pub(super) namespace: Namespace,
    pub(super) release: ReleaseName,
}

/// What was said is no `NAMESPACE/RELEASE`.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum InvalidPath {
    #[error("say NAMESPACE/RELEASE, such as shop/shop")]
    Form,
    #[error(transparent)]
    Name(#[from] InvalidName),
}

impl FromStr for ReleasePath {
    type Err = InvalidPath;

    fn from_str(text: &str) -> Result<Self, InvalidPath> {
        let (namespace, release) = text.split_once('/').ok_or(InvalidPath::Form)?;
        Ok(Self {
            namespace: namespace.parse()?,
            release: release.parse()?,
        })
    }
}

/// `9..10`: the revision to start from and the one to arrive at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Span {
    pub(super) from: Revision,
    pub(super) to: Revision,
}

/// What was said is no pair of revisions.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum InvalidSpan {
    #[error("say two revisions with two dots between them, such as 9..10")]
    Form,
    #[error(transparent)]
    Revision(#[from] InvalidRevision),
}

impl FromStr for Span {
    type Err = InvalidSpan;

    fn from_str(text: &str) -> Result<Self, InvalidSpan> {
        let (from, to) = text.split_once("..").ok_or(InvalidSpan::Form)?;
        Ok(Self {
            from: from.parse()?,
            to: to.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_said_with_its_namespace() {
        let path: ReleasePath = "shop/shop.v2".parse().unwrap();
        assert_eq!(
            (path.namespace.as_str(), path.release.as_str()),
            ("shop", "shop.v2")
        );
        assert_eq!("shop".parse::<ReleasePath>(), Err(InvalidPath::Form));
        assert!("shop/-n".parse::<ReleasePath>().is_err());
        assert!("a/b/c".parse::<ReleasePath>().is_err());
    }

    #[test]
    fn a_span_is_two_revisions() {
        let span: Span = "9..10".parse().unwrap();
        assert_eq!((span.from.get(), span.to.get()), (9, 10));
        for wrong in ["9", "9...10", "0..1", "9..", "a..b"] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }
}

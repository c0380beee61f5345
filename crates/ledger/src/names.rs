//! The names of releases and namespaces, validated.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The most characters of a release name, so that `sh.helm.release.v1.<name>.v<N>` is a valid object name. Source:
/// `chartutil.ValidateReleaseName`.
const RELEASE_NAME_MAX: usize = 53;
/// The most characters of a namespace: an RFC 1123 label.
const NAMESPACE_MAX: usize = 63;

/// The name of a release, valid by the rules of Helm.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReleaseName(String);

/// The name of a namespace, valid by the rules of Kubernetes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Namespace(String);

/// The namespace that Kubernetes creates itself, and that is used where none is named.
impl Default for Namespace {
    fn default() -> Self {
        Self("default".to_owned())
    }
}

/// The text is not a valid name.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum InvalidName {
    /// Not the name of a release.
    #[error(
        "a release name has 1 to 53 characters: lower-case letters, digits, '-' and '.', and \
         each part between dots begins and ends with a letter or digit"
    )]
    Release,
    /// Not the name of a namespace.
    #[error(
        "a namespace has 1 to 63 characters: lower-case letters, digits and '-', and it begins \
         and ends with a letter or digit"
    )]
    Namespace,
}

/// `[a-z0-9]([-a-z0-9]*[a-z0-9])?`
fn is_label(text: &str) -> bool {
    let alphanumeric = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = text.as_bytes();
    bytes.first().is_some_and(|b| alphanumeric(*b))
        && bytes.last().is_some_and(|b| alphanumeric(*b))
        && bytes.iter().all(|b| alphanumeric(*b) || *b == b'-')
}

macro_rules! name {
    ($name:ident, $fault:expr, $valid:expr) => {
        impl $name {
            /// Returns the name as a string slice.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidName;

            fn try_from(text: String) -> Result<Self, InvalidName> {
                let valid: fn(&str) -> bool = $valid;
                if valid(&text) {
                    Ok(Self(text))
                } else {
                    Err($fault)
                }
            }
        }

        impl FromStr for $name {
            type Err = InvalidName;

            fn from_str(text: &str) -> Result<Self, InvalidName> {
                text.to_owned().try_into()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

name!(ReleaseName, InvalidName::Release, |text| {
    text.len() <= RELEASE_NAME_MAX && text.split('.').all(is_label)
});
name!(Namespace, InvalidName::Namespace, |text| {
    text.len() <= NAMESPACE_MAX && is_label(text)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_helm_and_kubernetes_allow_are_valid() {
        for text in ["a", "shop", "shop-v2", "a.b", "0", &"x".repeat(53)] {
            assert!(text.parse::<ReleaseName>().is_ok(), "{text:?}");
        }
        for text in ["a", "kube-system", &"x".repeat(63)] {
            assert!(text.parse::<Namespace>().is_ok(), "{text:?}");
        }
    }

    #[test]
    fn paths_flags_and_other_text_are_refused() {
        for text in [
            "",
            "-a",
            "a-",
            "A",
            "a..b",
            ".a",
            "a.",
            "a/b",
            "a b",
            "a\n",
            "..",
            "ä",
            "--kube-apiserver=http://evil",
            "a%2fb",
            &"x".repeat(54),
        ] {
            assert_eq!(
                text.parse::<ReleaseName>(),
                Err(InvalidName::Release),
                "{text:?}"
            );
        }
        for text in ["", "a.b", "-a", "a/b", "..", &"x".repeat(64)] {
            assert_eq!(
                text.parse::<Namespace>(),
                Err(InvalidName::Namespace),
                "{text:?}"
            );
        }
    }
}

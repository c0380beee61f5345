//! The sentences of helm and of the API server that name an object, a kind or a user. What stands at those places is no
//! value of the object.

use super::words::is_version;

/// A part of a sentence.
enum Part {
    /// This text.
    Text(&'static str),
    /// A name of that form.
    Slot(Slot),
}
use Part::{Slot as S, Text as T};

/// What a name in a sentence is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    /// A kind with its group, such as `Job.batch`.
    Kind,
    /// A resource in the plural with its group, such as `jobs.batch`.
    Resource,
    /// The name of an object.
    Name,
    /// A namespace.
    Namespace,
    /// A group and version, such as `apps/v1`, or `/v1` for the core group.
    GroupVersion,
    /// A verb, a resource, an API group, or a webhook.
    Other,
    /// A user name.
    User,
}
use Slot::{GroupVersion, Kind, Name, Namespace, Other, Resource, User};

/// The sentences. The messages are those of Helm 3.22 and 4.3 and of Kubernetes 1.36.
const SENTENCES: &[&[Part]] = &[
    &[S(Kind), T(" \""), S(Name), T("\" is invalid")],
    &[S(Resource), T(" \""), S(Name), T("\" is forbidden")],
    &[S(Resource), T(" \""), S(Name), T("\" not found")],
    &[S(Resource), T(" \""), S(Name), T("\" already exists")],
    &[S(Kind), T(" \""), S(Name), T("\" cannot be handled")],
    &[T("cannot patch \""), S(Name), T("\" with kind "), S(Kind)],
    &[
        T("failed to replace object: "),
        S(Kind),
        T(" \""),
        S(Name),
        T("\""),
    ],
    &[
        T("object "),
        S(Namespace),
        T("/"),
        S(Name),
        T(" "),
        S(GroupVersion),
        T(", Kind="),
        S(Kind),
    ],
    &[
        T("object ("),
        S(Namespace),
        T("/"),
        S(Name),
        T("; "),
        S(GroupVersion),
        T(", Kind="),
        S(Kind),
    ],
    &[
        T("resource "),
        S(Kind),
        T("/"),
        S(Namespace),
        T("/"),
        S(Name),
        T(" not ready"),
    ],
    &[T("release "), S(Name), T(" failed")],
    &[T("job "), S(Name), T(" failed")],
    &[T("Rollback \""), S(Name), T("\" failed")],
    &[
        T("for name: \""),
        S(Name),
        T("\" namespace: \""),
        S(Namespace),
        T("\""),
    ],
    &[
        T("kind \""),
        S(Kind),
        T("\" in version \""),
        S(GroupVersion),
        T("\""),
    ],
    &[
        S(Kind),
        T(" in version \""),
        S(GroupVersion),
        T("\" cannot be handled as a "),
        S(Kind),
    ],
    &[
        T("User \""),
        S(User),
        T("\" cannot "),
        S(Other),
        T(" resource \""),
        S(Other),
        T("\" in API group \""),
        S(Other),
        T("\" in the namespace \""),
        S(Namespace),
        T("\""),
    ],
    &[
        T("User \""),
        S(User),
        T("\" cannot "),
        S(Other),
        T(" resource \""),
        S(Other),
        T("\" in API group \""),
        S(Other),
        T("\""),
    ],
    &[T("User \""), S(User), T("\" cannot ")],
    &[T("admission webhook \""), S(Other), T("\"")],
    &[T("calling webhook \""), S(Other), T("\"")],
    &[T("call webhook \""), S(Other), T("\"")],
    &[
        T("ValidatingAdmissionPolicy '"),
        S(Other),
        T("' with binding '"),
        S(Other),
        T("'"),
    ],
];

/// A sentence in a text.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Sentence<'a> {
    /// Its length in bytes.
    pub(super) length: usize,
    /// The kind that it names, without the group.
    pub(super) kind: Option<&'a str>,
    /// The name of the object.
    pub(super) name: Option<&'a str>,
}

/// Returns the sentence at the start of a text.
pub(super) fn at_start(text: &str) -> Option<Sentence<'_>> {
    SENTENCES.iter().find_map(|parts| read(text, parts))
}

fn read<'a>(text: &'a str, parts: &[Part]) -> Option<Sentence<'a>> {
    let mut sentence = Sentence::default();
    for part in parts {
        let rest = &text[sentence.length..];
        sentence.length += match part {
            T(words) => rest.starts_with(words).then_some(words.len())?,
            S(slot) => {
                let length = slot.length(rest)?;
                let found = &rest[..length];
                match slot {
                    Kind => sentence.kind = Some(found.split('.').next().unwrap_or(found)),
                    Name => sentence.name = Some(found).filter(|name| !name.is_empty()),
                    Resource | Namespace | GroupVersion | Other | User => {}
                }
                length
            }
        };
    }
    Some(sentence)
}

impl Slot {
    /// Returns how long the name at the start of a text is; `None` when there is none of this form.
    fn length(self, text: &str) -> Option<usize> {
        let is_part = |c: char| match self {
            Kind => c.is_ascii_alphanumeric() || matches!(c, '.' | '-'),
            Resource => c.is_ascii_lowercase() || matches!(c, '.' | '-'),
            Name => c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | ':'),
            Namespace => c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-',
            GroupVersion => {
                c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '/')
            }
            Other => c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | ':'),
            User => c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | ':' | '@'),
        };
        let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
        let name = &text[..length];
        let has_form = match self {
            Kind => is_kind(name.split('.').next().unwrap_or_default()),
            GroupVersion => is_group_version(name),
            Resource => name
                .split('.')
                .next()
                .is_some_and(|plural| plural.ends_with('s')),
            Namespace | Other => true,
            Name | User => length > 0,
        };
        (has_form && length <= MAX_NAME).then_some(length)
    }
}

/// Whether a name is a kind: in camel case, without digits.
fn is_kind(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether a name is a group and a version of it, `/v1`, or `v1`.
fn is_group_version(name: &str) -> bool {
    is_version(name.rsplit('/').next().unwrap_or_default()) && name.matches('/').count() <= 1
}

/// The longest name that Kubernetes takes.
const MAX_NAME: usize = 253;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_named_in_these_sentences() {
        for (text, kind, name) in [
            ("Job.batch \"m\" is invalid: spec", "Job", "m"),
            (
                "cannot patch \"shop-db\" with kind Secret: x",
                "Secret",
                "shop-db",
            ),
            ("object shop/c /v1, Kind=ConfigMap: x", "ConfigMap", "c"),
            (
                "object (shop/db; apps/v1, Kind=Deployment): x",
                "Deployment",
                "db",
            ),
            (
                "resource StatefulSet/shop/baskets not ready",
                "StatefulSet",
                "baskets",
            ),
        ] {
            let sentence = at_start(text).unwrap();
            assert_eq!(
                (sentence.kind, sentence.name),
                (Some(kind), Some(name)),
                "{text}"
            );
        }
    }

    #[test]
    fn a_name_that_kubernetes_does_not_take_is_none() {
        for text in [
            "Secret \"Hunter 2\" is invalid",
            "Secret \"hunter2",
            "key \"hunter2\" not found",
            "kind \"Hunter2\" in version \"v1\"",
            "kind \"Secret\" in version \"example/hunter2\"",
            "",
        ] {
            assert_eq!(at_start(text), None, "{text}");
        }
    }
}

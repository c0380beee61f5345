//! Which words of helm's output are harmless: those that Kubernetes and Helm use themselves.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The words of the messages of Kubernetes 1.36 and Helm 3.22 and 4.3, the parts of the field names of the Kubernetes API,
/// and common words of English, in lower case.
const VOCABULARY: &str = include_str!("vocabulary.txt");

static WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| VOCABULARY.split_ascii_whitespace().collect());

/// The most digits of a number that says an amount, a position or a status. More digits can be a secret.
const MAX_DIGITS: usize = 3;

/// Limits, ports and RFCs that the messages name.
const KNOWN_NUMBERS: [&str; 10] = [
    "1000", "1024", "1035", "1123", "6443", "8443", "32767", "65535", "65536", "1048576",
];

/// The units of amounts and times.
const UNITS: [&str; 15] = [
    "s", "m", "h", "d", "ms", "us", "ns", "k", "M", "G", "Ki", "Mi", "Gi", "Ti", "B",
];

/// Whether a word is known: words and numbers that hyphens and underscores join, such as `pre-upgrade`, all have to be.
pub(super) fn is_known(word: &str) -> bool {
    let mut parts = word.split(['-', '_']).filter(|part| !part.is_empty());
    !word.is_empty() && parts.all(is_known_part)
}

/// Whether a word is an amount or a truth value.
pub(super) fn is_amount(word: &str) -> bool {
    matches!(word, "true" | "false") || is_number(word)
}

fn is_known_part(part: &str) -> bool {
    let is_letter = part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_letter
        || is_number(part)
        || is_version(part)
        || is_in_vocabulary(part)
        || all_parts_in_vocabulary(part)
}

fn is_in_vocabulary(word: &str) -> bool {
    WORDS.contains(word) || WORDS.contains(word.to_ascii_lowercase().as_str())
}

/// Whether a name in camel case, such as `hostNetwork`, consists of words of the vocabulary.
fn all_parts_in_vocabulary(name: &str) -> bool {
    if !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return false;
    }
    let mut parts = camel_case_parts(name).into_iter().peekable();
    let mut previous_is_short = false;
    parts.all(|part| {
        // Several short words in a row are more often a random text than a name.
        let is_short = part.len() < 3;
        let follows_short = std::mem::replace(&mut previous_is_short, is_short);
        !(is_short && follows_short) && is_in_vocabulary(part)
    })
}

/// Splits before each upper-case letter that follows a lower-case letter, or that a lower-case letter follows: `podIPs` is
/// `pod`, `IPs`; `HTTPGet` is `HTTP`, `Get`.
fn camel_case_parts(name: &str) -> Vec<&str> {
    let bytes = name.as_bytes();
    let is_upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let is_lower = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    let (mut parts, mut start) = (Vec::new(), 0);
    for at in 1..bytes.len() {
        let is_plural = is_lower(at + 1) && bytes[at + 1..] == *b"s";
        let starts_word = is_upper(at) && (is_lower(at - 1) || (is_lower(at + 1) && !is_plural));
        if starts_word {
            parts.push(&name[start..at]);
            start = at;
        }
    }
    parts.push(&name[start..]);
    parts
}

/// Whether a word is a short number, with or without a unit, such as `12`, `500m` and `5m0s`, or a number that is known.
fn is_number(word: &str) -> bool {
    if KNOWN_NUMBERS.contains(&word) {
        return true;
    }
    let starts_with_digit = word.starts_with(|c: char| c.is_ascii_digit());
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let mut units = word
        .split(|c: char| c.is_ascii_digit())
        .filter(|unit| !unit.is_empty());
    starts_with_digit && digits <= MAX_DIGITS && units.all(|unit| UNITS.contains(&unit))
}

/// Whether a word is a version of an API or of a program, such as `v1`, `v2beta1`.
pub(super) fn is_version(word: &str) -> bool {
    let Some(version) = word.strip_prefix('v') else {
        return false;
    };
    let is_short_number =
        |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let (major, stage) = version
        .split_once("alpha")
        .or_else(|| version.split_once("beta"))
        .unwrap_or((version, "1"));
    is_short_number(major) && is_short_number(stage)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_is_sorted_and_has_no_word_twice() {
        let words: Vec<&str> = VOCABULARY.split_ascii_whitespace().collect();
        let mut sorted = words.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(words, sorted);
        assert!(words.iter().all(|word| word.to_ascii_lowercase() == **word));
    }

    #[test]
    fn words_of_messages_and_field_names_are_known() {
        for word in [
            "immutable",
            "Error",
            "ConfigMap",
            "hostNetwork",
            "podIPs",
            "httpGet",
            "HTTPGet",
            "v1",
            "v2beta1",
            "5m0s",
            "500m",
            "64Mi",
            "pre-upgrade",
            "DeadlineExceeded",
            "BackoffLimitExceeded",
            "StatefulSet",
            "DB_PASSWORD",
            "stringData",
            "allowPrivilegeEscalation",
            "can't",
            "65535",
            "12",
        ] {
            assert!(is_known(word), "{word}");
        }
    }

    #[test]
    fn what_can_be_a_secret_is_not_known() {
        for word in [
            "",
            "hunter2",
            "Zq7secret01x4Vw",
            "81734655",
            "4711",
            "p@ssw0rd",
            "s3cr3t",
            "changeme",
            "c2VjcmV0",
            "deadbeef",
            "correct-horse-battery-staple",
            "secret1",
            "AsInToOfByNo",
            "v123",
            "vault",
            "é",
        ] {
            assert!(!is_known(word), "{word}");
        }
    }
}

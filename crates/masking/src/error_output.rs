//! Removes the values that error messages of `helm` and of the API server quote: they can be secrets, whatever their name.
//!
//! This is for the descriptions of revisions, which people write too. What helm prints while it runs is redacted by
//! [`helm_output`](crate::helm_output), which is stricter.

use crate::quoted::{Quote, group_length, unquoted_value_length};

/// The phrases before a value that a message quotes. From the first one on every text in quotes or braces is removed.
const VALUE_PHRASES: [&str; 13] = [
    // field.Error of k8s.io/apimachinery.
    "Invalid value: ",
    "Unsupported value: ",
    "Duplicate value: ",
    "Not found: ",
    "Too long: ",
    "Too many: ",
    // structured-merge-diff, about a field of another type: `expected string, got &value.valueUnstructured{Value:81734655}`.
    "got ",
    // json-iterator: `error found in #10 byte of ...|word":817|..., bigger context ...|{"data":{"pass|...`.
    " byte of ",
    "bigger context ",
    // go-yaml: cannot unmarshal !!str `hunter2` into int.
    "unmarshal ",
    "decoding ",
    "decode ",
    "parse ",
];

/// The phrases before what a webhook or a policy says: anything.
const QUOTING_PHRASES: [&str; 2] = ["denied the request:", "denied request:"];

/// Returns a message without the values that it quotes; `None` when it quotes none.
pub(crate) fn remove_quoted_values(message: &str) -> Option<String> {
    let first = VALUE_PHRASES
        .iter()
        .filter_map(|phrase| message.find(phrase))
        .min();
    let foreign = QUOTING_PHRASES
        .iter()
        .filter_map(|phrase| Some(message.find(phrase)? + phrase.len()))
        .min();
    let end = foreign.unwrap_or(message.len());
    let start = first.unwrap_or(end).min(end);
    if start == message.len() {
        return None;
    }
    let mut kept = message[..start].to_owned();
    let mut rest = &message[start..end];
    while !rest.is_empty() {
        let phrase = VALUE_PHRASES
            .iter()
            .find(|phrase| rest.starts_with(**phrase));
        let length = match phrase {
            Some(phrase) => {
                kept.push_str(phrase);
                rest = &rest[phrase.len()..];
                match Quote::at_start(rest) {
                    Some(quote) => Some(quoted_length(rest, quote)),
                    None => unquoted_value_length(rest),
                }
            }
            None => value_length(rest, &kept),
        };
        match length {
            Some(length) => {
                kept.push('…');
                rest = &rest[length..];
            }
            None => {
                let length = rest.chars().next().map_or(0, char::len_utf8);
                kept.push_str(&rest[..length]);
                rest = &rest[length..];
            }
        }
    }
    if foreign.is_some() {
        kept.push_str(" …");
    }
    Some(kept)
}

/// Returns how long the text in quotes, in braces or between vertical bars is that starts here.
fn value_length(rest: &str, before: &str) -> Option<usize> {
    match rest.chars().next()? {
        '{' => Some(group_length(rest)),
        '|' => Some(rest[1..].find('|').map_or(rest.len(), |end| end + 2)),
        _ => {
            let quote = Quote::at_start(rest)?;
            let is_in_word = before.ends_with(char::is_alphanumeric);
            let is_value = !quote.is_apostrophe() || (!is_in_word && quote.content(rest).is_some());
            is_value.then(|| quoted_length(rest, quote))
        }
    }
}

/// Returns how long a quoted text with its quotes is. One that is not closed extends to the end.
fn quoted_length(text: &str, quote: Quote) -> usize {
    quote
        .content(text)
        .map_or(text.len(), |content| content.len() + 2 * quote.length())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::remove_quoted_values;

    proptest! {
        #[test]
        fn no_text_panics(
            text in "([ -~é]|got &value.valueUnstructured|Invalid value: |byte of \\.\\.\\.|\\||\\{|\\}){0,30}"
        ) {
            let _ = remove_quoted_values(&text);
        }
    }

    #[test]
    fn quoted_values_are_removed() {
        for (message, expected) in [
            (
                ".stringData.password: expected string, got &value.valueUnstructured{Value:81734655}",
                ".stringData.password: expected string, got …",
            ),
            (
                "a: expected string, got &value.valueUnstructured{Value:map[string]interface {}{\"x\":\"y\"}} b: expected \
                 string, got &value.valueUnstructured{Value:2}",
                "a: expected string, got … b: expected string, got …",
            ),
            (
                "Job.batch \"m\" is invalid: spec.template: Invalid value: core.PodTemplateSpec{Spec:core.PodSpec{Env: \
                 \"hunter2\"}}: field is immutable",
                "Job.batch \"m\" is invalid: spec.template: Invalid value: …: field is immutable",
            ),
            (
                "spec.selector: Invalid value: {\"matchLabels\":{\"tier\":\"a\"}}: field is immutable",
                "spec.selector: Invalid value: …: field is immutable",
            ),
            ("got &value.valueUnstructured{Value:81734655", "got …"),
            (
                "error found in #10 byte of ...|word\":8173|..., bigger context ...|{\"data\":{\"pass|... and",
                "error found in #10 byte of ...…..., bigger context ...…... and",
            ),
            (
                "metadata.labels: Invalid value: \"hunter2 !\": a valid label must be 'MyValue' or \"x\"",
                "metadata.labels: Invalid value: …: a valid label must be … or …",
            ),
            (
                "patch: Invalid value: \"{\\\"data\\\":{\\\"a\\\":\\\"hunter2\\\"}}\": too long, don't",
                "patch: Invalid value: …: too long, don't",
            ),
            (
                "a: Unsupported value: \"cut off in the mid",
                "a: Unsupported value: …",
            ),
            (
                "line 3: cannot unmarshal !!str `hunter2` into int",
                "line 3: cannot unmarshal !!str … into int",
            ),
            (
                "webhook \"p\" denied the request: hunter2 is weak",
                "webhook \"p\" denied the request: …",
            ),
            (
                "n: Invalid value: 81734655: must be less",
                "n: Invalid value: …: must be less",
            ),
        ] {
            assert_eq!(remove_quoted_values(message).as_deref(), Some(expected));
        }
    }

    #[test]
    fn other_texts_are_kept() {
        for message in [
            "Rollback \"shop\" failed: timed out waiting for the condition",
            "Upgrade complete: see \"Notes\" {x}",
        ] {
            assert_eq!(remove_quoted_values(message), None);
        }
    }
}

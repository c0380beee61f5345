//! Removes the values that error messages of `helm` and of the API server quote: they can be secrets, whatever their name.

/// The phrases before a quoted value, and how the value is delimited.
const QUOTING_PHRASES: [(&str, Delimiter); 3] = [
    // structured-merge-diff, about a field of another type: `expected string, got &value.valueUnstructured{Value:81734655}`.
    ("got &value.valueUnstructured", Delimiter::Brackets),
    // field.Invalid, about a whole structure: `Invalid value: core.PodTemplateSpec{…}: field is immutable`.
    ("Invalid value: ", Delimiter::Brackets),
    // json-iterator: `error found in #10 byte of ...|word":817|..., bigger context ...|{"data":{"pass|...`.
    ("byte of ...", Delimiter::Bars),
];

#[derive(Clone, Copy)]
enum Delimiter {
    /// From the first brace or bracket to the last one. A plain word or number before them is kept.
    Brackets,
    /// From the first vertical bar to the last one.
    Bars,
}

/// Returns a message without the values that it quotes; `None` when it quotes none.
pub(crate) fn remove_quoted_values(message: &str) -> Option<String> {
    let mut phrase = next_phrase(message, 0)?;
    let mut kept = message[..phrase.start].to_owned();
    loop {
        let following = next_phrase(message, phrase.end);
        let end = following.as_ref().map_or(message.len(), |next| next.start);
        let after_phrase = &message[phrase.end..end];
        kept.push_str(&message[phrase.start..phrase.end]);
        match quoted_value(after_phrase, phrase.delimiter) {
            None => kept.push_str(after_phrase),
            Some((start, end)) => {
                kept.extend([&after_phrase[..start], "…", &after_phrase[end..]]);
            }
        }
        match following {
            Some(next) => phrase = next,
            None => return Some(kept),
        }
    }
}

/// One of [`QUOTING_PHRASES`] in a message.
struct Phrase {
    start: usize,
    end: usize,
    delimiter: Delimiter,
}

/// Returns the first phrase at or after a position.
fn next_phrase(message: &str, from: usize) -> Option<Phrase> {
    let phrases = QUOTING_PHRASES.iter().filter_map(|(words, delimiter)| {
        let start = from + message[from..].find(words)?;
        Some(Phrase {
            start,
            end: start + words.len(),
            delimiter: *delimiter,
        })
    });
    phrases.min_by_key(|phrase| phrase.start)
}

/// Returns where the value is that a text quotes at its start. A value without an end delimiter extends to the end.
fn quoted_value(text: &str, delimiter: Delimiter) -> Option<(usize, usize)> {
    match delimiter {
        Delimiter::Bars => {
            let start = text.find('|')? + 1;
            let end = text.rfind('|').filter(|end| *end >= start);
            Some((start, end.unwrap_or(text.len())))
        }
        Delimiter::Brackets => {
            let is_name = |c: char| c.is_ascii_alphanumeric() || "_.*&".contains(c);
            let bracket = text.find(|c| !is_name(c))?;
            if !text[bracket..].starts_with(['{', '[']) {
                return None;
            }
            let start = bracket + 1;
            let end = text.rfind(['}', ']']).filter(|end| *end >= start);
            Some((start, end.unwrap_or(text.len())))
        }
    }
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
                ".stringData.password: expected string, got &value.valueUnstructured{…}",
            ),
            (
                "a: expected string, got &value.valueUnstructured{Value:map[string]interface {}{\"x\":\"y\"}} b: expected \
                 string, got &value.valueUnstructured{Value:2}",
                "a: expected string, got &value.valueUnstructured{…} b: expected string, got \
                 &value.valueUnstructured{…}",
            ),
            (
                "Job.batch \"m\" is invalid: spec.template: Invalid value: core.PodTemplateSpec{Spec:core.PodSpec{Env: \
                 \"hunter2\"}}: field is immutable",
                "Job.batch \"m\" is invalid: spec.template: Invalid value: core.PodTemplateSpec{…}: field is immutable",
            ),
            (
                "spec.selector: Invalid value: {\"matchLabels\":{\"tier\":\"a\"}}: field is immutable",
                "spec.selector: Invalid value: {…}: field is immutable",
            ),
            (
                "got &value.valueUnstructured{Value:81734655",
                "got &value.valueUnstructured{…",
            ),
            (
                "error found in #10 byte of ...|word\":8173|..., bigger context ...|{\"data\":{\"pass|... and",
                "error found in #10 byte of ...|…|... and",
            ),
        ] {
            assert_eq!(remove_quoted_values(message).as_deref(), Some(expected));
        }
    }

    #[test]
    fn plain_words_are_kept() {
        let message = "metadata.name: Invalid value: \"A b\": must be lower case, and data[0]";
        let kept = remove_quoted_values(message);
        assert!(kept.is_none_or(|kept| kept == message));
        assert_eq!(
            remove_quoted_values("timed out waiting for the condition"),
            None
        );
    }
}

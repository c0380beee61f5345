//! What helm and the API server say of an error, without the values that they quote: those may be passwords, whatever stands
//! beside them.

/// Where a value is quoted, as Go prints it or as JSON.
const QUOTES: [(&str, Quoted); 3] = [
    // structured-merge-diff, of a field of another type: `expected string, got &value.valueUnstructured{Value:81734655}`.
    ("got &value.valueUnstructured", Quoted::InBraces),
    // field.Invalid, of a whole structure: `Invalid value: core.PodTemplateSpec{…}: field is immutable`.
    ("Invalid value: ", Quoted::InBraces),
    // json-iterator: `error found in #10 byte of ...|word":817|..., bigger context ...|{"data":{"pass|...`.
    ("byte of ...", Quoted::InBars),
];

#[derive(Clone, Copy)]
enum Quoted {
    /// From the first brace or bracket to the last one; a plain word or number is left.
    InBraces,
    /// From the first bar to the last one.
    InBars,
}

/// The text without what is quoted; `None` when nothing is.
pub(crate) fn without_quotes(text: &str) -> Option<String> {
    let mut sign = next(text, 0)?;
    let mut kept = text[..sign.start].to_owned();
    loop {
        let following = next(text, sign.end);
        let stop = following.as_ref().map_or(text.len(), |next| next.start);
        let quoting = &text[sign.end..stop];
        kept.push_str(&text[sign.start..sign.end]);
        match cut(quoting, sign.quoted) {
            None => kept.push_str(quoting),
            Some((from, to)) => {
                kept.extend([&quoting[..from], "…", &quoting[to..]]);
            }
        }
        match following {
            Some(next) => sign = next,
            None => return Some(kept),
        }
    }
}

/// Where words stand that announce a quotation.
struct Sign {
    start: usize,
    end: usize,
    quoted: Quoted,
}

/// The first sign of a quotation from there on.
fn next(text: &str, from: usize) -> Option<Sign> {
    let signs = QUOTES.iter().filter_map(|(words, quoted)| {
        let start = from + text[from..].find(words)?;
        Some(Sign {
            start,
            end: start + words.len(),
            quoted: *quoted,
        })
    });
    signs.min_by_key(|sign| sign.start)
}

/// What is to go of a text that begins with a quotation.
fn cut(text: &str, quoted: Quoted) -> Option<(usize, usize)> {
    match quoted {
        Quoted::InBars => {
            let from = text.find('|')? + 1;
            let to = text.rfind('|').filter(|to| *to >= from);
            Some((from, to.unwrap_or(text.len())))
        }
        Quoted::InBraces => {
            let name = |c: char| c.is_ascii_alphanumeric() || "_.*&".contains(c);
            let from = text.find(|c| !name(c))?;
            if !text[from..].starts_with(['{', '[']) {
                return None;
            }
            let from = from + 1;
            let to = text.rfind(['}', ']']).filter(|to| *to >= from);
            Some((from, to.unwrap_or(text.len())))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::without_quotes;

    proptest! {
        #[test]
        fn no_text_panics(
            text in "([ -~é]|got &value.valueUnstructured|Invalid value: |byte of \\.\\.\\.|\\||\\{|\\}){0,30}"
        ) {
            let _ = without_quotes(&text);
        }
    }

    #[test]
    fn what_is_quoted_is_left_out() {
        for (said, expected) in [
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
            assert_eq!(without_quotes(said).as_deref(), Some(expected));
        }
    }

    #[test]
    fn plain_words_are_left() {
        let said = "metadata.name: Invalid value: \"A b\": must be lower case, and data[0]";
        let kept = without_quotes(said);
        assert!(kept.is_none_or(|kept| kept == said));
        assert_eq!(without_quotes("timed out waiting for the condition"), None);
    }
}

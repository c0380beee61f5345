//! Parts of the messages that Kubernetes writes.

/// Returns what follows a marker in a text.
pub(crate) fn after<'a>(text: &'a str, marker: &str) -> Option<&'a str> {
    text.split_once(marker).map(|(_, rest)| rest)
}

/// Returns what stands between two markers in a text.
pub(crate) fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    after(text, start)?.split_once(end).map(|(inner, _)| inner)
}

/// Returns what stands in double quotes after a marker.
pub(crate) fn quoted_after<'a>(text: &'a str, marker: &str) -> Option<&'a str> {
    between(after(text, marker)?, "\"", "\"")
}

/// Returns whether a text contains one of these words or phrases, in any case of ASCII letters.
pub(crate) fn has_any(text: &str, phrases: &[&str]) -> bool {
    phrases
        .iter()
        .any(|phrase| astern_diff::contains_ignore_ascii_case(text, phrase))
}

/// Returns whether a text names something: the name stands in it as a word of its own. Letters, digits, `_` and `-` continue a
/// word.
pub(crate) fn names(text: &str, name: &str) -> bool {
    let continues = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    !name.is_empty()
        && text.match_indices(name).any(|(start, found)| {
            let before = text[..start].chars().next_back();
            let after = text[start + found.len()..].chars().next();
            !before.is_some_and(continues) && !after.is_some_and(continues)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_whole_word() {
        assert!(names("invalid value for PORT: x", "PORT"));
        assert!(names("configmap \"web\" not found", "web"));
        assert!(!names("configmap \"web-config\" not found", "web"));
        assert!(!names("EXPORT failed", "PORT"));
        assert!(!names("any", ""));
    }

    #[test]
    fn parts_between_markers_are_found() {
        assert_eq!(
            quoted_after("pull image \"a:1\" now", "image "),
            Some("a:1")
        );
        assert_eq!(between("key k in Secret", "key ", " in"), Some("k"));
        assert_eq!(quoted_after("nothing", "image "), None);
    }
}

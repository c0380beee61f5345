//! Colours for a terminal: green for added, red for removed. The signs at the start of the lines say the same.

const GREEN: &str = "\x1b[32m";
const RED: &str = "\x1b[31m";
const RESET: &str = "\x1b[0m";

/// Whether an output is coloured: where it goes to a terminal and `NO_COLOR` is not set (<https://no-color.org>).
pub(crate) fn is_enabled(is_terminal: bool) -> bool {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    is_terminal && !no_color
}

/// Colours the lines that begin with one of the `indents` and a sign.
pub(crate) fn colorize(text: &str, indents: &[&str]) -> String {
    let mut colored = String::with_capacity(text.len() + text.len() / 8);
    for line in text.split_inclusive('\n') {
        let (line, end) = match line.strip_suffix('\n') {
            Some(line) => (line, "\n"),
            None => (line, ""),
        };
        let begins_with = |sign| {
            let mut indents = indents.iter();
            indents.any(|indent| {
                line.strip_prefix(indent)
                    .is_some_and(|rest| rest.starts_with(sign))
            })
        };
        let color = match (begins_with('+'), begins_with('-')) {
            (true, _) => Some(GREEN),
            (_, true) => Some(RED),
            (false, false) => None,
        };
        match color {
            Some(color) => colored.extend([color, line, RESET, end]),
            None => colored.extend([line, end]),
        }
    }
    colored
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_a_sign_are_colored_and_others_stay() {
        let text = "a\n  + b\n- c\n  ~ d\n - e\n\n+f";
        let colored = colorize(text, &["", "  "]);
        assert_eq!(
            colored,
            "a\n\x1b[32m  + b\x1b[0m\n\x1b[31m- c\x1b[0m\n  ~ d\n - e\n\n\x1b[32m+f\x1b[0m"
        );
        let plain = [GREEN, RED, RESET]
            .iter()
            .fold(colored, |text, code| text.replace(code, ""));
        assert_eq!(plain, text);
    }
}

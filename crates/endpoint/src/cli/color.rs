//! Colour for a terminal: green for what is added, red for what is gone. The signs say the same without it.

use std::io::IsTerminal as _;

const GREEN: &str = "\x1b[32m";
const RED: &str = "\x1b[31m";
const END: &str = "\x1b[0m";

/// Whether colour is wanted: on a terminal, unless `NO_COLOR` says otherwise (<https://no-color.org>).
pub(super) fn is_wanted() -> bool {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    std::io::stdout().is_terminal() && !no_color
}

/// The text with the lines coloured that begin with a sign, which stands behind one of the `indents`.
pub(super) fn paint(text: &str, indents: &[&str]) -> String {
    let mut painted = String::with_capacity(text.len() + text.len() / 8);
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
        let colour = match (begins_with('+'), begins_with('-')) {
            (true, _) => Some(GREEN),
            (_, true) => Some(RED),
            (false, false) => None,
        };
        match colour {
            Some(colour) => painted.extend([colour, line, END, end]),
            None => painted.extend([line, end]),
        }
    }
    painted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_coloured_and_nothing_else_changes() {
        let text = "a\n  + b\n- c\n  ~ d\n - e\n\n+f";
        let painted = paint(text, &["", "  "]);
        assert_eq!(
            painted,
            "a\n\x1b[32m  + b\x1b[0m\n\x1b[31m- c\x1b[0m\n  ~ d\n - e\n\n\x1b[32m+f\x1b[0m"
        );
        let plain = [GREEN, RED, END]
            .iter()
            .fold(painted, |text, code| text.replace(code, ""));
        assert_eq!(plain, text);
    }
}

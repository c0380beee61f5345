//! Writes strings: plain where that is unambiguous, else quoted, or as a `|` block.

use std::fmt::Write;

use astern_yaml::{Scalar, resolve};

/// Writes a string on one line: plain, in single quotes, or in double quotes with escapes.
pub(super) fn push_inline(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else if text.chars().all(is_printable) {
        out.push('\'');
        out.push_str(&text.replace('\'', "''"));
        out.push('\'');
    } else {
        push_escaped(out, text);
    }
}

/// Returns whether a plain scalar of this text is read back as the same string, in any position of block style.
fn is_plain(text: &str) -> bool {
    let starts_safely = text.chars().next().is_some_and(|c| {
        c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '(' | '$' | '+' | '^' | ';')
    });
    // `-v` and `--flag` are plain too; `-` alone, `- x` and `---` are not.
    let is_flag = text.starts_with('-')
        && !text.starts_with("---")
        && text
            .trim_start_matches('-')
            .starts_with(|c: char| c.is_alphanumeric());
    (starts_safely || is_flag)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.starts_with("...")
        && text.chars().all(is_printable)
        && matches!(resolve(text), Scalar::Text(_))
}

/// Returns whether every YAML reader keeps a character unchanged within a line.
fn is_printable(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
}

fn push_escaped(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0' => out.push_str("\\0"),
            c if is_printable(c) => out.push(c),
            c => {
                // Writing to a String does not fail.
                let _ = write!(out, "\\U{:08x}", u32::from(c));
            }
        }
    }
    out.push('"');
}

/// Returns whether a string can be written as a `|` block: it has several lines, the first does not start with white space
/// and the last is not blank, so that the indentation is unambiguous.
pub(super) fn is_block(text: &str) -> bool {
    let last = text
        .trim_end_matches('\n')
        .rsplit('\n')
        .next()
        .unwrap_or_default();
    text.contains('\n')
        && !text.starts_with([' ', '\t', '\n'])
        && !last.trim_matches([' ', '\t']).is_empty()
        && text
            .chars()
            .all(|c| c == '\n' || c == '\t' || is_printable(c))
}

/// Writes a string as a `|` block, indented by `indent`, and the line break after it.
pub(super) fn push_block(out: &mut String, text: &str, indent: usize) {
    let body = text.trim_end_matches('\n');
    let breaks = text.len() - body.len();
    out.push_str(match breaks {
        0 => "|-\n",
        1 => "|\n",
        _ => "|+\n",
    });
    for line in body.split('\n') {
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
        out.push('\n');
    }
    out.extend(std::iter::repeat_n('\n', breaks.saturating_sub(1)));
}

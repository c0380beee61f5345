//! Writes the parts of a report in Markdown.

use std::fmt::{self, Write as _};

use crate::cli::compare::report::{Field, Item, Prominence, Report, Section};
use crate::cli::compare::text::{safe, sign};

/// Writes what stands before the sections.
pub(super) fn write_beginning(text: &mut String, report: &Report) -> fmt::Result {
    writeln!(text, "## {}\n", plain(&report.title))?;
    for line in &report.unread {
        writeln!(text, "**{}**\n", plain(line))?;
    }
    for (index, line) in report.summary.iter().enumerate() {
        match index {
            0 => writeln!(text, "**{}**", plain(line))?,
            _ => writeln!(text, "\n{}", plain(line))?,
        }
    }
    Ok(())
}

/// Writes a section with all of its items.
pub(super) fn write_section(text: &mut String, section: &Section) -> fmt::Result {
    write_items(text, section, &section.items)
}

/// Writes a section with these of its items.
pub(super) fn write_items(text: &mut String, section: &Section, items: &[Item]) -> fmt::Result {
    let heading = plain(&section.heading);
    // `<summary>` holds HTML, not Markdown. An empty section is not folded.
    let folded = section.prominence == Prominence::Detail && !section.items.is_empty();
    match folded {
        true => writeln!(
            text,
            "\n<details>\n<summary>{}</summary>",
            html(&section.heading)
        )?,
        false => writeln!(text, "\n### {heading}")?,
    }
    let mut table = false;
    let mut list = false;
    for item in items {
        if !std::mem::replace(&mut table, matches!(item, Item::Field(_))) && table {
            writeln!(
                text,
                "\n|  | field | from | to |\n| --- | --- | --- | --- |"
            )?;
        }
        let in_list = matches!(
            item,
            Item::Object { .. } | Item::Text(_) | Item::Hidden { .. } | Item::Link { .. }
        );
        if !std::mem::replace(&mut list, in_list) && list {
            writeln!(text)?;
        }
        write_item(text, item)?;
    }
    match folded {
        true => writeln!(text, "\n</details>"),
        false => Ok(()),
    }
}

fn write_item(text: &mut String, item: &Item) -> fmt::Result {
    match item {
        Item::Hidden { summary, .. } => writeln!(text, "- {}", plain(summary)),
        Item::Text(text_item) => writeln!(text, "- {}", plain(text_item)),
        Item::Field(field) => {
            let cell = |value: &Option<String>| {
                value
                    .as_deref()
                    .map(|value| code(value).replace('|', "\\|"))
                    .unwrap_or_default()
            };
            let note = field.note.as_deref();
            let note = note.map(|note| format!(" ({})", plain(note)));
            let path = code(&field.path).replace('|', "\\|") + &note.unwrap_or_default();
            let (mark, from, to) = (sign(field.change), cell(&field.from), cell(&field.to));
            writeln!(text, "| {mark} | {path} | {from} | {to} |")
        }
        Item::Object {
            change,
            name,
            note,
            fields,
            hidden,
        } => {
            let sign_prefix = change
                .map(|change| format!("{} ", code(&sign(change).to_string())))
                .unwrap_or_default();
            let note = note
                .as_ref()
                .map(|note| format!(": {}", plain(note)))
                .unwrap_or_default();
            writeln!(text, "- {sign_prefix}{}{note}", code(name))?;
            for field in fields {
                write_field(text, field)?;
            }
            match hidden {
                Some(hidden) => writeln!(text, "  - {}", plain(hidden)),
                None => Ok(()),
            }
        }
        Item::Lines(lines) => write_lines(text, "", lines.lines()),
        Item::Link { text: label, url } => match url {
            Some(url) => writeln!(text, "- [{}](<{}>)", plain(label), address(url)),
            None => writeln!(text, "- {}", plain(label)),
        },
    }
}

fn write_field(text: &mut String, field: &Field) -> fmt::Result {
    let (mark, path) = (sign(field.change).to_string(), code(&field.path));
    write!(text, "  - {} {path}", code(&mark))?;
    if field.lines.is_empty() {
        match (&field.from, &field.to) {
            (Some(from), Some(to)) => write!(text, ": {} → {}", code(from), code(to))?,
            (Some(only), None) | (None, Some(only)) => write!(text, ": {}", code(only))?,
            (None, None) => {}
        }
    }
    match &field.note {
        Some(note) => writeln!(text, " ({})", plain(note))?,
        None => writeln!(text)?,
    }
    match field.lines.is_empty() {
        true => Ok(()),
        false => write_lines(text, "    ", field.lines.iter().map(String::as_str)),
    }
}

/// Writes lines of a diff in a fence that is longer than every run of backticks in them.
fn write_lines<'l>(
    text: &mut String,
    indent: &str,
    lines: impl Iterator<Item = &'l str> + Clone,
) -> fmt::Result {
    let fence = "`".repeat(
        lines
            .clone()
            .map(longest_run)
            .max()
            .unwrap_or_default()
            .max(2)
            + 1,
    );
    writeln!(text, "\n{indent}{fence}diff")?;
    for line in lines {
        writeln!(text, "{indent}{}", safe(line))?;
    }
    writeln!(text, "{indent}{fence}")
}

/// A code span. Its fence is longer than every run of backticks in it.
fn code(text: &str) -> String {
    let shown = safe(text);
    let fence = "`".repeat(longest_run(&shown) + 1);
    // Spaces separate a backtick at the border from the fence; Markdown removes one at each end.
    match shown.is_empty() || shown.starts_with(['`', ' ']) || shown.ends_with(['`', ' ']) {
        true => format!("{fence} {shown} {fence}"),
        false => format!("{fence}{shown}{fence}"),
    }
}

/// Returns the length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default()
}

/// Escapes Markdown and HTML in prose.
pub(super) fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in safe(text).chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '@' => {
                escaped.push('\\');
                escaped.push(character);
            }
            other => push_html(&mut escaped, other),
        }
    }
    escaped
}

/// Escapes text between HTML tags.
fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    safe(text)
        .chars()
        .for_each(|character| push_html(&mut escaped, character));
    escaped
}

fn push_html(text: &mut String, character: char) {
    match character {
        '&' => text.push_str("&amp;"),
        '<' => text.push_str("&lt;"),
        '>' => text.push_str("&gt;"),
        other => text.push(other),
    }
}

/// Escapes a link destination within `<…>`.
fn address(url: &str) -> String {
    safe(url)
        .replace('<', "%3C")
        .replace('>', "%3E")
        .replace('\\', "%5C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_code_span_but_its_end() {
        for (text, expected) in [
            ("a", "`a`"),
            ("a`b", "``a`b``"),
            ("`", "`` ` ``"),
            ("", "`  `"),
            ("a\nb", "`a b`"),
        ] {
            assert_eq!(code(text), expected);
        }
    }

    #[test]
    fn prose_is_no_markup() {
        assert_eq!(
            plain("<b> *x* a_b [y](z) | #1"),
            "&lt;b&gt; \\*x\\* a\\_b \\[y\\](z) \\| \\#1"
        );
        assert_eq!(html("a & <b>"), "a &amp; &lt;b&gt;");
    }

    #[test]
    fn an_address_stays_one() {
        assert_eq!(address("https://x/a>b<c"), "https://x/a%3Eb%3Cc");
    }
}

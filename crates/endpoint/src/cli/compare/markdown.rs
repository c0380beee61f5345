//! Renders a report in Markdown, for the channel of an incident or its review.

use std::fmt::{self, Write as _};

use astern_wording::count;

use super::presentation::Extent;
use super::report::{Field, Item, Prominence, Report, Section};
use super::text::{safe, sign};

/// The most characters of a message in a chat.
const MAX_MESSAGE: usize = 4000;

/// Renders the report. The short form fits a message: it leaves out sections from the end of the report, details first, and
/// names them.
pub(super) fn render(report: &Report, extent: Extent) -> String {
    let mut beginning = String::new();
    // Writing to a String cannot fail.
    let _ = write_beginning(&mut beginning, report);
    let sections: Vec<(&Section, String)> = report
        .sections
        .iter()
        .map(|section| {
            let mut text = String::new();
            let _ = write_section(&mut text, section);
            (section, text)
        })
        .collect();
    let whole = sections.iter().map(|(_, text)| text.as_str());
    let whole: String = std::iter::once(beginning.as_str()).chain(whole).collect();
    match extent {
        Extent::Short if whole.chars().count() > MAX_MESSAGE => shortened(&beginning, &sections),
        _ => whole,
    }
}

/// Returns the beginning and as many items of the sections as fit a message, the main sections first; of the others the
/// headings.
fn shortened(beginning: &str, sections: &[(&Section, String)]) -> String {
    const REST: &str = "\n`--full` prints everything.\n";
    let length = |text: &str| text.chars().count();
    let name = |section: &Section| format!("\n- {}\n", plain(&section.heading));
    let names: usize = sections
        .iter()
        .map(|(section, _)| length(&name(section)))
        .sum();
    let mut left = MAX_MESSAGE.saturating_sub(length(beginning) + names + length(REST));
    let mut parts: Vec<String> = sections.iter().map(|(section, _)| name(section)).collect();
    for prominence in [Prominence::Main, Prominence::Detail] {
        for ((section, text), part) in sections.iter().zip(&mut parts) {
            if section.prominence != prominence {
                continue;
            }
            let whole = length(text);
            let fitting = match (whole <= left, prominence) {
                (true, _) => Some(text.clone()),
                (false, Prominence::Main) => beginning_of(section, left),
                (false, Prominence::Detail) => None,
            };
            if let Some(text) = fitting {
                left -= length(&text).min(left);
                *part = text;
            }
        }
    }
    let parts = parts.iter().map(String::as_str);
    let all: String = std::iter::once(beginning).chain(parts).collect();
    // A beginning that is too long by itself is cut.
    let all: String = all.chars().take(MAX_MESSAGE - length(REST)).collect();
    all + REST
}

/// Returns the beginning of a section that has at most `limit` characters; `None` where not one item fits.
fn beginning_of(section: &Section, limit: usize) -> Option<String> {
    let render = |number: usize| {
        let mut text = String::new();
        let items = section.items.get(..number).unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = write_items(&mut text, section, items);
        text.push_str(&format!(
            "- … {}\n",
            count(section.items.len() - number, "more item")
        ));
        text
    };
    let fits = |number: &usize| render(*number).chars().count() <= limit;
    (1..section.items.len()).take_while(fits).last().map(render)
}

fn write_beginning(text: &mut String, report: &Report) -> fmt::Result {
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

fn write_section(text: &mut String, section: &Section) -> fmt::Result {
    write_items(text, section, &section.items)
}

/// Writes a section with these of its items.
fn write_items(text: &mut String, section: &Section, items: &[Item]) -> fmt::Result {
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
fn plain(text: &str) -> String {
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

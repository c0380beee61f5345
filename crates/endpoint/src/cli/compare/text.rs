//! Renders a report for a terminal.

use std::fmt::{self, Write as _};

use astern_compare::Change;
use astern_wording::visible_line;

use super::report::{Field, Item, Report};

/// The longest value that is rendered whole, in characters. The JSON has all of it.
const VALUE_LIMIT: usize = 160;

/// The indent before the sign of an object, and of a field in it.
pub(super) const INDENTS: [&str; 2] = ["  ", "      "];

/// Renders the report.
pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_to(&mut text, report);
    text
}

fn write_to(text: &mut String, report: &Report) -> fmt::Result {
    for line in report.unread.iter().chain(&report.summary) {
        writeln!(text, "{}", safe(line))?;
    }
    for section in &report.sections {
        writeln!(text, "\n{}", safe(&section.heading))?;
        for item in &section.items {
            write_item(text, item)?;
        }
    }
    Ok(())
}

fn write_item(text: &mut String, item: &Item) -> fmt::Result {
    match item {
        Item::Text(text_item) => writeln!(text, "  {}", safe(text_item)),
        Item::Hidden { summary, hint } => writeln!(text, "  {}; {hint}", safe(summary)),
        Item::Field(field) => write_field(text, "  ", field),
        Item::Object {
            change,
            name,
            note,
            fields,
            hidden,
        } => {
            let sign_prefix = change
                .map(|change| format!("{} ", sign(change)))
                .unwrap_or_default();
            write!(text, "  {sign_prefix}{}", safe(name))?;
            match note {
                Some(note) => writeln!(text, " ({})", safe(note))?,
                None => writeln!(text)?,
            }
            for field in fields {
                write_field(text, "      ", field)?;
            }
            match hidden {
                Some(hidden) => writeln!(text, "      {}", safe(hidden)),
                None => Ok(()),
            }
        }
        Item::Lines(lines) => lines
            .lines()
            .try_for_each(|line| writeln!(text, "  | {}", safe(line))),
        Item::Link { text: label, url } => match url {
            Some(url) if url != label => writeln!(text, "  {}: {}", safe(label), safe(url)),
            _ => writeln!(text, "  {}", safe(label)),
        },
    }
}

fn write_field(text: &mut String, indent: &str, field: &Field) -> fmt::Result {
    write!(text, "{indent}{} {}", sign(field.change), safe(&field.path))?;
    match (&field.from, &field.to) {
        (Some(from), Some(to)) => write!(text, ": {} → {}", shorten(from), shorten(to))?,
        (Some(only), None) | (None, Some(only)) => write!(text, ": {}", shorten(only))?,
        (None, None) => {}
    }
    match &field.note {
        Some(note) => writeln!(text, " ({})", safe(note)),
        None => writeln!(text),
    }
}

/// The sign of a change, in one character.
pub(super) fn sign(change: Change) -> char {
    match change {
        Change::Added => '+',
        Change::Removed => '-',
        Change::Changed => '~',
        Change::Reordered => '⇅',
    }
}

/// Returns the beginning of a value, on one line.
pub(super) fn shorten(value: &str) -> String {
    let mut shown: String = value.chars().take(VALUE_LIMIT).collect();
    if shown.len() < value.len() {
        shown.push_str(" …");
    }
    safe(&shown)
}

/// Returns a text on one line, with characters that are not shown as numbers.
pub(super) fn safe(text: &str) -> String {
    visible_line(text).into_owned()
}

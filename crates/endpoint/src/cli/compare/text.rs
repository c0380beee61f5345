//! A report for a terminal.

use std::fmt::{self, Write as _};

use astern_compare::Change;
use astern_protocol::misleads;

use super::report::{Field, Item, Report};

/// The longest value that is printed whole, in characters; the JSON has all of it.
const VALUE: usize = 160;

/// What stands before a sign: of an object, and of a field in it.
pub(super) const INDENTS: [&str; 2] = ["  ", "      "];

/// The whole text.
pub(super) fn write(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_to(&mut text, report);
    text
}

fn write_to(text: &mut String, report: &Report) -> fmt::Result {
    for line in &report.answer {
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
        Item::Words(words) => writeln!(text, "  {}", safe(words)),
        Item::Folded { what, hint } => writeln!(text, "  {}; {hint}", safe(what)),
        Item::Field(field) => write_field(text, "  ", field),
        Item::Object {
            mark,
            name,
            words,
            fields,
            more,
        } => {
            let mark = mark
                .map(|mark| format!("{} ", sign(mark)))
                .unwrap_or_default();
            write!(text, "  {mark}{}", safe(name))?;
            match words {
                Some(words) => writeln!(text, " ({})", safe(words))?,
                None => writeln!(text)?,
            }
            for field in fields {
                write_field(text, "      ", field)?;
            }
            match more {
                Some(more) => writeln!(text, "      {}", safe(more)),
                None => Ok(()),
            }
        }
        Item::Lines(lines) => lines
            .lines()
            .try_for_each(|line| writeln!(text, "  | {}", safe(line))),
        Item::Link { text: said, url } => match url {
            Some(url) if url != said => writeln!(text, "  {}: {}", safe(said), safe(url)),
            _ => writeln!(text, "  {}", safe(said)),
        },
    }
}

fn write_field(text: &mut String, indent: &str, field: &Field) -> fmt::Result {
    write!(text, "{indent}{} {}", sign(field.mark), safe(&field.path))?;
    match (&field.from, &field.to) {
        (Some(from), Some(to)) => write!(text, ": {} → {}", short(from), short(to))?,
        (Some(only), None) | (None, Some(only)) => write!(text, ": {}", short(only))?,
        (None, None) => {}
    }
    match &field.aside {
        Some(aside) => writeln!(text, " ({})", safe(aside)),
        None => writeln!(text),
    }
}

/// How something differs, in one character.
pub(super) fn sign(change: Change) -> char {
    match change {
        Change::Added => '+',
        Change::Removed => '-',
        Change::Changed => '~',
        Change::Reordered => '⇅',
    }
}

fn short(value: &str) -> String {
    let mut shown: String = value.chars().take(VALUE).collect();
    if shown.len() < value.len() {
        shown.push_str(" …");
    }
    safe(&shown)
}

/// Nothing from the cluster speaks to the terminal, or has it write a line from its end.
pub(super) fn safe(text: &str) -> String {
    text.replace(misleads, " ")
}

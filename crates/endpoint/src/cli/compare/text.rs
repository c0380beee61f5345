//! Renders a report for a terminal.

use std::fmt::{self, Write as _};

use astern_compare::Change;
use astern_wording::{count, visible_line};

use super::presentation::Extent;
use super::report::{Field, Item, Prominence, Report, Section};

/// The indent before the sign of an object, and of a field in it.
pub(super) const INDENTS: [&str; 2] = ["  ", "      "];

/// The most lines of the short form.
const MAX_LINES: usize = 40;

/// The fewest lines of a section in the short form.
const MIN_SECTION: usize = 2;

/// Renders the report. In the short form details are named, and of sections that are too long the beginning is shown.
pub(super) fn render(report: &Report, extent: Extent) -> String {
    let mut text = String::new();
    for line in report.unread.iter().chain(&report.summary) {
        push_line(&mut text, line);
    }
    let sections: Vec<(&Section, Vec<String>)> = report
        .sections
        .iter()
        .map(|section| (section, section_lines(section)))
        .collect();
    let before = text.lines().count();
    let whole: usize = sections.iter().map(|(_, lines)| lines.len() + 2).sum();
    let is_short = extent == Extent::Short && before + whole > MAX_LINES;
    let headings = 2 * sections.len();
    let left = MAX_LINES.saturating_sub(before + headings + 1);
    let listed = sections
        .iter()
        .map(|(section, lines)| match is_listed(section) {
            true => lines.len(),
            false => 0,
        });
    let shares = match is_short {
        true => shares(&listed.collect::<Vec<_>>(), left),
        false => sections.iter().map(|(_, lines)| lines.len()).collect(),
    };
    let mut is_cut = false;
    for ((section, lines), shown) in sections.iter().zip(shares) {
        text.push('\n');
        push_line(&mut text, &section.heading);
        is_cut |= shown < lines.len();
        // The line about what follows stands in for one of the shown ones.
        let shown = match lines.len() > shown && shown > 0 {
            true => shown - 1,
            false => shown,
        };
        for line in lines.iter().take(shown) {
            text.push_str(line);
            text.push('\n');
        }
        if is_listed(section) && shown < lines.len() {
            text.push_str(&format!(
                "  … {}\n",
                count(lines.len() - shown, "more line")
            ));
        }
    }
    if is_cut {
        text.push_str("--full prints everything.\n");
    }
    text
}

/// Divides lines among sections of these lengths: the short ones are shown whole, and the others have equal shares of the rest.
fn shares(lengths: &[usize], mut left: usize) -> Vec<usize> {
    let mut shortest_first: Vec<usize> = (0..lengths.len()).collect();
    shortest_first.sort_by_key(|index| lengths.get(*index).copied());
    let mut shares = vec![0; lengths.len()];
    let mut waiting = lengths.len();
    for index in shortest_first {
        let share = (left / waiting.max(1)).max(MIN_SECTION);
        waiting -= 1;
        if let (Some(length), Some(given)) = (lengths.get(index), shares.get_mut(index)) {
            *given = share.min(*length);
            left = left.saturating_sub(*given);
        }
    }
    shares
}

/// Whether the short form lists the items of a section.
fn is_listed(section: &Section) -> bool {
    section.prominence == Prominence::Main
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(&safe(line));
    text.push('\n');
}

fn section_lines(section: &Section) -> Vec<String> {
    let mut text = String::new();
    for item in &section.items {
        // Writing to a String cannot fail.
        let _ = write_item(&mut text, item);
    }
    text.lines().map(str::to_owned).collect()
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
    if field.lines.is_empty() {
        match (&field.from, &field.to) {
            (Some(from), Some(to)) => write!(text, ": {} → {}", safe(from), safe(to))?,
            (Some(only), None) | (None, Some(only)) => write!(text, ": {}", safe(only))?,
            (None, None) => {}
        }
    }
    match &field.note {
        Some(note) => writeln!(text, " ({})", safe(note))?,
        None => writeln!(text)?,
    }
    field
        .lines
        .iter()
        .try_for_each(|line| writeln!(text, "{indent}  | {}", safe(line)))
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

/// Returns a text on one line, with characters that are not shown as numbers.
pub(super) fn safe(text: &str) -> String {
    visible_line(text).into_owned()
}

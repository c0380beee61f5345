//! Renders a report in Markdown, for the channel of an incident or its review.

mod message;
mod writer;

use self::message::{MAX_MESSAGE, shortened};
use self::writer::{write_beginning, write_section};
use super::presentation::Extent;
use super::report::{Report, Section};

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

//! The short form, which fits a message of a chat.

use astern_wording::count;

use super::writer::{plain, write_items};
use crate::cli::compare::report::{Prominence, Section};

/// The most characters of a message.
pub(super) const MAX_MESSAGE: usize = 4000;

/// Returns the beginning and as many items of the sections as fit a message, the main sections first; of the others the
/// headings.
pub(super) fn shortened(beginning: &str, sections: &[(&Section, String)]) -> String {
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

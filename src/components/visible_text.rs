//! Text from the cluster, with invisible characters made visible.

use leptos::prelude::*;

/// Shows a text. Characters that are invisible or change the direction of the text are shown as their code point, such as
/// `U+202E`, because they make a text look like another one.
pub fn visible_text(text: &str) -> AnyView {
    if !text.contains(is_invisible) {
        return text.to_owned().into_any();
    }
    let parts = text.split_inclusive(is_invisible).map(|part| {
        let invisible = part.chars().next_back().filter(|last| is_invisible(*last));
        let visible = part.trim_end_matches(is_invisible).to_owned();
        let invisible = invisible.map(|invisible| {
            view! { <span class="unseen">{format!("U+{:04X}", u32::from(invisible))}</span> }
        });
        view! { {visible}{invisible} }
    });
    parts.collect_view().into_any()
}

/// Returns whether a character is invisible or changes the direction of the text. Joiners are not included: some scripts and
/// emoji are written with them.
fn is_invisible(c: char) -> bool {
    astern_protocol::is_bidi_or_line_break(c)
        || (c.is_control() && !c.is_whitespace())
        // Spaces other than those of YAML.
        || matches!(c, '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
        // Characters without a glyph.
        || matches!(c, '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{2060}'..='\u{2064}' | '\u{2800}')
        || matches!(c, '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::is_invisible;

    #[test]
    fn only_invisible_characters_are_shown_as_code_points() {
        for visible in "a é\t\n日 ’\u{200d}".chars() {
            assert!(!is_invisible(visible), "{visible:?}");
        }
        for invisible in "\u{202e}\u{2066}\u{a0}\u{200b}".chars() {
            assert!(is_invisible(invisible), "{invisible:?}");
        }
    }
}

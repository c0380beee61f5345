//! Text from the cluster, with what nobody would see in it made visible.

use leptos::prelude::*;

/// The text as it stands, but for characters that show nothing or turn the direction of reading, by which a line would
/// seem to say something else than it holds: each is its number, such as `U+202E`.
pub fn literal(text: &str) -> AnyView {
    if !text.contains(is_unseen) {
        return text.to_owned().into_any();
    }
    let parts = text.split_inclusive(is_unseen).map(|part| {
        let unseen = part.chars().next_back().filter(|last| is_unseen(*last));
        let seen = part.trim_end_matches(is_unseen).to_owned();
        let unseen = unseen.map(|unseen| {
            view! { <span class="unseen">{format!("U+{:04X}", u32::from(unseen))}</span> }
        });
        view! { {seen}{unseen} }
    });
    parts.collect_view().into_any()
}

/// Joiners are left alone: some scripts, and some signs, are written with them.
fn is_unseen(c: char) -> bool {
    astern_protocol::turns_direction(c)
        || (c.is_control() && !c.is_whitespace())
        // Spaces that are none of YAML's.
        || matches!(c, '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
        // What is drawn as nothing.
        || matches!(c, '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{2060}'..='\u{2064}' | '\u{2800}')
        || matches!(c, '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::is_unseen;

    #[test]
    fn what_is_seen_is_left() {
        for seen in "a é\t\n日 ’\u{200d}".chars() {
            assert!(!is_unseen(seen), "{seen:?}");
        }
        for unseen in "\u{202e}\u{2066}\u{a0}\u{200b}".chars() {
            assert!(is_unseen(unseen), "{unseen:?}");
        }
    }
}

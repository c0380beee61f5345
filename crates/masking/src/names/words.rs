//! A name as words: `dbPassword`, `DB_PASSWORD` and `db-password` are all `db`, `password`.

/// Returns the words of a name, in lower case.
pub(super) fn split(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut is_previous_lower = false;
    for c in name.chars() {
        let starts_word = c.is_ascii_uppercase() && is_previous_lower;
        if (starts_word || !c.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        is_previous_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Returns the words of a name, in lower case, written together.
pub(super) fn join(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Returns whether a short text contains another. [`str::contains`] prepares for long texts, which takes longer than this
/// search. Most positions differ in the first byte.
#[inline]
pub(super) fn contains(name: &str, part: &str) -> bool {
    let (name, part) = (name.as_bytes(), part.as_bytes());
    let Some((first, rest)) = part.split_first() else {
        return true;
    };
    let last = name.len().saturating_sub(rest.len());
    let starts = name[..last]
        .iter()
        .enumerate()
        .filter(|(_, byte)| *byte == first);
    let mut tails = starts.map(|(at, _)| &name[at + 1..]);
    tails.any(|tail| tail.starts_with(rest))
}

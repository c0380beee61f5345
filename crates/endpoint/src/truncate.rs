//! Shortening the messages of helm and the API server. They begin with the object and end with the reason; what is
//! between may be a whole object.

/// Returns the text on one line, in about `limit` characters: what is too much is taken from the middle. Control
/// characters become spaces, so that nothing in it controls the terminal.
pub(crate) fn truncate_middle(text: &str, limit: usize) -> String {
    let characters: Vec<char> = text.replace(char::is_control, " ").chars().collect();
    if characters.len() <= limit {
        return characters.into_iter().collect();
    }
    let half = limit / 2;
    let (start, end) = (&characters[..half], &characters[characters.len() - half..]);
    start.iter().chain(&[' ', '…', ' ']).chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_left_out() {
        assert_eq!(truncate_middle("short\n\x1b[31m", 20), "short  [31m");
        assert_eq!(truncate_middle("beginning and end", 6), "beg … end");
        assert_eq!(truncate_middle("äöü", 3), "äöü");
    }
}

//! Long sentences of helm and the API server, on one line and without their middle: they begin with
//! the object and end with the reason, and what is between can be a whole object.

/// The text on one line, in about `limit` characters. Nothing in it speaks to the terminal.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    let characters: Vec<char> = text.replace(char::is_control, " ").chars().collect();
    if characters.len() <= limit {
        return characters.into_iter().collect();
    }
    let half = limit / 2;
    let (begin, end) = (&characters[..half], &characters[characters.len() - half..]);
    begin.iter().chain(&[' ', '…', ' ']).chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_what_goes() {
        assert_eq!(shorten("short\n\x1b[31m", 20), "short  [31m");
        assert_eq!(shorten("beginning and end", 6), "beg … end");
        assert_eq!(shorten("äöü", 3), "äöü");
    }
}

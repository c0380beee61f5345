//! Words of sentences, and what is more likely a secret.

/// Words that follow "password is" and the like in sentences, and are no secret.
#[rustfmt::skip]
const COMMON: [&str; 121] = [
    "a", "an", "the", "not", "no", "in", "on", "at", "by", "from", "for", "with", "without", "and", "or", "but", "if",
    "when", "as", "to", "of", "it", "this", "that", "these", "your", "our", "its", "same", "also", "already",
    "always", "never", "only", "now", "here", "below", "above", "there", "what", "which", "where", "how", "you",
    "can", "cannot", "must", "should", "may", "will", "one", "two", "kept", "set", "known", "given", "shown",
    "chosen", "taken", "written", "hidden", "found", "sent", "lost", "reset", "read", "random", "valid", "invalid",
    "wrong", "correct", "incorrect", "empty", "blank", "missing", "unique", "optional", "mandatory", "case-sensitive",
    "available", "safe", "secure", "strong", "weak", "short", "long", "different", "identical", "equal", "new", "old",
    "default", "defaults", "null", "used", "use", "too", "very", "both", "either", "part", "up", "out", "per", "via",
    "inside", "within", "under", "elsewhere", "somewhere", "outside", "base64", "base64-encoded", "sha256", "plaintext", "plain", "text", "secret",
    "password", "token", "key",
];

/// Endings of words that say how a secret is: `stored`, `missing`, `readable`.
const ENDINGS: [&str; 7] = ["ed", "ing", "able", "ible", "ly", "wn", "tion"];

/// Returns whether a word is one of those that sentences about secrets are made of.
pub(super) fn is_common_word(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',', ';', ':', ')', '!']);
    if word.len() > 20
        || !word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        return false;
    }
    let word = word.to_ascii_lowercase();
    let is_plain = !word.bytes().any(|byte| byte.is_ascii_digit());
    COMMON.contains(&word.as_str())
        || is_plain && word.len() > 4 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Returns whether a word is of a kind that sentences are not made of: with a digit, a symbol, or capitals inside.
pub(super) fn looks_random(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
    let bytes = word.as_bytes();
    let has_digit = bytes.iter().any(u8::is_ascii_digit);
    let has_symbol = bytes.iter().any(|byte| b"!@#$%^&*+=~?_/".contains(byte));
    let has_lower = bytes.iter().any(u8::is_ascii_lowercase);
    let has_inner_capital = bytes.iter().skip(1).any(u8::is_ascii_uppercase);
    word.len() >= 4 && (has_digit || has_symbol || has_lower && has_inner_capital)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_sentences_differ_from_secrets() {
        for word in ["stored", "the", "required.", "Missing", "base64-encoded"] {
            assert!(is_common_word(word), "{word}");
        }
        for word in ["hunter2", "swordfish", "x1ed", "Zq7Qm"] {
            assert!(!is_common_word(word), "{word}");
        }
        for word in ["hunter2", "p@ss", "aBcD", "harvest-moon-41"] {
            assert!(looks_random(word), "{word}");
        }
        for word in ["opaque", "Opaque", "auto-generated", "x1"] {
            assert!(!looks_random(word), "{word}");
        }
    }
}

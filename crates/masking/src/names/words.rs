//! A name as words: `dbPassword`, `DB_PASSWORD` and `db-password` are all `db`, `password`.

/// The length in bytes of the end of a name that is read. What decides stands at the end.
const MAX_LENGTH: usize = 128;

/// Returns the end of a name that decides: without the prefix of an annotation such as `example.com/`, and bounded in length.
pub(super) fn deciding_part(name: &str) -> &str {
    // A property of Java on a command line.
    let name = name.strip_prefix("-D").unwrap_or(name);
    let local = match name.rsplit_once('/') {
        Some((prefix, local)) if prefix.contains('.') => local,
        _ => name,
    };
    let start = local.len().saturating_sub(MAX_LENGTH);
    &local[local.ceil_char_boundary(start)..]
}

/// Returns the words of a name, in lower case. `LDAPBindPW` is `ldap`, `bind`, `pw`.
pub(super) fn split(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut previous = ' ';
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let ends_acronym =
            previous.is_ascii_uppercase() && chars.peek().is_some_and(char::is_ascii_lowercase);
        let follows_lower = previous.is_ascii_lowercase() || previous.is_ascii_digit();
        let starts_word = c.is_ascii_uppercase() && (follows_lower || ends_acronym);
        if (starts_word || !c.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        previous = c;
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

/// The beginnings of what the names of secrets contain, by their first letter.
const STEMS: [(u8, &[&str]); 14] = [
    (b'a', &["auth"]),
    (b'b', &["bearer"]),
    (b'c', &["cred", "connection", "cookie"]),
    (b'd', &["dsn", "dockerconfig"]),
    (b'e', &["erlang"]),
    (b'i', &["id_", "id-"]),
    (b'j', &["jwt", "jks"]),
    (b'k', &["key", "kubeconfig", "kdbx"]),
    (b'm', &["mnemonic"]),
    (b'o', &["otp"]),
    (
        b'p',
        &[
            "pass", "pw", "pswd", "psk", "pat", "pem", "p12", "pfx", "ppk",
        ],
    ),
    (b's', &["secret", "salt", "seed", "sharedaccess"]),
    (b't', &["token", "totp"]),
    (b'w', &["webhook"]),
];

/// For each letter from `a` on, the stems that begin with it.
const BY_LETTER: [&[&str]; 26] = {
    let mut by_letter: [&[&str]; 26] = [&[]; 26];
    let mut at = 0;
    while at < STEMS.len() {
        let (letter, stems) = STEMS[at];
        by_letter[(letter - b'a') as usize] = stems;
        at += 1;
    }
    by_letter
};

/// Returns whether a text contains what some name of a secret begins with. Few texts do, and only these are read name by name.
pub(crate) fn has_stem(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| {
        let letter = usize::from((byte | 0x20).wrapping_sub(b'a'));
        let Some(stems) = BY_LETTER.get(letter).filter(|stems| !stems.is_empty()) else {
            return false;
        };
        let is = |stem: &&str| {
            let found = bytes.get(at..at + stem.len());
            let follows = bytes
                .get(at + stem.len())
                .is_some_and(u8::is_ascii_lowercase);
            // `path` and `pattern` are frequent.
            found.is_some_and(|found| found.eq_ignore_ascii_case(stem.as_bytes()))
                && (*stem != "pat" || !follows)
        };
        stems.iter().any(is)
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_styles_have_the_same_words() {
        for (name, words) in [
            ("dbPassword", &["db", "password"][..]),
            ("DB_PASSWORD", &["db", "password"]),
            ("db-password", &["db", "password"]),
            ("spring.db.password", &["spring", "db", "password"]),
            ("LDAPBindPW", &["ldap", "bind", "pw"]),
            ("APIKey2", &["api", "key2"]),
            ("éA__", &["éa"]),
        ] {
            assert_eq!(split(name), words, "{name}");
        }
    }

    #[test]
    fn stems_are_found_in_any_case() {
        for text in [
            "a DB_PASS b",
            "apiKEY",
            "GITHUB_PAT=x",
            "id_rsa",
            "keystore.p12",
        ] {
            assert!(has_stem(text), "{text}");
        }
        for text in ["path: /x", "pattern", "replicas", "", "é"] {
            assert!(!has_stem(text), "{text}");
        }
    }

    #[test]
    fn the_end_of_a_name_decides() {
        assert_eq!(deciding_part("secrets.example.com/reload"), "reload");
        assert_eq!(deciding_part("-Dapp_key"), "app_key");
        let long = format!("{}password", "é".repeat(200));
        assert!(deciding_part(&long).ends_with("password") && deciding_part(&long).len() <= 128);
    }
}

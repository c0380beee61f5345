//! The ways in which a secret is written in a text.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use zeroize::Zeroizing;

/// The longest secret, in bytes, whose other forms are searched for too. Of longer ones it is the text itself and its base64.
const MAX_LENGTH_OF_FORMS: usize = 4096;

/// Calls a function with each form of a secret. Forms that are equal to an earlier one are left out.
pub(super) fn for_each(secret: &[u8], mut add: impl FnMut(&[u8])) {
    let text = str::from_utf8(secret).ok();
    if text.is_some() {
        add(secret);
    }
    let is_long = secret.len() > MAX_LENGTH_OF_FORMS;
    // Where the secret begins in the encoded bytes, as in `user:password`, decides which characters it is encoded to.
    for offset in 0..if is_long { 1 } else { 3 } {
        let standard = Zeroizing::new(encode(secret, offset, true));
        let url_safe = Zeroizing::new(encode(secret, offset, false));
        add(standard.as_bytes());
        if *url_safe != *standard {
            add(url_safe.as_bytes());
        }
    }
    let Some(text) = text.filter(|_| !is_long) else {
        return;
    };
    let mut escaped = vec![percent_encoded(text), json_escaped(text)];
    escaped.push(percent_encoded(text).replace("%20", "+"));
    escaped.push(lower_case_hex(&percent_encoded(text)));
    escaped.push(go_escaped(&json_escaped(text)));
    escaped.push(json_escaped(&json_escaped(text)));
    escaped.sort_unstable();
    escaped.dedup();
    for form in escaped.into_iter().map(Zeroizing::new) {
        if *form != text {
            add(form.as_bytes());
        }
    }
}

/// Returns the base64 of a secret that begins at an offset of 0, 1 or 2 bytes. Characters that also depend on the bytes
/// before or after the secret are left out.
fn encode(secret: &[u8], offset: usize, is_standard: bool) -> String {
    let mut bytes = Zeroizing::new(vec![0; offset]);
    bytes.extend_from_slice(secret);
    let mut encoded = match is_standard {
        true => STANDARD_NO_PAD.encode(&*bytes),
        false => URL_SAFE_NO_PAD.encode(&*bytes),
    };
    encoded.truncate(bytes.len() * 8 / 6);
    encoded.drain(..(offset * 8).div_ceil(6));
    encoded
}

/// Returns a text as it is written in a URL: all but the unreserved characters are encoded. Source: RFC 3986.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// Returns a percent-encoded text with its hexadecimal digits in lower case.
fn lower_case_hex(encoded: &str) -> String {
    let mut digits = 0_usize;
    let lower = |c: char| {
        digits = if c == '%' { 3 } else { digits };
        let is_digit = digits > 0;
        digits = digits.saturating_sub(1);
        match is_digit {
            true => c.to_ascii_lowercase(),
            false => c,
        }
    };
    encoded.chars().map(lower).collect()
}

/// Returns a text as it is written in JSON, without quotes.
fn json_escaped(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap_or_default();
    quoted
        .get(1..quoted.len().saturating_sub(1))
        .unwrap_or_default()
        .to_owned()
}

/// Escapes what Go's `encoding/json` escapes beyond that.
fn go_escaped(escaped: &str) -> String {
    escaped
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    fn forms(secret: &[u8]) -> Vec<Vec<u8>> {
        let mut forms = Vec::new();
        for_each(secret, |form| forms.push(form.to_vec()));
        forms
    }

    #[test]
    fn a_secret_is_found_in_base64_at_every_offset() {
        let secret = "harvest/moon?41>é";
        for (before, after) in [("", ""), ("u:", ""), ("user:", "x"), ("ab:", "xyz")] {
            let encoded = STANDARD.encode(format!("{before}{secret}{after}"));
            let url_safe = URL_SAFE_NO_PAD.encode(format!("{before}{secret}{after}"));
            for encoded in [encoded, url_safe] {
                let is_in = |form: &Vec<u8>| encoded.contains(str::from_utf8(form).unwrap());
                assert!(forms(secret.as_bytes()).iter().any(is_in), "{encoded}");
            }
        }
    }

    #[test]
    fn a_secret_is_found_escaped() {
        let found = forms("a b\"c&<é\n1".as_bytes());
        for expected in [
            "a%20b%22c%26%3C%C3%A9%0A1",
            "a%20b%22c%26%3c%c3%a9%0a1",
            "a+b%22c%26%3C%C3%A9%0A1",
            r#"a b\"c&<é\n1"#,
            r#"a b\"c\u0026\u003cé\n1"#,
        ] {
            assert!(
                found.iter().any(|form| form == expected.as_bytes()),
                "{expected}"
            );
        }
        assert_eq!(forms(b"harvest-moon-41").len(), 4);
    }

    #[test]
    fn bytes_that_are_no_text_are_searched_for_in_base64() {
        let forms = forms(&[0xc3; 9]);
        assert!(forms.len() >= 3 && forms.iter().all(|form| form.is_ascii()));
    }
}

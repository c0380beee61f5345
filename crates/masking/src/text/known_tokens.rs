//! Tokens that their own prefix identifies, whatever name they are assigned to.

use std::ops::Range;

/// The prefixes of tokens, as their issuers document them for secret scanners.
const PREFIXES: [&str; 46] = [
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "glptt-",
    "gldt-",
    "glrt-",
    "glsa_",
    "glc_",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "xoxr-",
    "xoxe-",
    "xoxs-",
    "xoxd-",
    "xapp-",
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "rk_test_",
    "whsec_",
    "sk-proj-",
    "sk-ant-",
    "sk-svcacct-",
    "AIza",
    "GOCSPX-",
    "ya29.",
    "pypi-",
    "rubygems_",
    "dckr_pat_",
    "dop_v1_",
    "doo_v1_",
    "shpat_",
    "ATATT3",
    "NRAK-",
    "sntrys_",
    "hf_",
    "dt0c01.",
    "PMAK-",
    "figd_",
    "tskey-",
    "AGE-SECRET-KEY-1",
];

/// Prefixes that a host name can have too, each with the minimum length of such a token.
const AMBIGUOUS_PREFIXES: [(&str, usize); 3] = [("SG.", 60), ("hvs.", 80), ("npm_", 40)];

/// The prefix of a JSON Web Token: `{"` in base64.
const JSON_WEB_TOKEN: &str = "eyJ";

/// The minimum length of a token with one of [`PREFIXES`].
const MIN_LENGTH: usize = 20;

/// Returns where the tokens of a line are, in order.
pub(super) fn known_tokens(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let words = line.as_bytes().split(|byte| !is_token_byte(*byte));
    words.filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        is_token(word).then(|| start..start + word.len())
    })
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

fn is_token(word: &[u8]) -> bool {
    if word.len() < MIN_LENGTH {
        return false;
    }
    let dots = || word.iter().filter(|byte| **byte == b'.').count();
    PREFIXES
        .iter()
        .any(|prefix| word.starts_with(prefix.as_bytes()))
        || AMBIGUOUS_PREFIXES.iter().any(|(prefix, min_length)| {
            word.starts_with(prefix.as_bytes()) && word.len() >= *min_length
        })
        || (word.starts_with(JSON_WEB_TOKEN.as_bytes()) && dots() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_recognized_by_their_prefix() {
        let line = "git clone https://x/?t=ghp_0123456789abcdefghij, a: \"eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmVk\"";
        let tokens: Vec<&str> = known_tokens(line).map(|range| &line[range]).collect();
        assert_eq!(
            tokens,
            [
                "ghp_0123456789abcdefghij",
                "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmVk"
            ]
        );
        for other in [
            "ghp_short",
            "eyJhbGciOiJIUzI1NiJ9e30c2lnbmVk",
            "my-ghp_0123456789abcdefghij",
            "a.very.long.host.name.example.com",
            "SG.registry.example.com/images/web",
            "é",
        ] {
            assert_eq!(known_tokens(other).count(), 0, "{other}");
        }
    }
}

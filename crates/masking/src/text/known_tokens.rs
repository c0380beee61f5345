//! Tokens that their own form identifies, whatever name they are assigned to, as their issuers document them for secret
//! scanners.

use std::ops::Range;

use super::{
    ranges::merge,
    scan::{byte_at, count, find_byte},
};

/// The prefixes of tokens.
#[rustfmt::skip]
const PREFIXES: [&str; 169] = [
    // GitHub, GitLab, Bitbucket, Atlassian
    "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "glptt-", "gldt-", "glrt-", "glcbt-", "glft-",
    "glsoat-", "glimt-", "glagent-", "gloas-", "glffct-", "GR1348941", "ATATT3", "ATCTT3", "ATBB", "ATSTT3",
    // Slack, Discord, Twitch, Meta
    "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxe-", "xoxe.", "xoxs-", "xoxd-", "xoxc-", "xapp-", "xwfp-", "EAACEdEose",
    // Payment
    "sk_live_", "sk_test_", "sk_prod_", "rk_live_", "rk_test_", "rk_prod_", "whsec_", "sq0atp-", "sq0csp-", "FLWSECK",
    "shippo_live_", "shippo_test_", "access-sandbox-", "access-production-", "EZAK", "EZTK", "duffel_live_",
    // Models
    "sk-proj-", "sk-ant-", "sk-svcacct-", "sk-admin-", "sk-or-", "hf_", "api_org_", "gsk_", "xai-", "pplx-", "r8_",
    "nvapi-", "lsv2_pt_", "lsv2_sk_",
    // Google, AWS, Azure and other clouds
    "AIza", "GOCSPX-", "ya29.", "1//0", "ABSK", "LTAI", "dop_v1_", "doo_v1_", "dor_v1_", "HRKU-", "fo1_", "fm1r_",
    "fm2_", "nfp_", "vcp_", "sbp_", "sb_secret_", "pscale_tkn_", "pscale_pw_", "pscale_oauth_", "rnd_", "tk-us-",
    "ucat_", "v1.0-", "dapi", "y0_", "t1.",
    // Registries of packages and images
    "npm_", "pypi-", "rubygems_", "dckr_pat_", "dckr_oat_", "CLOJARS_", "AKCp", "cmVmdGtu", "oy2", "cio",
    // Monitoring
    "glsa_", "glc_", "eyJrIjoi", "NRAK-", "NRJS-", "NRII-", "NRRA-", "NRAA-", "sntrys_", "sntryu_", "dt0c01.",
    "dt0s01.", "dt0s16.", "rdme_", "squ_", "sqp_", "sqa_", "hcaik_", "hcxik_", "phc_", "phx_",
    // Shops, mail and messages
    "shpat_", "shpca_", "shppa_", "shpss_", "xkeysib-", "xsmtpsib-", "PMAK-", "figd_", "CFPAT-", "tfp_", "pat-na1-",
    "pat-eu1-", "key-", "fio-u-", "lin_api_", "lin_oauth_", "ntn_", "secret_",
    // Secrets, networks, builds
    "hvb.", "hvr.", "tskey-", "AGE-SECRET-KEY-1", "ops_eyJ", "dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.",
    "dp.audit.", "pul-", "pnu_", "CCIPAT_", "bkua_", "sgp_", "sgd_", "ico-", "pat.", "sat.", "depot_", "waka_",
    "zpka_", "tfc-", "API-", "AQVN", "aio_", "PVEAPIToken",
];

/// Prefixes that other words can have too, each with the minimum length of such a token.
#[rustfmt::skip]
const AMBIGUOUS_PREFIXES: [(&str, usize); 58] = [
    ("SG.", 60), ("hvs.", 24), ("npm_", 36), ("EAAA", 60), ("secret_", 40), ("key-", 36), ("dapi", 36), ("API-", 30),
    ("cio", 35), ("oy2", 46), ("AKCp", 60), ("cmVmdGtu", 50), ("t1.", 60), ("pat.", 50), ("sat.", 50), ("v1.0-", 60),
    ("rnd_", 32), ("hf_", 34), ("gsk_", 50), ("r8_", 37), ("xai-", 70), ("nfp_", 36), ("vcp_", 20), ("pul-", 44),
    ("pnu_", 36), ("fo1_", 40), ("ico-", 36), ("squ_", 44), ("sqp_", 44), ("sqa_", 44), ("waka_", 36), ("zpka_", 40),
    ("depot_", 40), ("y0_", 50), ("AQVN", 38), ("aio_", 32), ("LTAI", 20), ("ABSK", 100), ("EZAK", 56), ("EZTK", 56),
    ("phc_", 40), ("phx_", 40), ("xoxe.", 40), ("eyJrIjoi", 60), ("ATBB", 30), ("tfc-", 40), ("tk-us-", 50),
    ("lsv2_pt_", 40), ("lsv2_sk_", 40), ("ucat_", 28), ("AIza", 35), ("1//0", 40), ("pplx-", 40), ("rdme_", 60),
    ("tfp_", 40), ("FLWSECK", 32), ("sk-or-", 40), ("sk-", 40),
];

/// The prefix of a JSON Web Token: `{"` in base64.
const JSON_WEB_TOKEN: &str = "eyJ";

/// The minimum length of a token with one of [`PREFIXES`].
const MIN_LENGTH: usize = 20;

/// The prefixes of the IDs of keys of AWS. A secret of 40 characters stands beside one.
const AWS_KEY_IDS: [&str; 4] = ["AKIA", "ASIA", "ABIA", "ACCA"];
const AWS_KEY_ID_LENGTH: usize = 20;
const AWS_SECRET_LENGTH: usize = 40;

/// Returns where the tokens of a line are, in order.
pub(super) fn known_tokens(line: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut after_aws_id = None;
    let mut at = 0;
    while at < line.len() {
        let start = find_byte(line, at, is_token_byte);
        let end = find_byte(line, start, |byte| !is_token_byte(byte));
        let word = &line[start..end];
        at = end + 1;
        if is_aws_key_id(word) {
            after_aws_id = Some(tokens.len());
        }
        if is_token(word) || is_with_neighbour(line, start..end) {
            tokens.push(extended(line, start..end));
        }
    }
    match after_aws_id {
        Some(_) => merge(tokens, aws_secrets(line)),
        None => tokens,
    }
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

fn is_token(word: &str) -> bool {
    let bytes = word.as_bytes();
    if bytes.len() < MIN_LENGTH {
        return false;
    }
    count(bytes.len());
    let min_length = || {
        AMBIGUOUS_PREFIXES
            .iter()
            .find(|(prefix, _)| begins_with(bytes, prefix))
            .map(|(_, length)| *length)
    };
    let has_prefix =
        PREFIXES.iter().any(|prefix| begins_with(bytes, prefix)) || min_length().is_some();
    has_prefix && min_length().is_none_or(|length| bytes.len() >= length)
        || word.starts_with(JSON_WEB_TOKEN) && word.matches('.').count() >= 2
        || is_aws_key_id(word)
        || has_form(word)
}

/// Returns whether a word begins with a prefix. Most words differ from most prefixes in the first byte, and a comparison of
/// slices is a call.
#[inline]
fn begins_with(word: &[u8], prefix: &str) -> bool {
    word.first() == prefix.as_bytes().first() && word.starts_with(prefix.as_bytes())
}

/// Returns whether a word has one of the forms without a prefix of their own.
fn has_form(word: &str) -> bool {
    let bytes = word.as_bytes();
    let is_hex = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
    };
    // Twilio, New Relic, Mailchimp, Terraform Cloud.
    let is_twilio =
        bytes.len() == 34 && word.starts_with("SK") && word.get(2..).is_some_and(is_hex);
    let is_new_relic = bytes.len() == 40
        && word.ends_with("NRAL")
        && word
            .get(..32)
            .is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let is_mailchimp =
        bytes.len() >= 36 && word.get(..32).is_some_and(is_hex) && word.get(32..35) == Some("-us");
    is_twilio
        || is_new_relic
        || is_mailchimp
        || word.contains(".atlasv1.")
        || is_discord_bot(word)
        || is_vault_legacy(word)
}

/// Returns whether a word is the token of a Discord bot: an ID in base64, a time and a signature.
fn is_discord_bot(word: &str) -> bool {
    let mut parts = word.split('.');
    let (Some(id), Some(time), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    (23..=28).contains(&id.len())
        && id.starts_with(['M', 'N', 'O'])
        && time.len() == 6
        && (27..=40).contains(&signature.len())
}

/// Returns whether a word is a token of Vault before 1.10: `s.` and 24 letters and digits.
fn is_vault_legacy(word: &str) -> bool {
    let rest = word.strip_prefix("s.").or_else(|| word.strip_prefix("b."));
    rest.is_some_and(|rest| {
        rest.len() == 24
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && rest.bytes().any(|byte| byte.is_ascii_digit())
            && rest.bytes().any(|byte| byte.is_ascii_uppercase())
    })
}

fn is_aws_key_id(word: &str) -> bool {
    word.len() == AWS_KEY_ID_LENGTH
        && AWS_KEY_IDS.iter().any(|prefix| word.starts_with(prefix))
        && word
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Returns whether a word is a token together with the mark beside it: `123456789:AA…` of Telegram, `sha256~…` of OpenShift,
/// `…8Q~…` of Microsoft Entra.
fn is_with_neighbour(line: &str, word: Range<usize>) -> bool {
    let text = &line[word.clone()];
    let before = word.start.checked_sub(1).map_or(0, |at| byte_at(line, at));
    let head = line.get(..word.start.saturating_sub(1)).unwrap_or_default();
    match before {
        b':' if text.len() == 35 && text.starts_with("AA") => {
            let digits = head
                .bytes()
                .rev()
                .take(11)
                .take_while(u8::is_ascii_digit)
                .count();
            (8..=10).contains(&digits)
        }
        b'~' if text.len() >= 43 => head.ends_with("sha256"),
        b'~' if (31..=34).contains(&text.len()) => {
            let bytes = head.as_bytes();
            matches!(bytes, [.., digit, b'Q'] if digit.is_ascii_digit()) && bytes.len() >= 5
        }
        _ => false,
    }
}

/// Extends a token to what belongs to it on its left, in Telegram's and Microsoft's, and to the padding on its right.
fn extended(line: &str, word: Range<usize>) -> Range<usize> {
    let is_part = |byte: u8| is_token_byte(byte) || byte == b'~';
    let start = match word.start.checked_sub(1).map_or(0, |at| byte_at(line, at)) {
        b'~' => {
            word.start
                - line[..word.start]
                    .bytes()
                    .rev()
                    .take(16)
                    .take_while(|byte| is_part(*byte))
                    .count()
        }
        _ => word.start,
    };
    let padding = line[word.end..]
        .bytes()
        .take(2)
        .take_while(|byte| *byte == b'=')
        .count();
    start..word.end + padding
}

/// Returns where the words are in a line with the ID of an AWS key that can be its secret, in order.
fn aws_secrets(line: &str) -> Vec<Range<usize>> {
    let is_secret_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+');
    let mut secrets = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let start = find_byte(line, at, is_secret_byte);
        let end = find_byte(line, start, |byte| !is_secret_byte(byte));
        if end - start == AWS_SECRET_LENGTH {
            secrets.push(start..end);
        }
        at = end + 1;
    }
    secrets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_recognized_by_their_prefix() {
        let line = "git clone https://x/?t=ghp_0123456789abcdefghij, a: \"eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmVk\"";
        let tokens: Vec<&str> = known_tokens(line)
            .into_iter()
            .map(|range| &line[range])
            .collect();
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
            "secret_store_for_the_whole_team",
            "key-value-store-of-the-cluster",
            "é",
        ] {
            assert_eq!(known_tokens(other).len(), 0, "{other}");
        }
    }

    #[test]
    fn the_secret_beside_the_id_of_an_aws_key_is_found() {
        let line = "AKIAIOSFODNN7EXAMPLE,wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let tokens: Vec<&str> = known_tokens(line)
            .into_iter()
            .map(|range| &line[range])
            .collect();
        assert_eq!(
            tokens,
            [
                "AKIAIOSFODNN7EXAMPLE",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
            ]
        );
    }
}

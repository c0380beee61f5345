//! What is a secret by its own form, whatever name it stands beside: the tokens of well-known services, and webhooks,
//! whose address alone lets anybody post.

use std::ops::Range;

/// How such tokens begin, as their issuers document it for scanners.
const BEGINNINGS: [&str; 46] = [
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

/// The same for beginnings that a host's name may have too: and how long such a token is at least.
const RARER: [(&str, usize); 3] = [("SG.", 60), ("hvs.", 80), ("npm_", 40)];

/// How a JSON Web Token begins: `{"` in base64.
const WEB_TOKEN: &str = "eyJ";

/// What is shorter only begins like one.
const SHORTEST: usize = 20;

/// The hosts of webhooks with what every address there begins with; what follows is the secret.
const WEBHOOKS: [(&str, &str); 8] = [
    ("hooks.slack.com", "/services/"),
    ("hooks.slack.com", "/workflows/"),
    ("hooks.slack.com", "/triggers/"),
    ("discord.com", "/api/webhooks/"),
    ("discordapp.com", "/api/webhooks/"),
    ("outlook.office.com", "/webhook/"),
    ("api.telegram.org", "/bot"),
    ("events.pagerduty.com", "/integration/"),
];

/// Teams gives each customer a host below this one.
const TEAMS: &str = ".webhook.office.com";

/// The tokens of a line.
pub(super) fn tokens(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let words = line.as_bytes().split(|byte| !is_of_token(*byte));
    words.filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        is_token(word).then(|| start..start + word.len())
    })
}

fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

fn is_token(word: &[u8]) -> bool {
    if word.len() < SHORTEST {
        return false;
    }
    let dots = || word.iter().filter(|byte| **byte == b'.').count();
    BEGINNINGS
        .iter()
        .any(|beginning| word.starts_with(beginning.as_bytes()))
        || RARER.iter().any(|(beginning, least)| {
            word.starts_with(beginning.as_bytes()) && word.len() >= *least
        })
        || (word.starts_with(WEB_TOKEN.as_bytes()) && dots() == 2)
}

/// What follows the host that stands at `host` in its line, when that is a webhook's.
pub(super) fn webhook(line: &str, host: Range<usize>) -> Option<Range<usize>> {
    let path = &line[host.end..];
    let host_name = &line[host.clone()];
    let known = WEBHOOKS
        .iter()
        .find(|(known, begins)| host_name == *known && path.starts_with(begins))
        .map(|(_, begins)| begins.len());
    let teams = || (host_name.ends_with(TEAMS) && path.starts_with('/')).then_some(1);
    let start = host.end + known.or_else(teams)?;
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | ',');
    let end = line[start..]
        .find(ends)
        .map_or(line.len(), |length| start + length);
    (end > start).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_known_by_how_they_begin() {
        let line = "git clone https://x/?t=ghp_0123456789abcdefghij, a: \"eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmVk\"";
        let found: Vec<&str> = tokens(line).map(|range| &line[range]).collect();
        assert_eq!(
            found,
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
            assert_eq!(tokens(other).count(), 0, "{other}");
        }
    }

    #[test]
    fn only_what_follows_a_webhooks_address_is_hidden() {
        let hidden = |line: &str| {
            let start = line.find("://").unwrap() + 3;
            let end = line[start..].find('/').map_or(line.len(), |at| start + at);
            webhook(line, start..end).map(|range| line[range].to_owned())
        };
        let secret = |text: &str| Some(text.to_owned());
        assert_eq!(
            hidden("'https://hooks.slack.com/services/T0/B0/x' y"),
            secret("T0/B0/x")
        );
        assert_eq!(
            hidden("https://api.telegram.org/bot1:x/send"),
            secret("1:x/send")
        );
        assert_eq!(
            hidden("https://acme.webhook.office.com/webhookb2/x"),
            secret("webhookb2/x")
        );
        for other in [
            "https://hooks.slack.com/",
            "https://hooks.slack.com/services/",
            "https://discord.com/channels/1",
            "https://webhook.example.com/x",
        ] {
            assert_eq!(hidden(other), None, "{other}");
        }
    }
}

//! Incoming webhooks of well-known services: whoever has the URL can post.

use std::ops::Range;

use super::scan::{find_byte, is_space};

/// The hosts of webhooks and the prefix of their paths. What follows the prefix is secret.
const WEBHOOKS: [(&str, &str); 18] = [
    ("hooks.slack-gov.com", "/services/"),
    ("ptb.discord.com", "/api/webhooks/"),
    ("canary.discord.com", "/api/webhooks/"),
    ("outlook.office365.com", "/webhook/"),
    ("chat.googleapis.com", "/v1/spaces/"),
    ("hooks.zapier.com", "/hooks/catch/"),
    ("maker.ifttt.com", "/trigger/"),
    ("open.feishu.cn", "/open-apis/bot/v2/hook/"),
    ("open.larksuite.com", "/open-apis/bot/v2/hook/"),
    ("alert.victorops.com", "/integrations/generic/"),
    ("hooks.slack.com", "/services/"),
    ("hooks.slack.com", "/workflows/"),
    ("hooks.slack.com", "/triggers/"),
    ("discord.com", "/api/webhooks/"),
    ("discordapp.com", "/api/webhooks/"),
    ("outlook.office.com", "/webhook/"),
    ("api.telegram.org", "/bot"),
    ("events.pagerduty.com", "/integration/"),
];

/// The maximum length of the secret part.
const MAX_LENGTH: usize = 1024;

/// The parent domain of the hosts that Microsoft Teams gives to its customers.
const TEAMS_DOMAIN: &str = ".webhook.office.com";

/// Returns where the secret part of a webhook's path is, given where its host is in the line.
pub(super) fn webhook_secret(line: &str, host: Range<usize>) -> Option<Range<usize>> {
    let path = &line[host.end..];
    let host_name = &line[host.clone()];
    let prefix_length = WEBHOOKS
        .iter()
        .find(|(webhook_host, prefix)| host_name == *webhook_host && path.starts_with(prefix))
        .map(|(_, prefix)| prefix.len());
    let teams = || (host_name.ends_with(TEAMS_DOMAIN) && path.starts_with('/')).then_some(1);
    let start = host.end + prefix_length.or_else(teams)?;
    let limit = line.floor_char_boundary(line.len().min(start + MAX_LENGTH));
    let end = find_byte(&line[..limit], start, |byte| {
        is_space(byte) || matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | b',')
    });
    (end > start).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_secret_part_of_a_webhook_url_is_returned() {
        let secret = |line: &str| {
            let start = line.find("://").unwrap() + 3;
            let end = line[start..].find('/').map_or(line.len(), |at| start + at);
            webhook_secret(line, start..end).map(|range| line[range].to_owned())
        };
        for (line, expected) in [
            ("'https://hooks.slack.com/services/T0/B0/x' y", "T0/B0/x"),
            ("https://api.telegram.org/bot1:x/send", "1:x/send"),
            ("https://acme.webhook.office.com/webhookb2/x", "webhookb2/x"),
        ] {
            assert_eq!(secret(line).as_deref(), Some(expected));
        }
        for other in [
            "https://hooks.slack.com/",
            "https://hooks.slack.com/services/",
            "https://discord.com/channels/1",
            "https://webhook.example.com/x",
        ] {
            assert_eq!(secret(other), None, "{other}");
        }
    }
}

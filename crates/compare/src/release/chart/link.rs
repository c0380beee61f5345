//! Addresses in a chart's metadata, which are followed only when they are plain web addresses.

use astern_masking::Masking;
use serde::Serialize;

use super::mask::mask;

/// An address, with a name where the author gave one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The text to show: the name, or the address as written.
    pub text: String,
    /// The target; `None` unless it is a plain `http` or `https` address. Other addresses are shown only.
    pub url: Option<String>,
}

impl Link {
    /// Makes a link without a name; `None` when the address is empty.
    pub(super) fn new(written: &str) -> Option<Self> {
        Self::named(None, written)
    }

    /// Makes a link with an optional name; `None` when the address is empty.
    pub(super) fn named(name: Option<&str>, written: &str) -> Option<Self> {
        let written = written.trim();
        let url = is_web_address(written).then(|| written.to_owned());
        let text = match (name.map(str::trim).filter(|name| !name.is_empty()), &url) {
            (Some(name), Some(_)) if !looks_like_address(name) => name.to_owned(),
            (Some(name), _) if name == written => name.to_owned(),
            (Some(name), _) => format!("{name}: {written}"),
            (None, _) => written.to_owned(),
        };
        (!written.is_empty()).then_some(Self { text, url })
    }

    /// Masks the secrets of a link. An address with a secret is shown only.
    pub(super) fn mask(&mut self, masking: &Masking) {
        mask(&mut self.text, masking);
        self.url = self.url.take().filter(|url| !masking.hides_in_text(url));
    }
}

/// Whether a name could be taken for the address that it leads to.
fn looks_like_address(name: &str) -> bool {
    name.contains("://") || name.contains('/') || name.to_ascii_lowercase().starts_with("www.")
}

/// Whether a text is an `http` or `https` address with a host and without user information, which could disguise the host.
fn is_web_address(text: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let (start, rest) = text.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    });
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        !host.is_empty()
            && !host.contains('@')
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_have_a_target() {
        for (written, has_target) in [
            ("https://example.com/a?b#c", true),
            ("HTTP://example.com", true),
            (" https://example.com ", true),
            ("javascript:alert(1)", false),
            ("https://", false),
            ("https:///path", false),
            ("https://user:word@example.com", false),
            ("https://example.com/a b", false),
            ("git@github.com:shop/shop.git", false),
            ("oci://registry/shop", false),
            ("é", false),
        ] {
            let link = Link::new(written).unwrap();
            assert_eq!(link.url.is_some(), has_target, "{written}");
            assert_eq!(link.text, written.trim());
        }
        assert_eq!(Link::new("  "), None);
    }

    #[test]
    fn a_name_that_looks_like_another_address_stands_beside_the_target() {
        let named = |name| {
            Link::named(Some(name), "https://example.com/7")
                .unwrap()
                .text
        };
        for name in [
            "https://github.com/shop",
            "github.com/shop",
            "www.shop.example",
        ] {
            assert_eq!(named(name), format!("{name}: https://example.com/7"));
        }
        assert_eq!(named("https://example.com/7"), "https://example.com/7");
        assert_eq!(named("Fixes #7 (1.2.0)"), "Fixes #7 (1.2.0)");
    }

    #[test]
    fn a_name_does_not_hide_an_address_without_a_target() {
        let named = |written| Link::named(Some("Issue 7"), written).unwrap().text;
        assert_eq!(named("https://example.com/7"), "Issue 7");
        assert_eq!(named("example.com/7"), "Issue 7: example.com/7");
    }
}

//! Whether two object names are related: whether they differ only in the release, the chart, a version or a hash.

use std::collections::HashSet;

use astern_ledger::Release;
use astern_manifest::ObjectId;

use crate::Sides;

/// The names that the release gives: of itself, of its charts and of its namespaces.
#[derive(Default)]
pub(crate) struct NameContext {
    /// The words of the release's and the charts' names, which charts put into every object name.
    common_words: HashSet<String>,
    /// The release's namespace on each side, which an object may omit.
    namespaces: Sides<String>,
}

/// An object name, and its words without the common ones and without those that contain a digit.
pub(super) struct Name {
    text: String,
    words: Vec<String>,
}

impl NameContext {
    pub(crate) fn of(releases: &Sides<&Release>) -> Self {
        let Sides { from, to } = *releases;
        let charts = [from, to]
            .into_iter()
            .filter_map(|release| release.chart.metadata.as_ref());
        let names = charts
            .map(|chart| chart.name.as_str())
            .chain([to.name.as_str()]);
        Self {
            common_words: names.flat_map(words).map(str::to_owned).collect(),
            namespaces: Sides {
                from: from.namespace.as_str().to_owned(),
                to: to.namespace.as_str().to_owned(),
            },
        }
    }

    pub(super) fn name(&self, text: &str) -> Name {
        let is_distinctive = |word: &&str| {
            !word.contains(|c: char| c.is_ascii_digit()) && !self.common_words.contains(*word)
        };
        Name {
            text: text.to_owned(),
            words: words(text)
                .filter(is_distinctive)
                .map(str::to_owned)
                .collect(),
        }
    }

    /// Returns the namespace of an object; empty for the release's own and for none.
    pub(super) fn namespace<'a>(&self, id: &'a ObjectId) -> &'a str {
        let own = |stated: &&str| *stated != self.namespaces.from && *stated != self.namespaces.to;
        id.namespace.as_deref().filter(own).unwrap_or_default()
    }
}

impl Name {
    /// Returns the words by which names are related.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether two names differ only in the release, the chart, a version or a hash. Every word with a digit counts as a
    /// version or hash.
    pub(super) fn is_related_to(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

/// Returns the number of bytes that two names begin and end with in common.
pub(super) fn common_ends(one: &Name, other: &Name) -> usize {
    let common = |(a, b): &(u8, u8)| a == b;
    let (one, other) = (&one.text, &other.text);
    let begin = one.bytes().zip(other.bytes()).take_while(common).count();
    let end = one
        .bytes()
        .rev()
        .zip(other.bytes().rev())
        .take_while(common)
        .count();
    (begin + end).min(one.len()).min(other.len())
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
}

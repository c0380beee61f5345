//! What a name says, apart from the release, the chart and a version.

use std::collections::HashSet;

use astern_ledger::Release;
use astern_manifest::ObjectId;

use crate::Sides;

/// What is known about names before any is read.
#[derive(Default)]
pub(crate) struct NameContext {
    /// Words that charts put into every name: the release's and the charts'.
    everywhere: HashSet<String>,
    /// The release's own namespaces, which an object may leave out.
    namespaces: Sides<String>,
}

/// A name and the words that tell it from others.
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
            everywhere: names.flat_map(words).map(str::to_owned).collect(),
            namespaces: Sides {
                from: from.namespace.as_str().to_owned(),
                to: to.namespace.as_str().to_owned(),
            },
        }
    }

    pub(super) fn name(&self, text: &str) -> Name {
        let tells = |word: &&str| {
            !word.contains(|c: char| c.is_ascii_digit()) && !self.everywhere.contains(*word)
        };
        Name {
            text: text.to_owned(),
            words: words(text).filter(tells).map(str::to_owned).collect(),
        }
    }

    /// The namespace of an object; empty for the release's own and for none.
    pub(super) fn namespace<'a>(&self, id: &'a ObjectId) -> &'a str {
        let own = |stated: &&str| *stated != self.namespaces.from && *stated != self.namespaces.to;
        id.namespace.as_deref().filter(own).unwrap_or_default()
    }
}

impl Name {
    /// Whether two names differ in the release, the chart, a version or a hash only: anything with a digit counts as such.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

/// How many bytes two names begin and end with in common.
pub(super) fn same_ends(one: &Name, other: &Name) -> usize {
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

//! The content of a revision: everything that a rollback copies.

use std::hash::{DefaultHasher, Hash, Hasher as _};

use serde_json::{Map, Value};

use crate::{Hook, Release, Revision};

/// A hash of a revision's content. Two revisions with the same hash have the same content.
///
/// It is valid within one run of the program only, and does not reveal the content.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ContentHash(u64);

/// What `helm rollback` copies from its target: chart, set values, manifest and hooks.
/// Source: `pkg/action/rollback.go`, `prepareRollback`.
struct Content<'a> {
    chart: Option<(&'a str, &'a str)>,
    values: Option<&'a Map<String, Value>>,
    manifest: &'a str,
    hooks: &'a [Hook],
    /// The revision when parts of its record were left out, so that it has the same content as no other.
    left_out: Option<Revision>,
}

impl<'a> Content<'a> {
    fn of(release: &'a Release) -> Self {
        let metadata = release.chart.metadata.as_ref();
        Self {
            chart: metadata.map(|chart| (chart.name.as_str(), chart.version.as_str())),
            values: release.config.as_ref(),
            manifest: &release.manifest,
            hooks: &release.hooks,
            left_out: (!release.left_out.is_empty()).then_some(release.revision),
        }
    }

    fn hooks(&self) -> impl Iterator<Item = (&'a str, &'a str, i64)> {
        let hooks = self.hooks.iter();
        hooks.map(|hook| (hook.path.as_str(), hook.manifest.as_str(), hook.weight))
    }
}

impl Hash for Content<'_> {
    fn hash<H: std::hash::Hasher>(&self, hasher: &mut H) {
        (self.left_out, self.chart, self.values, self.manifest).hash(hasher);
        for hook in self.hooks() {
            hook.hash(hasher);
        }
    }
}

impl PartialEq for Content<'_> {
    fn eq(&self, other: &Self) -> bool {
        let is_whole = self.left_out.is_none() && other.left_out.is_none();
        is_whole
            && (self.chart, self.values, self.manifest)
                == (other.chart, other.values, other.manifest)
            && self.hooks().eq(other.hooks())
    }
}

/// Whether two releases have the same content.
pub(super) fn is_same_content(one: &Release, other: &Release) -> bool {
    Content::of(one) == Content::of(other)
}

impl ContentHash {
    pub(super) fn of(release: &Release) -> Self {
        let mut hasher = DefaultHasher::new();
        Content::of(release).hash(&mut hasher);
        Self(hasher.finish())
    }
}

#[cfg(test)]
impl From<u64> for ContentHash {
    fn from(number: u64) -> Self {
        Self(number)
    }
}

//! Documents that could not be compared because they could not be read.

use std::ops::Range;

use astern_manifest::InvalidDocument;
use serde::Serialize;

use crate::Side;

/// Where a document stands in a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReleasePart {
    /// In the manifest.
    Manifest,
    /// In a hook.
    Hook,
}

/// A document that Kubernetes could not read either.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unreadable {
    /// Which revision it is in.
    pub side: Side,
    /// Where in the revision.
    pub part: ReleasePart,
    /// Its lines in the manifest or hook, from 1, the end excluded.
    pub lines: Range<usize>,
    /// The template that rendered it, where that is known.
    pub template: Option<String>,
    /// What is wrong with it, as a sentence part.
    pub reason: String,
}

impl Unreadable {
    pub(crate) fn new(side: Side, part: ReleasePart, document: InvalidDocument) -> Self {
        Self {
            side,
            part,
            lines: document.lines,
            template: document.template,
            reason: document.problem.to_string(),
        }
    }
}

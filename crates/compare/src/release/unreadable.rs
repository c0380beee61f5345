//! Documents that could not be read, and so were not compared.

use std::ops::Range;

use astern_manifest::InvalidDocument;
use astern_masking::Masking;
use serde::Serialize;

use crate::Side;

/// The part of a release that a document is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReleasePart {
    /// The manifest.
    Manifest,
    /// A hook.
    Hook,
}

/// A document that could not be read. Kubernetes could not read it either.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unreadable {
    /// The side that it is on.
    pub side: Side,
    /// The part of the release.
    pub part: ReleasePart,
    /// Its lines in the manifest or hook, counted from 1, end exclusive.
    pub lines: Range<usize>,
    /// The template that rendered it; `None` where it is not recorded.
    pub template: Option<String>,
    /// Why it could not be read, as a part of a sentence.
    pub reason: String,
}

impl Unreadable {
    /// The reason can quote the document, so it is masked.
    pub(crate) fn new(
        side: Side,
        part: ReleasePart,
        document: InvalidDocument,
        masking: &Masking,
    ) -> Self {
        let mask = |text: &str| masking.mask_text(text).into_inner().into_owned();
        Self {
            side,
            part,
            lines: document.lines,
            template: document.template.as_deref().map(mask),
            reason: mask(&document.problem.to_string()),
        }
    }
}

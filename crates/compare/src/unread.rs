//! Pieces of a release that were not read, and so were not compared.

use std::fmt;
use std::ops::Range;

use astern_ledger::{RecordPart, Revision};
use astern_manifest::{DocumentProblem, InvalidDocument, YamlError};
use astern_masking::Masking;
use serde::Serialize;

use crate::Side;

/// A piece that was not read, and so was not compared. What it holds may differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// The revision that it belongs to; `None` for a record whose labels name no revision.
    pub revision: Option<Revision>,
    /// The side that it is on.
    pub side: Side,
    /// What it is.
    #[serde(flatten)]
    pub piece: UnreadPiece,
    /// Why it was not read.
    #[serde(flatten)]
    pub reason: UnreadReason,
}

/// A piece of a release that is read as a whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "part", rename_all = "kebab-case")]
pub enum UnreadPiece {
    /// A document of the manifest.
    Manifest(DocumentPlace),
    /// A document of a hook.
    Hook(DocumentPlace),
    /// A file in the chart's `crds/`, or a document of it.
    CrdFile {
        /// Its name, such as `crds/promotions.yaml`.
        file: String,
    },
    /// All documents of a release from this one on, because many before them could not be read.
    FurtherDocuments(DocumentPlace),
    /// A part of the record that holds too much. It is compared on neither side.
    RecordPart {
        /// The part.
        name: RecordPart,
    },
    /// A whole record.
    Record {
        /// The name of its Secret or ConfigMap, where it is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        object: Option<String>,
    },
}

/// Where a document is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentPlace {
    /// Its lines in the manifest or hook, counted from 1, end exclusive.
    pub lines: Range<usize>,
    /// The template that rendered it; `None` where it is not recorded.
    pub template: Option<String>,
}

/// Why a piece was not read. Each variant has the reason as a part of a sentence, which is what `Display` writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "cause", content = "reason", rename_all = "kebab-case")]
pub enum UnreadReason {
    /// It is not what Kubernetes or Helm reads.
    Invalid(String),
    /// Reading or comparing it would take more than Astern spends on a record.
    OverLimit(String),
    /// The request for it was refused, or failed.
    Unavailable(String),
}

impl Unread {
    /// Returns a document of a release that could not be read. `piece` says which part of the release it is in. The reason
    /// can quote the document, so it is masked.
    pub(crate) fn document(
        revision: Revision,
        (side, piece): (Side, fn(DocumentPlace) -> UnreadPiece),
        document: InvalidDocument,
        masking: &Masking,
    ) -> Self {
        let piece = piece(DocumentPlace {
            lines: document.lines,
            template: document.template.as_deref().map(|text| mask(text, masking)),
        });
        let reason = match &piece {
            UnreadPiece::FurtherDocuments(_) => {
                UnreadReason::OverLimit("too many documents before it cannot be read".to_owned())
            }
            _ => UnreadReason::from(document.problem).masked(masking),
        };
        Self {
            revision: Some(revision),
            side,
            piece,
            reason,
        }
    }

    /// Returns a part of a record that was left out when the record was decoded.
    pub(crate) fn part(revision: Revision, side: Side, part: RecordPart) -> Self {
        Self {
            revision: Some(revision),
            side,
            piece: UnreadPiece::RecordPart { name: part },
            reason: UnreadReason::OverLimit("too many entries".to_owned()),
        }
    }
}

impl UnreadReason {
    /// Returns the reason with the secrets in it masked.
    pub(crate) fn masked(self, masking: &Masking) -> Self {
        match self {
            Self::Invalid(reason) => Self::Invalid(mask(&reason, masking)),
            Self::OverLimit(reason) => Self::OverLimit(mask(&reason, masking)),
            Self::Unavailable(reason) => Self::Unavailable(mask(&reason, masking)),
        }
    }
}

fn mask(text: &str, masking: &Masking) -> String {
    masking.mask_text(text).into_inner().into_owned()
}

impl From<DocumentProblem> for UnreadReason {
    fn from(problem: DocumentProblem) -> Self {
        let is_over_limit = matches!(
            problem,
            DocumentProblem::Yaml(YamlError::TooDeep { .. } | YamlError::OverBudget { .. })
        );
        match is_over_limit {
            true => Self::OverLimit(problem.to_string()),
            false => Self::Invalid(problem.to_string()),
        }
    }
}

impl fmt::Display for UnreadReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Invalid(reason) | Self::OverLimit(reason) | Self::Unavailable(reason)) = self;
        f.write_str(reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_another_reason_than_an_invalid_document() {
        let too_deep = DocumentProblem::Yaml(YamlError::TooDeep { line: 1, limit: 2 });
        assert!(matches!(
            UnreadReason::from(too_deep),
            UnreadReason::OverLimit(_)
        ));
        assert!(matches!(
            UnreadReason::from(DocumentProblem::NotAMapping),
            UnreadReason::Invalid(_)
        ));
    }
}

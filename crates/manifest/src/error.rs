//! Errors of reading YAML.

use thiserror::Error;

/// Why a YAML document could not be read as Kubernetes reads it.
///
/// Lines count from 1 at the start of the given text. The messages contain no values of the document.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum YamlError {
    /// The text is not YAML.
    #[error("line {line}, column {column}: not valid YAML: {reason}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the parser expected or found.
        reason: String,
    },
    /// Mappings and lists are nested deeper than the limit.
    #[error("line {line}: nested deeper than {limit} levels")]
    TooDeep {
        /// The line, from 1.
        line: usize,
        /// The deepest level that is read.
        limit: usize,
    },
    /// Aliases expand to more than the limit ("billion laughs").
    #[error("line {line}: the aliases unfold to more than {limit} bytes")]
    TooManyAliases {
        /// The line, from 1.
        line: usize,
        /// The largest total size of expanded aliases, in bytes.
        limit: usize,
    },
    /// An alias refers to the node that contains it.
    #[error("line {line}: an alias refers to the node that contains it")]
    RecursiveAlias {
        /// The line, from 1.
        line: usize,
    },
    /// A mapping has a key that JSON cannot represent: null, a list or a mapping.
    #[error("line {line}: a key must be a string, a number or a boolean")]
    Key {
        /// The line, from 1.
        line: usize,
    },
    /// The value of `<<` is neither a mapping nor a list of mappings.
    #[error("line {line}: `<<` must be given a mapping or a list of mappings")]
    Merge {
        /// The line, from 1.
        line: usize,
    },
    /// A value does not match its tag, such as `!!int x`.
    #[error("line {line}: the value cannot be read as {tag}")]
    Tag {
        /// The line, from 1.
        line: usize,
        /// The tag, such as `!!int`.
        tag: String,
    },
    /// `.inf` or `.nan`, which JSON, and so Kubernetes, cannot represent.
    #[error("line {line}: `.inf` and `.nan` have no form in JSON")]
    NotFinite {
        /// The line, from 1.
        line: usize,
    },
}

impl YamlError {
    /// Returns the line at which reading stopped, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        match self {
            Self::Syntax { line, .. }
            | Self::TooDeep { line, .. }
            | Self::TooManyAliases { line, .. }
            | Self::RecursiveAlias { line }
            | Self::Key { line }
            | Self::Merge { line }
            | Self::Tag { line, .. }
            | Self::NotFinite { line } => *line,
        }
    }

    /// Returns the same error for a text with `preceding` more lines before this one.
    pub(crate) fn with_line_offset(mut self, preceding: usize) -> Self {
        match &mut self {
            Self::Syntax { line, .. }
            | Self::TooDeep { line, .. }
            | Self::TooManyAliases { line, .. }
            | Self::RecursiveAlias { line }
            | Self::Key { line }
            | Self::Merge { line }
            | Self::Tag { line, .. }
            | Self::NotFinite { line } => *line += preceding,
        }
        self
    }
}

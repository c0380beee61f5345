//! Why a YAML text could not be read.

use thiserror::Error;

/// Why one YAML document could not be read as Kubernetes would read it.
///
/// Lines count from 1 at the start of the text that was given. Values of the document never appear in these messages.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum YamlError {
    /// The text is not YAML.
    #[error("line {line}, column {column}: not valid YAML: {reason}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser expected or found.
        reason: String,
    },
    /// Mappings and lists are nested deeper than is read.
    #[error("line {line}: nested deeper than {limit} levels")]
    TooDeep {
        /// Line, from 1.
        line: usize,
        /// The deepest level that is read.
        limit: usize,
    },
    /// Aliases would unfold into more than is read ("billion laughs").
    #[error("line {line}: the aliases unfold to more than {limit} bytes")]
    TooManyAliases {
        /// Line, from 1.
        line: usize,
        /// How much may come from aliases.
        limit: usize,
    },
    /// An alias names the node that it stands in.
    #[error("line {line}: an alias refers to the node that contains it")]
    RecursiveAlias {
        /// Line, from 1.
        line: usize,
    },
    /// A mapping has a key that JSON has no form for: null, a list or a mapping.
    #[error("line {line}: a key must be a string, a number or a boolean")]
    Key {
        /// Line, from 1.
        line: usize,
    },
    /// The value of `<<` is neither a mapping nor a list of mappings.
    #[error("line {line}: `<<` must be given a mapping or a list of mappings")]
    Merge {
        /// Line, from 1.
        line: usize,
    },
    /// A value does not fit the tag it carries, such as `!!int x`.
    #[error("line {line}: the value cannot be read as {tag}")]
    Tag {
        /// Line, from 1.
        line: usize,
        /// The tag, such as `!!int`.
        tag: String,
    },
    /// `.inf` or `.nan`, which JSON, and so Kubernetes, cannot hold.
    #[error("line {line}: `.inf` and `.nan` have no form in JSON")]
    NotFinite {
        /// Line, from 1.
        line: usize,
    },
}

impl YamlError {
    /// The line at which reading stopped, from 1.
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

    /// The same error in a text that has `before` more lines in front.
    pub(crate) fn moved_down(mut self, before: usize) -> Self {
        match &mut self {
            Self::Syntax { line, .. }
            | Self::TooDeep { line, .. }
            | Self::TooManyAliases { line, .. }
            | Self::RecursiveAlias { line }
            | Self::Key { line }
            | Self::Merge { line }
            | Self::Tag { line, .. }
            | Self::NotFinite { line } => *line += before,
        }
        self
    }
}

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
        /// What go-yaml says of it.
        reason: &'static str,
    },
    /// The document starts with `{` and was read as JSON, which it is not.
    #[error("line {line}, column {column}: not valid JSON: {reason}")]
    Json {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong.
        reason: &'static str,
    },
    /// Mappings and lists are nested deeper than the limit.
    #[error("line {line}: too much to read: nested deeper than {limit} levels")]
    TooDeep {
        /// The line, from 1.
        line: usize,
        /// The deepest level that is read.
        limit: usize,
    },
    /// Together with what was read before, the document is more than the budget allows.
    #[error("line {line}: too much to read: {excess}")]
    OverBudget {
        /// The line, from 1.
        line: usize,
        /// What there is too much of.
        excess: Excess,
    },
    /// go-yaml refuses a document of which nearly all comes from aliases.
    #[error("line {line}: the document contains excessive aliasing")]
    ExcessiveAliasing {
        /// The line, from 1.
        line: usize,
    },
    /// An alias refers to an anchor that does not precede it.
    #[error("line {line}: an alias refers to an anchor that does not exist")]
    UnknownAlias {
        /// The line, from 1.
        line: usize,
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
    /// Two keys of a mapping, such as `1` and `'1'`, are one in JSON. Which of them counts changes from run to run.
    #[error(
        "line {line}: two keys of different types are the same key in JSON, and either may count"
    )]
    AmbiguousKey {
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
        tag: &'static str,
    },
    /// `.inf` or `.nan`, which JSON, and so Kubernetes, cannot represent.
    #[error("line {line}: `.inf` and `.nan` have no form in JSON")]
    NotFinite {
        /// The line, from 1.
        line: usize,
    },
}

/// What there is too much of in what is read together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Excess {
    /// Documents.
    #[error("there are more than {0} documents")]
    Documents(usize),
    /// Text.
    #[error("the documents have more than {0} bytes")]
    Bytes(usize),
    /// Values, keys, lists and mappings.
    #[error("the documents have more than {0} keys and values")]
    Nodes(usize),
    /// What aliases stand for.
    #[error("the aliases stand for more than {0} bytes")]
    AliasedBytes(usize),
}

impl YamlError {
    /// Returns the line at which reading stopped, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        *self.clone().line_mut()
    }

    /// Returns the same error at another line, for a text that is part of another.
    #[must_use]
    pub fn map_line(mut self, map: impl FnOnce(usize) -> usize) -> Self {
        let line = self.line_mut();
        *line = map(*line);
        self
    }

    fn line_mut(&mut self) -> &mut usize {
        match self {
            Self::Syntax { line, .. }
            | Self::Json { line, .. }
            | Self::TooDeep { line, .. }
            | Self::OverBudget { line, .. }
            | Self::ExcessiveAliasing { line }
            | Self::UnknownAlias { line }
            | Self::RecursiveAlias { line }
            | Self::Key { line }
            | Self::AmbiguousKey { line }
            | Self::Merge { line }
            | Self::Tag { line, .. }
            | Self::NotFinite { line } => line,
        }
    }
}

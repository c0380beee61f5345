//! The tokens of YAML.

use crate::characters::Mark;

/// A token and where it starts.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) mark: Mark,
}

/// What a token is. The names are those of libyaml.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenKind {
    StreamStart,
    StreamEnd,
    /// `%YAML 1.1`.
    VersionDirective(Version),
    /// `%TAG ! prefix`.
    TagDirective(TagDirective),
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias(String),
    Anchor(String),
    Tag(TagToken),
    Scalar(ScalarToken),
}

/// The version of a `%YAML` directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) major: u8,
    pub(crate) minor: u8,
}

/// A handle and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TagDirective {
    pub(crate) handle: Vec<u8>,
    pub(crate) prefix: Vec<u8>,
}

/// A tag as written: `!!str` has the handle `!!`, a verbatim tag none. Escapes may stand for any bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TagToken {
    pub(crate) handle: Vec<u8>,
    pub(crate) suffix: Vec<u8>,
}

/// A scalar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ScalarToken {
    pub(crate) text: String,
    pub(crate) style: ScalarStyle,
}

/// Whether a scalar may be other than a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScalarStyle {
    Plain,
    /// In quotes, or a block scalar.
    Quoted,
}

//! What a text is.

/// How a text is searched for secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextKind {
    /// Configuration, a command, or text of unknown kind.
    Configuration,
    /// Sentences or a query: `name="value"` is no assignment there, and `name: value` only where the value can be a secret.
    Prose,
}

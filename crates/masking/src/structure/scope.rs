//! What is looked for in a text.

use serde_json::{Map, Value};

use super::siblings;
use crate::context::ValueContext;

/// What is looked for in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Values under secret names, and the contents of Secrets.
    Configuration,
    /// The contents of Secrets only: in sentences, `Secret: …` names one.
    SecretObjects,
}

impl Scope {
    /// Returns the context of a field. See [`ValueContext::of_field`].
    pub(super) fn of_field(
        self,
        context: ValueContext,
        key: &str,
        fields: &Map<String, Value>,
    ) -> ValueContext {
        let of_field = context.of_field(key, fields);
        match (self, of_field) {
            (Self::Configuration, of_field) => of_field,
            (
                Self::SecretObjects,
                ValueContext::Secret | ValueContext::SecretData | ValueContext::SecretResource,
            ) if context != ValueContext::General || siblings::is_data_name(key) => of_field,
            (Self::SecretObjects, _) => ValueContext::General,
        }
    }
}

//! Whether a recorded pod template and a live one mean the same to Kubernetes.

use astern_manifest::Quantity;
use serde_json::{Map, Value};

use crate::template_defaults::is_same_as_absent;

/// What fields mean that only the live side has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LiveAdditions {
    /// Nothing: admission webhooks and other controllers add fields, containers and variables.
    Ignored,
    /// Another template, unless they are defaults or empty.
    Differ,
}

/// Returns whether the live value is the recorded one: with the defaults of the API server, amounts by value, and without what
/// controllers add.
pub(crate) fn is_as_recorded(recorded: &Value, live: &Value, additions: LiveAdditions) -> bool {
    let comparison = Comparison {
        additions,
        amounts: Amounts::No,
    };
    comparison.is_same(recorded, live)
}

/// Whether the scalars of a field are amounts, which the API server writes in its own way.
#[derive(Clone, Copy)]
enum Amounts {
    Yes,
    No,
}

#[derive(Clone, Copy)]
struct Comparison {
    additions: LiveAdditions,
    amounts: Amounts,
}

impl Comparison {
    fn is_same(self, recorded: &Value, live: &Value) -> bool {
        match (recorded, live) {
            (Value::Object(recorded), Value::Object(live)) => self.is_same_object(recorded, live),
            (Value::Array(recorded), Value::Array(live)) if recorded.len() == live.len() => {
                let mut pairs = recorded.iter().zip(live);
                pairs.all(|(recorded, live)| self.is_same(recorded, live))
            }
            (Value::Array(recorded), Value::Array(live)) => {
                self.additions == LiveAdditions::Ignored
                    && recorded.iter().all(|item| {
                        let mut live = live.iter();
                        live.any(|live| is_named_alike(item, live) && self.is_same(item, live))
                    })
            }
            (recorded, live) if recorded == live => true,
            (recorded, live) => match self.amounts {
                Amounts::Yes => {
                    let amount = Quantity::from_value(recorded);
                    amount.is_some() && amount == Quantity::from_value(live)
                }
                Amounts::No => {
                    is_same_as_absent("", recorded)
                        && (self.additions == LiveAdditions::Ignored || is_same_as_absent("", live))
                }
            },
        }
    }

    fn is_same_object(self, recorded: &Map<String, Value>, live: &Map<String, Value>) -> bool {
        let recorded_is_live = recorded.iter().all(|(name, value)| match live.get(name) {
            Some(live) => self.below(name).is_same(value, live),
            None => is_same_as_absent(name, value),
        });
        let mut only_live = live
            .iter()
            .filter(|(name, _)| !recorded.contains_key(*name));
        recorded_is_live
            && (self.additions == LiveAdditions::Ignored
                || only_live.all(|(name, value)| is_same_as_absent(name, value)))
    }

    fn below(self, field: &str) -> Self {
        let amounts = match field {
            "requests" | "limits" | "sizeLimit" | "divisor" | "overhead" => Amounts::Yes,
            _ => self.amounts,
        };
        Self { amounts, ..self }
    }
}

/// Whether two items of a list have the same name, or are no items with names.
fn is_named_alike(one: &Value, other: &Value) -> bool {
    one.get("name") == other.get("name")
}

//! The live object cut down to what a revision sets, in the revision's own spelling where both mean the same: then only
//! drift is left between the two.

mod lists;

use astern_manifest::ObjectId;
use serde_json::{Map, Value};

use super::equivalence::{FieldSemantics, is_dropped, is_equivalent, is_unset};
use super::managed_fields::{Manager, Nodes};

/// What the API server writes itself, whatever a manifest says.
const OF_THE_SERVER: [&str; 6] = [
    "creationTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
];

/// The live object as far as `said` sets it; and as far as `also` does, the same object in the revision that helm put
/// there.
pub(super) fn project(
    said: &Value,
    also: Option<&Value>,
    live: &Value,
    (id, managers): (&ObjectId, &[Manager<'_>]),
) -> Value {
    let (Value::Object(fields), Value::Object(live_fields)) = (said, live) else {
        return live.clone();
    };
    let spot = Spot {
        semantics: FieldSemantics::of_object(id),
        field: "",
        nodes: Nodes::new(managers),
        whole: false,
    };
    // The status is its controller's, whatever a chart ships.
    let (mut own, kept): (Map<_, _>, Map<_, _>) = fields
        .clone()
        .into_iter()
        .partition(|(field, _)| field != "status");
    let mut also = also.and_then(Value::as_object).cloned().unwrap_or_default();
    also.remove("status");
    let kept_metadata = take_servers(own.get_mut("metadata"));
    take_servers(also.get_mut("metadata"));
    let mut projected = spot.mapping(&own, Some(&also), live_fields);
    if let Some(Value::Object(metadata)) = projected.get_mut("metadata") {
        metadata.extend(kept_metadata);
    }
    projected.extend(kept);
    Value::Object(projected)
}

/// Takes what the API server writes itself out of an object's metadata.
fn take_servers(metadata: Option<&mut Value>) -> Map<String, Value> {
    let Some(Value::Object(metadata)) = metadata else {
        return Map::new();
    };
    let is_servers = |field: &String| OF_THE_SERVER.contains(&field.as_str());
    let (servers, own) = std::mem::take(metadata)
        .into_iter()
        .partition(|(field, _)| is_servers(field));
    *metadata = own;
    servers
}

/// A place in the object, and what is known of it.
struct Spot<'a> {
    semantics: FieldSemantics,
    /// The innermost field's name.
    field: &'a str,
    nodes: Nodes<'a>,
    /// Somebody other than helm wrote all of it as one: what the revision does not set counts too.
    whole: bool,
}

impl<'a> Spot<'a> {
    /// A field of the mapping here.
    fn child<'b>(&self, field: &'b str) -> Spot<'b>
    where
        'a: 'b,
    {
        Spot {
            semantics: self.semantics.field(field),
            field,
            nodes: self.nodes.field(field),
            whole: self.whole,
        }
    }

    /// An entry of the list here, and what is known of it.
    fn item(&self, nodes: Nodes<'a>) -> Self {
        Spot {
            semantics: self.semantics,
            field: self.field,
            nodes,
            whole: self.whole,
        }
    }

    /// This place, to be looked into.
    fn below(mut self) -> Self {
        self.whole |= self.nodes.is_overwritten();
        self
    }

    /// A field; `None` when it is not there, or when nothing is said of it.
    fn value(
        self,
        said: Option<&Value>,
        also: Option<&Value>,
        live: Option<&Value>,
    ) -> Option<Value> {
        let Some(said) = said else {
            let also = also.filter(|also| !is_unset(also))?;
            return self.value(Some(also), None, Some(live?));
        };
        let Some(live) = live else {
            return is_dropped(self.semantics, said).then(|| said.clone());
        };
        if said == live || is_unset(said) || self.is_filled_in(said, also) {
            return Some(said.clone());
        }
        Some(match (said, live) {
            (Value::Object(said), Value::Object(live)) => {
                let also = also.and_then(Value::as_object);
                Value::Object(self.below().mapping(said, also, live))
            }
            (Value::Array(said), Value::Array(live)) => {
                let also = also.and_then(Value::as_array).map(Vec::as_slice);
                Value::Array(self.below().list(said, also.unwrap_or_default(), live))
            }
            (said, live) if is_equivalent(self.semantics, said, live) => said.clone(),
            (_, live) => live.clone(),
        })
    }

    /// Whether the API server filled in a field that the revision leaves empty, such as `clusterIP: ""`.
    fn is_filled_in(&self, said: &Value, also: Option<&Value>) -> bool {
        self.semantics == FieldSemantics::Typed
            && said.as_str() == Some("")
            && also.is_none_or(|also| also == said)
            && !self.nodes.is_overwritten()
    }

    fn mapping(
        &self,
        said: &Map<String, Value>,
        also: Option<&Map<String, Value>>,
        live: &Map<String, Value>,
    ) -> Map<String, Value> {
        let mut projected = Map::new();
        let beyond = also
            .into_iter()
            .flatten()
            .filter(|(field, _)| !said.contains_key(*field));
        for (field, _) in said.iter().chain(beyond) {
            let also = also.and_then(|also| also.get(field));
            let inner = self
                .child(field)
                .value(said.get(field), also, live.get(field));
            projected.extend(inner.map(|inner| (field.clone(), inner)));
        }
        if self.whole {
            for (field, value) in live {
                if !projected.contains_key(field) {
                    projected.insert(field.clone(), value.clone());
                }
            }
        }
        projected
    }
}

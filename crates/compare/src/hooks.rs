//! Hooks that differ. A hook is an object with its events in an annotation, so it is compared as one.

use astern_manifest::Object;
use serde::Serialize;
use serde_json::Value;

use crate::{
    Masking, ObjectChange, Side,
    objects::{Pair, compare_pair},
};

/// The annotation that makes an object a hook and names its events.
const EVENTS: &str = "helm.sh/hook";

/// One hook that differs.
#[derive(Debug, Clone, Serialize)]
pub struct HookChange {
    /// The hook's object and what differs in it.
    #[serde(flatten)]
    pub object: ObjectChange,
    /// When it runs, such as `pre-rollback`; on the side to arrive at, or, for a removed hook, on the other.
    pub events: Vec<String>,
}

/// What differs between the two sides of one hook; `None` when nothing does.
pub(crate) fn compare_hook(hook: Pair, masking: &Masking) -> Option<HookChange> {
    let object = compare_pair(hook, masking)?;
    let events = object
        .object(Side::To)
        .or(object.object(Side::From))
        .map(events)
        .unwrap_or_default();
    Some(HookChange { object, events })
}

fn events(object: &Object) -> Vec<String> {
    object
        .value
        .pointer("/metadata/annotations")
        .and_then(|annotations| annotations.get(EVENTS))
        .and_then(Value::as_str)
        .map(|events| {
            events
                .split(',')
                .map(|event| event.trim().to_owned())
                .collect()
        })
        .unwrap_or_default()
}

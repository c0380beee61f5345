//! Makes the texts of an object that may be shown.

use std::sync::Arc;

use astern_manifest::{Object, to_yaml};

use crate::{Sides, objects::ObjectPair};
use astern_masking::Masking;

/// A text that may be shown.
#[derive(Clone, Default)]
pub(crate) struct Source {
    pub(crate) text: Arc<str>,
    pub(crate) is_masked: bool,
}

/// Returns the texts to compare: the recorded ones, or, when either side contains a secret, both serialized from the masked
/// values. The text of a missing side is empty.
pub(super) fn texts(objects: &ObjectPair, masking: &Masking) -> Sides<Source> {
    let masked = |object: &Option<Arc<Object>>| {
        object
            .as_deref()
            .and_then(|object| masked_text(object, masking))
    };
    let masked = Sides {
        from: masked(&objects.from),
        to: masked(&objects.to),
    };
    if masked == Sides::default() {
        return Sides {
            from: recorded_text(&objects.from),
            to: recorded_text(&objects.to),
        };
    }
    let serialized = |masked: Option<Arc<str>>, object: &Option<Arc<Object>>| Source {
        is_masked: masked.is_some(),
        text: masked.unwrap_or_else(|| serialize(object)),
    };
    Sides {
        from: serialized(masked.from, &objects.from),
        to: serialized(masked.to, &objects.to),
    }
}

/// Returns the object serialized with its secrets masked; `None` when neither its values nor its text contain any.
fn masked_text(object: &Object, masking: &Masking) -> Option<Arc<str>> {
    let masked = masking.mask_object(object);
    let holds_secret = *masked != object.value || masking.hides_in_text(&object.text);
    holds_secret.then(|| to_yaml(&masked).into())
}

fn recorded_text(object: &Option<Arc<Object>>) -> Source {
    let Some(object) = object else {
        return Source::default();
    };
    Source {
        text: Arc::clone(&object.text),
        is_masked: false,
    }
}

fn serialize(object: &Option<Arc<Object>>) -> Arc<str> {
    object
        .as_ref()
        .map_or_else(Arc::default, |object| to_yaml(&object.value).into())
}

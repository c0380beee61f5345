//! Which text of an object may be shown.

use std::sync::Arc;

use astern_manifest::{Object, to_yaml};

use crate::{Masking, Sides, objects::Pair};

/// The texts to compare: the objects' own, or, when either side holds a secret, both written from their masked values.
/// A missing side is an empty text.
pub(super) fn texts(objects: &Pair, masking: &Masking) -> Sides<Arc<str>> {
    let masked = Sides {
        from: objects
            .from
            .as_deref()
            .and_then(|object| masked_text(object, masking)),
        to: objects
            .to
            .as_deref()
            .and_then(|object| masked_text(object, masking)),
    };
    if masked == Sides::default() {
        return Sides {
            from: own_text(&objects.from),
            to: own_text(&objects.to),
        };
    }
    Sides {
        from: masked.from.unwrap_or_else(|| written(&objects.from)),
        to: masked.to.unwrap_or_else(|| written(&objects.to)),
    }
}

/// The object with its secrets masked; `None` when it holds none, in its text neither.
fn masked_text(object: &Object, masking: &Masking) -> Option<Arc<str>> {
    let masked = masking.mask_object(object);
    let holds_secret = masked != object.value || masking.redact(&object.text).is_some();
    holds_secret.then(|| to_yaml(&masked).into())
}

fn own_text(object: &Option<Arc<Object>>) -> Arc<str> {
    object
        .as_ref()
        .map_or_else(Arc::default, |object| Arc::clone(&object.text))
}

fn written(object: &Option<Arc<Object>>) -> Arc<str> {
    object
        .as_ref()
        .map_or_else(Arc::default, |object| to_yaml(&object.value).into())
}

//! Which text of an object may be shown.

use std::sync::Arc;

use astern_manifest::{Object, to_yaml};

use crate::{Sides, objects::ObjectPair};
use astern_masking::Masking;

/// A text as it may be shown.
#[derive(Clone, Default)]
pub(crate) struct Source {
    pub(crate) text: Arc<str>,
    pub(crate) is_masked: bool,
}

/// The texts to compare: the objects' own, or, when either side holds a secret, both written from their masked values.
/// A missing side is an empty text.
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
            from: own_text(&objects.from),
            to: own_text(&objects.to),
        };
    }
    let written = |masked: Option<Arc<str>>, object: &Option<Arc<Object>>| Source {
        is_masked: masked.is_some(),
        text: masked.unwrap_or_else(|| written(object)),
    };
    Sides {
        from: written(masked.from, &objects.from),
        to: written(masked.to, &objects.to),
    }
}

/// The object with its secrets masked; `None` when it holds none, in its text neither.
fn masked_text(object: &Object, masking: &Masking) -> Option<Arc<str>> {
    let masked = masking.mask_object(object);
    let holds_secret = *masked != object.value || masking.hides_in_text(&object.text);
    holds_secret.then(|| to_yaml(&masked).into())
}

fn own_text(object: &Option<Arc<Object>>) -> Source {
    let Some(object) = object else {
        return Source::default();
    };
    Source {
        text: Arc::clone(&object.text),
        is_masked: false,
    }
}

fn written(object: &Option<Arc<Object>>) -> Arc<str> {
    object
        .as_ref()
        .map_or_else(Arc::default, |object| to_yaml(&object.value).into())
}

//! Pairs the objects of two manifests by identity.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use astern_manifest::{Object, ObjectId};

use crate::Sides;

/// The same object on both sides; at least one side has it.
pub(crate) type ObjectPair = Sides<Option<Arc<Object>>>;

/// Pairs objects of the same identity, in the order of the `to` side, then those that only the `from` side has. Objects
/// with the same identity are paired in order.
pub(crate) fn pair_objects(
    objects: Sides<Vec<Object>>,
    namespaces: &Sides<&str>,
) -> std::vec::IntoIter<ObjectPair> {
    let mut waiting: HashMap<ObjectId, VecDeque<usize>> =
        HashMap::with_capacity(objects.from.len());
    let mut left = Vec::with_capacity(objects.from.len());
    for (index, object) in objects.from.into_iter().enumerate() {
        waiting
            .entry(identity(&object, namespaces.from))
            .or_default()
            .push_back(index);
        left.push(Some(Arc::new(object)));
    }
    let mut pairs = Vec::with_capacity(objects.to.len());
    for object in objects.to {
        let counterpart = waiting
            .get_mut(&identity(&object, namespaces.to))
            .and_then(VecDeque::pop_front)
            .and_then(|index| left[index].take());
        pairs.push(Sides {
            from: counterpart,
            to: Some(Arc::new(object)),
        });
    }
    pairs.extend(left.into_iter().flatten().map(|object| Sides {
        from: Some(object),
        to: None,
    }));
    pairs.into_iter()
}

/// Returns the identity by which objects are paired: without the namespace where it is the release's own.
pub(crate) fn identity(object: &Object, namespace: &str) -> ObjectId {
    let mut id = object.id.clone();
    id.namespace = id.namespace.filter(|stated| stated != namespace);
    id
}

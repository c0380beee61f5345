//! Pairs the hooks of both sides.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    hash::Hash,
    sync::Arc,
};

use astern_ledger::Hook;
use astern_manifest::{Object, ObjectId};

use serde::Serialize;

use crate::{Sides, objects::identity};

/// How an object moved that is a hook on one side only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HookMove {
    /// An ordinary object on the `from` side, a hook on the `to` side.
    IntoHooks,
    /// A hook on the `from` side, an ordinary object on the `to` side.
    OutOfHooks,
}

/// One object of a hook.
pub(crate) struct HookObject<'a> {
    pub(crate) hook: &'a Hook,
    pub(crate) object: Object,
}

/// A hook's object on one side.
pub(crate) struct HookSide<'a> {
    pub(super) hook: &'a Hook,
    pub(crate) object: Arc<Object>,
}

/// The same hook on both sides; at least one side has it.
pub(crate) struct HookPair<'a> {
    pub(crate) sides: Sides<Option<HookSide<'a>>>,
    pub(super) moved: Option<HookMove>,
}

/// Pairs hooks of the same identity, in the order of the `to` side, then those that only the `from` side has. Where an
/// identity occurs more than once, hooks with the same events are paired first, then the rest in order.
pub(crate) fn hook_pairs<'a>(
    hooks: Sides<Vec<HookObject<'a>>>,
    objects: &Sides<Vec<Object>>,
    namespaces: &Sides<&str>,
) -> std::vec::IntoIter<HookPair<'a>> {
    let identities = Sides {
        from: identities(&hooks.from, namespaces.from),
        to: identities(&hooks.to, namespaces.to),
    };
    let partners = partners(&hooks, &identities);
    let ordinary = Sides {
        from: ordinary(&hooks.to, &objects.from, namespaces.from),
        to: ordinary(&hooks.from, &objects.to, namespaces.to),
    };
    let mut left: Vec<_> = hooks
        .from
        .into_iter()
        .map(|hook| Some(side(hook)))
        .collect();
    let mut pairs = Vec::with_capacity(hooks.to.len());
    for ((hook, id), partner) in hooks.to.into_iter().zip(&identities.to).zip(partners) {
        let from = partner.and_then(|index| left[index].take());
        let moved = from.is_none() && ordinary.from.contains(id);
        pairs.push(HookPair {
            sides: Sides {
                from,
                to: Some(side(hook)),
            },
            moved: moved.then_some(HookMove::IntoHooks),
        });
    }
    let gone = left.into_iter().zip(&identities.from);
    pairs.extend(gone.filter_map(|(hook, id)| {
        hook.map(|hook| HookPair {
            sides: Sides {
                from: Some(hook),
                to: None,
            },
            moved: ordinary.to.contains(id).then_some(HookMove::OutOfHooks),
        })
    }));
    pairs.into_iter()
}

/// Returns for each hook of the `to` side the index of its partner.
fn partners(
    hooks: &Sides<Vec<HookObject<'_>>>,
    identities: &Sides<Vec<ObjectId>>,
) -> Vec<Option<usize>> {
    let with_events = |hooks: &[HookObject<'_>], identities: &[ObjectId]| -> Vec<_> {
        let events = |hook: &HookObject<'_>| {
            let mut events = hook.hook.events.clone();
            astern_ledger::sort(&mut events);
            events
        };
        hooks
            .iter()
            .map(events)
            .zip(identities.iter().cloned())
            .collect()
    };
    let mut partners = vec![None; hooks.to.len()];
    let mut taken = vec![false; hooks.from.len()];
    pair_up(
        &with_events(&hooks.from, &identities.from),
        &with_events(&hooks.to, &identities.to),
        (&mut taken, &mut partners),
    );
    pair_up(
        &identities.from,
        &identities.to,
        (&mut taken, &mut partners),
    );
    partners
}

/// Pairs equal keys in order, unless they are paired already.
fn pair_up<K: Eq + Hash>(
    from: &[K],
    to: &[K],
    (taken, partners): (&mut [bool], &mut [Option<usize>]),
) {
    let mut waiting: HashMap<&K, VecDeque<usize>> = HashMap::new();
    for (index, key) in from.iter().enumerate().filter(|(index, _)| !taken[*index]) {
        waiting.entry(key).or_default().push_back(index);
    }
    for (key, partner) in to
        .iter()
        .zip(partners)
        .filter(|(_, partner)| partner.is_none())
    {
        *partner = waiting.get_mut(key).and_then(VecDeque::pop_front);
        if let Some(index) = *partner {
            taken[index] = true;
        }
    }
}

fn identities(hooks: &[HookObject<'_>], namespace: &str) -> Vec<ObjectId> {
    hooks
        .iter()
        .map(|hook| identity(&hook.object, namespace))
        .collect()
}

/// Returns the identities of ordinary objects, or none when there are no hooks to look up in them.
fn ordinary(hooks: &[HookObject<'_>], objects: &[Object], namespace: &str) -> HashSet<ObjectId> {
    match hooks.is_empty() {
        true => HashSet::new(),
        false => objects
            .iter()
            .map(|object| identity(object, namespace))
            .collect(),
    }
}

fn side(hook: HookObject<'_>) -> HookSide<'_> {
    HookSide {
        hook: hook.hook,
        object: Arc::new(hook.object),
    }
}

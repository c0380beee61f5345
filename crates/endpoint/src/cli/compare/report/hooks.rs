//! The sections about hooks: those that differ, and those that a rollback runs.

use astern_compare::{Comparison, HookChange, HookMove, Sides};

use super::fields::{object, only_noise_item};
use super::{NoiseDisplay, Section, object_with_note};
use astern_wording::{count_or_no as count, known_to_differ, verb};

/// Returns at most one section for each of the two.
pub(super) fn sections(comparison: &Comparison, noise: NoiseDisplay) -> Vec<Section> {
    let (hooks, same) = (&comparison.hooks, comparison.unchanged_hooks);
    let changed = (!hooks.is_empty()).then(|| {
        let heading = format!(
            "{}, {same} {} the same",
            known_to_differ(comparison.verdict, hooks.len(), "hook"),
            verb(same, "is", "are")
        );
        let (only_noise, shown): (Vec<_>, Vec<_>) = hooks
            .iter()
            .partition(|hook| hook.object.noise_only && noise == NoiseDisplay::Counted);
        let items = shown
            .iter()
            .map(|hook| object(&hook.object, noise, note(hook), &|_| None));
        let folded = only_noise_item(
            (only_noise.len(), "hook"),
            only_noise.iter().flat_map(|hook| &hook.object.fields),
        );
        Section::main(heading, items.chain(folded).collect())
    });
    changed.into_iter().chain(rollback(comparison)).collect()
}

/// A rollback goes to the lower revision, whichever side that is.
fn rollback(comparison: &Comparison) -> Option<Section> {
    let Sides { from, to } = comparison.revisions;
    let (target, hooks) = match from < to {
        true => (from, &comparison.rollback_hooks.from),
        false => (to, &comparison.rollback_hooks.to),
    };
    let heading = format!(
        "A rollback to revision {target} runs {}",
        count(hooks.len(), "hook")
    );
    let items = hooks.iter().map(|hook| {
        let name = format!("{}/{}", hook.kind, hook.name);
        object_with_note(&name, format!("{}, weight {}", hook.event, hook.weight))
    });
    (!hooks.is_empty()).then(|| Section::main(heading, items.collect()))
}

/// `pre-upgrade; weight 0 → 5`.
fn note(hook: &HookChange) -> Option<String> {
    let mut words = vec![hook.shown_events().join(", ")];
    let arrow = |what: &str, from: String, to: String| {
        (from != to && !from.is_empty() && !to.is_empty()).then(|| format!("{what} {from} → {to}"))
    };
    let list = |sides: &Sides<Vec<String>>| (sides.from.join(", "), sides.to.join(", "));
    let weight = |weight: Option<i64>| weight.map(|weight| weight.to_string()).unwrap_or_default();
    let (events, policies) = (list(&hook.events), list(&hook.delete_policies));
    words.extend(arrow("events", events.0, events.1));
    words.extend(arrow(
        "weight",
        weight(hook.weight.from),
        weight(hook.weight.to),
    ));
    words.extend(arrow("deleted", policies.0, policies.1));
    words.extend(hook.moved.map(|moved| {
        match moved {
            HookMove::IntoHooks => "an ordinary object before",
            HookMove::OutOfHooks => "an ordinary object from now on",
        }
        .to_owned()
    }));
    words.retain(|word| !word.is_empty());
    (!words.is_empty()).then(|| words.join("; "))
}

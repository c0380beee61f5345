//! What only hooks have: when they run, and which of them a rollback runs.

use astern_compare::{Comparison, HookChange, HookDrift, HookMove, HookToRun};
use astern_wording::count;
use leptos::prelude::*;

use super::model::Report;
use super::side_values::{list_side_values, side_values};
use crate::components::visible_text;

/// The hooks that a rollback to either side runs.
pub fn rollback_hooks(comparison: &Comparison) -> AnyView {
    let (revisions, hooks) = (&comparison.revisions, &comparison.rollback_hooks);
    let sides = [(revisions.from, &hooks.from), (revisions.to, &hooks.to)];
    sides
        .into_iter()
        .filter(|(_, hooks)| !hooks.is_empty())
        .map(|(revision, hooks)| {
            let number = count(hooks.len(), "hook");
            let names: Vec<_> = hooks.iter().map(hook_to_run).collect();
            let names = names.join(", ");
            let text = format!(
                "Going back to revision {revision} runs {number} of that revision: {names}."
            );
            view! { <p>{visible_text(&text)}</p> }
        })
        .collect_view()
        .into_any()
}

fn hook_to_run(hook: &HookToRun) -> String {
    let HookToRun {
        kind,
        name,
        event,
        weight,
        ..
    } = hook;
    format!("{kind} {name} ({event}, weight {weight})")
}

/// When a hook runs, in which order, and when it is deleted.
pub fn hook_details(report: &Report, index: usize) -> AnyView {
    match report {
        Report::Recorded(comparison, _) => comparison.hooks.get(index).map(changed_hook_details),
        Report::Live(drift) => drift.hooks.get(index).map(live_hook_details),
    }
    .into_any()
}

fn live_hook_details(hook: &HookDrift) -> AnyView {
    view! {
        <dl class="kv obj__terms">
            <dt>"Runs at"</dt><dd class="mono">{visible_text(&hook.events.join(", "))}</dd>
            <dt>"Deleted"</dt><dd class="mono">{visible_text(&hook.delete_policies.join(", "))}</dd>
        </dl>
    }
    .into_any()
}

fn changed_hook_details(hook: &HookChange) -> AnyView {
    let moved = hook.moved.map(|moved| match moved {
        HookMove::IntoHooks => "It was an ordinary object and is a hook now.",
        HookMove::OutOfHooks => "It was a hook and is an ordinary object now.",
    });
    let weight = hook
        .weight
        .map(|weight| weight.map(|weight| weight.to_string()).unwrap_or_default());
    view! {
        {moved.map(|text| view! { <p class="obj__say">{text}</p> })}
        <dl class="kv obj__terms">
            <dt>"Runs at"</dt><dd>{list_side_values(&hook.events)}</dd>
            <dt>"Weight"</dt><dd>{side_values(&weight)}</dd>
            <dt>"Deleted"</dt><dd>{list_side_values(&hook.delete_policies)}</dd>
        </dl>
    }
    .into_any()
}

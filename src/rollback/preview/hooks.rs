//! The hooks that helm runs during a rollback: those of the target revision.

use astern_compare::{
    Comparison, HookToRun, RollbackEvent, SkippedHooks, hooks_skipped_by_rollback,
};
use astern_ledger::Release;
use astern_wording::count;
use leptos::prelude::*;

use crate::components::visible_text;

/// Renders the hooks that helm will run, and those that it will not.
pub fn hooks(comparison: &Comparison, target: &Release) -> AnyView {
    let (from, to) = (comparison.revisions.from, comparison.revisions.to);
    let runs = &comparison.rollback_hooks.to;
    let skipped = hooks_skipped_by_rollback(target);
    let number = runs.len() + skipped.iter().map(|hooks| hooks.count).sum::<usize>();
    let heading = match (runs.len(), number) {
        (0, 0) => view! { <p><b>"No hooks. "</b>{format!("Revision {to} has none.")}</p> }.into_any(),
        (0, 1) => view! {
            <p><b>"No hooks. "</b>{format!("Revision {to} has 1, and it is not for a rollback:")}</p>
        }
        .into_any(),
        (0, _) => view! {
            <p><b>"No hooks. "</b>{format!("Revision {to} has {number}, and none is for a rollback:")}</p>
        }
        .into_any(),
        (some, _) => view! { <p><b>{count(some, "hook")}</b>{format!(" of revision {to}:")}</p> }.into_any(),
    };
    let run_items = runs.iter().map(hook_to_run);
    let skipped_items = skipped.iter().map(skipped_hooks);
    // The author of a rollback hook in the current revision expects it to run.
    let not_run = match (from == to, comparison.rollback_hooks.from.as_slice()) {
        (true, _) | (_, []) => None,
        (_, own) => Some(format!(
            "Revision {from} has {} for a rollback, which helm does not run: it takes those of the revision that it goes \
             back to.",
            count(own.len(), "hook")
        )),
    };
    view! {
        <p class="soft">"A hook is an object, most often a job, that helm runs around an operation."</p>
        {heading}
        {(number > 0).then(|| view! {
            <ul class="list">{run_items.collect_view()}{skipped_items.collect_view()}</ul>
        })}
        {not_run.map(|text| view! { <p>{text}</p> })}
    }
    .into_any()
}

fn hook_to_run(hook: &HookToRun) -> impl IntoView {
    let when = match hook.event {
        RollbackEvent::PreRollback => "before anything is applied",
        RollbackEvent::PostRollback => "after everything is applied",
    };
    view! {
        <li>
            {visible_text(&hook.kind)}" "<code>{visible_text(&hook.name)}</code>{format!(", {when}, weight {}", hook.weight)}
        </li>
    }
}

fn skipped_hooks(hooks: &SkippedHooks) -> impl IntoView {
    let verb = if hooks.count == 1 { "runs" } else { "run" };
    let events = hooks.events.iter().enumerate().map(|(index, event)| {
        let comma = (index > 0).then_some(", ");
        view! { {comma}<code>{visible_text(event)}</code> }
    });
    view! { <li>{format!("{} {verb} at ", hooks.count)}{events.collect_view()}</li> }
}

//! The blocks that only a comparison with the cluster has.

use astern_compare::{Drift, Verdict};
use astern_wording::count;
use leptos::prelude::*;

use super::controller::PageController;
use crate::components::{Icon, visible_text};

/// The number of entries in one block.
const ENTRIES_PER_BLOCK: usize = 20;

/// The summary: what differs between a revision and the cluster.
pub fn drift_summary(drift: &Drift) -> AnyView {
    let same = drift.verdict == Verdict::Identical;
    let fact = |name: &'static str, number: usize| {
        view! { <div><dt>{name}</dt><dd>{number}</dd></div> }
    };
    let deployed = drift.deployed.map(|deployed| {
        view! {
            <p class="answer__body">
                {format!("Helm put revision {deployed} into the cluster last, not {}.", drift.revision)}
            </p>
        }
    });
    view! {
        <section class="answer" aria-labelledby="answer">
            <div class="answer__head" role="status">
                {same.then(|| view! { <Icon name="ok"/> })}
                <h2 class="answer__line answer__line--wide" id="answer">{visible_text(&astern_wording::drift_sentence(drift))}</h2>
            </div>
            <dl class="facts">
                {fact("Differ", drift.objects.len())}
                {fact("Missing", drift.missing.len())}
                {fact("Left over", drift.leftover.len())}
                {fact("As the revision says", drift.unchanged_objects)}
                {(!drift.hooks.is_empty()).then(|| fact("Hooks that differ", drift.differing_hooks()))}
                {fact("Could not be read", drift.unread.len() + drift.unavailable.len())}
            </dl>
            {same.then(|| view! {
                <p class="answer__body">
                    "Whether its pods run is another question, and not looked at here."
                </p>
            })}
            {deployed}
            {advice(drift)}
        </section>
    }
    .into_any()
}

/// What to know before acting on it.
fn advice(drift: &Drift) -> AnyView {
    let advice = astern_wording::drift_advice(drift);
    if advice.is_empty() {
        return ().into_any();
    }
    let listed = advice
        .into_iter()
        .map(|line| view! { <li>{visible_text(&line)}</li> });
    view! {
        <div>
            <h3>"What to know"</h3>
            <ul class="list">{listed.collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// Some objects that could not be read from the cluster, and why.
pub fn unavailable_objects(controller: PageController, chunk: u32) -> AnyView {
    let Some(drift) = controller.with(|model| model.report.drift().cloned()) else {
        return ().into_any();
    };
    let some = drift
        .unavailable
        .iter()
        .skip(chunk as usize * ENTRIES_PER_BLOCK)
        .take(ENTRIES_PER_BLOCK);
    let listed = some.map(|object| {
        view! { <li><span class="mono">{visible_text(&object.object.to_string())}</span>": "{visible_text(&object.reason)}</li> }
    });
    view! { <ul class="list">{listed.collect_view()}</ul> }.into_any()
}

/// Some hooks whose objects are not in the cluster, and why that is no drift.
pub fn absent_hooks(controller: PageController, chunk: u32) -> AnyView {
    let Some(drift) = controller.with(|model| model.report.drift().cloned()) else {
        return ().into_any();
    };
    let some = drift
        .absent_hooks
        .iter()
        .skip(chunk as usize * ENTRIES_PER_BLOCK)
        .take(ENTRIES_PER_BLOCK);
    let listed = some.map(|gone| {
        view! { <li><span class="mono">{visible_text(&gone.object.to_string())}</span>": "{visible_text(&astern_wording::hook_absence(&gone.reason))}"."</li> }
    });
    let heading = (chunk == 0).then(|| {
        let number = count(drift.absent_hooks.len(), "hook");
        view! { <p>{format!("{number} not in the cluster, which is no drift:")}</p> }
    });
    view! { <div class="crd">{heading}<ul class="list">{listed.collect_view()}</ul></div> }
        .into_any()
}

/// The fields that other managers than Helm added to an object.
pub fn unmanaged_fields(controller: PageController, index: u32) -> AnyView {
    let Some(drift) = controller.with(|model| model.report.drift().cloned()) else {
        return ().into_any();
    };
    let Some(object) = drift.unmanaged.get(index as usize) else {
        return ().into_any();
    };
    let more = object.fields.len().saturating_sub(ENTRIES_PER_BLOCK);
    let listed = object.fields.iter().take(ENTRIES_PER_BLOCK).map(|field| {
        view! {
            <li>
                <span class="mono">{visible_text(&field.path.to_string())}": "{visible_text(&field.value.to_string())}</span>
                " "<span class="muted">{visible_text(&astern_wording::written_by(&field.writer))}</span>
            </li>
        }
    });
    let more =
        (more > 0).then(|| view! { <li>{format!("and {}", count(more, "more field"))}</li> });
    view! {
        <div class="panel crd">
            <h3 class="obj__name">{visible_text(&object.object.to_string())}</h3>
            <ul class="list">{listed.collect_view()}{more}</ul>
        </div>
    }
    .into_any()
}

//! A revision against what is in the cluster: what a drift has that two revisions have not.

use astern_compare::Drift;
use astern_wording::count;
use leptos::prelude::*;

use super::controller::PageController;
use super::model::written_by;
use crate::components::Icon;

/// Entries in one block.
const ENTRIES: usize = 20;

/// The answer.
pub fn live_answer(drift: &Drift) -> AnyView {
    let same = drift.is_empty() && drift.unavailable.is_empty() && drift.unreadable.is_empty();
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
                <h2 class="answer__line answer__line--wide" id="answer">{drift.sentence()}</h2>
            </div>
            <dl class="facts">
                {fact("Differ", drift.objects.len())}
                {fact("Missing", drift.missing.len())}
                {fact("Left over", drift.leftover.len())}
                {fact("As the revision says", drift.unchanged_objects)}
                {(!drift.hooks.is_empty()).then(|| fact("Hooks that differ", drift.differing_hooks()))}
                {fact("Could not be read", drift.unavailable.len())}
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

/// What to know before anything is done about it.
fn advice(drift: &Drift) -> AnyView {
    let advice = drift.advice();
    if advice.is_empty() {
        return ().into_any();
    }
    let listed = advice.into_iter().map(|said| view! { <li>{said}</li> });
    view! {
        <div>
            <h3>"What to know"</h3>
            <ul class="list">{listed.collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// Objects that the cluster did not tell about, and why.
pub fn unasked(controller: PageController, chunk: u32) -> AnyView {
    let Some(drift) = controller.with(|model| model.report.drift().cloned()) else {
        return ().into_any();
    };
    let some = drift
        .unavailable
        .iter()
        .skip(chunk as usize * ENTRIES)
        .take(ENTRIES);
    let listed = some.map(|object| {
        view! { <li><span class="mono">{object.object.to_string()}</span>": "{object.reason.clone()}</li> }
    });
    view! { <ul class="list">{listed.collect_view()}</ul> }.into_any()
}

/// Hooks whose objects are not in the cluster, and why that is no drift.
pub fn hooks_gone(controller: PageController, chunk: u32) -> AnyView {
    let Some(drift) = controller.with(|model| model.report.drift().cloned()) else {
        return ().into_any();
    };
    let some = drift
        .absent_hooks
        .iter()
        .skip(chunk as usize * ENTRIES)
        .take(ENTRIES);
    let listed = some.map(|gone| {
        view! { <li><span class="mono">{gone.object.to_string()}</span>": "{gone.reason.to_string()}"."</li> }
    });
    let said = (chunk == 0).then(|| {
        let number = count(drift.absent_hooks.len(), "hook");
        view! { <p>{format!("{number} not in the cluster, which is no drift:")}</p> }
    });
    view! { <div class="crd">{said}<ul class="list">{listed.collect_view()}</ul></div> }.into_any()
}

/// What others than helm added to one object.
pub fn unmanaged(controller: PageController, index: u32) -> AnyView {
    let Some(drift) = controller.with(|model| model.report.drift().cloned()) else {
        return ().into_any();
    };
    let Some(object) = drift.unmanaged.get(index as usize) else {
        return ().into_any();
    };
    let more = object.fields.len().saturating_sub(ENTRIES);
    let listed = object.fields.iter().take(ENTRIES).map(|field| {
        view! {
            <li>
                <span class="mono">{field.path.to_string()}": "{field.value.to_string()}</span>
                " "<span class="muted">{written_by(&field.writer)}</span>
            </li>
        }
    });
    let more =
        (more > 0).then(|| view! { <li>{format!("and {}", count(more, "more field"))}</li> });
    view! {
        <div class="panel crd">
            <h3 class="obj__name">{object.object.to_string()}</h3>
            <ul class="list">{listed.collect_view()}{more}</ul>
        </div>
    }
    .into_any()
}

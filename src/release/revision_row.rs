//! One revision in the history.

use astern_ledger::{
    Assessment, ChartVersion, OperationResult, ReasonAgainst, Record, Revision, RevisionOutcome,
};
use astern_protocol::{Place, Route};
use astern_wording::count;
use astern_wording::reason_against;
use leptos::prelude::*;

use super::adjacent_comparisons::Cell;
use super::live_duration::Soak;
use crate::compare::use_masking;
use crate::components::{RelativeTime, StatusLabel, breakable_path};
use crate::connection::{DetailReader, Details};

/// The two revisions that a person picked to compare.
#[derive(Clone, Copy)]
pub struct Picked {
    /// The left side.
    pub from: RwSignal<Revision>,
    /// The right side.
    pub to: RwSignal<Revision>,
}

/// One revision, with what its payload tells as soon as it is read.
#[component]
pub fn RevisionRow(
    record: Record,
    older: Option<Revision>,
    cell: Option<ArcRwSignal<Cell>>,
    assessment: Memo<Assessment>,
    longest: Memo<u64>,
    picked: Picked,
    reader: DetailReader,
) -> impl IntoView {
    let revision = record.revision;
    let details = reader.details(&record);
    let good = Memo::new(move |_| assessment.with(Assessment::last_known_good) == Some(revision));
    let past =
        Memo::new(move |_| assessment.with(|assessment| assessment.outcome(revision).cloned()));
    let against = Memo::new(move |_| {
        assessment.with(|assessment| assessment.reasons_against(revision).to_vec())
    });
    let is_current = move || against.with(|against| against.contains(&ReasonAgainst::Current));
    let began = {
        let (details, record) = (details.clone(), record.clone());
        Signal::derive(move || details.with(|details| details.went_live(&record)))
    };
    let pick = |side: &'static str, chosen: RwSignal<Revision>| {
        view! {
            <td class="pick" role="cell"><label>
                <input
                    type="radio"
                    name=side
                    prop:checked=move || chosen.get() == revision
                    on:change=move |_| chosen.set(revision)
                />
                <span class="sr">{format!("Compare {side} revision {revision}")}</span>
            </label></td>
        }
    };
    let class = move || match (is_current(), good.get()) {
        (true, _) => "is-current",
        (false, true) => "is-lkg",
        (false, false) => "is-left",
    };
    // Where the current one is a rollback, it holds what was the last known good.
    let good_word =
        move || match assessment.with(|assessment| assessment.already_rolled_back.is_some()) {
            true => "Best of the others",
            false => "Last known good",
        };
    let tag = move || match class() {
        "is-current" => Some(view! { <br/><span class="tag tag--accent">"Current"</span> }),
        "is-lkg" => Some(view! { <br/><span class="tag tag--good">{good_word()}</span> }),
        _ => None,
    };
    let rollback = Route::of(&record, Place::Rollback { target: revision }).to_string();
    let action = move || {
        let class = if good.get() { "btn" } else { "btn btn--quiet" };
        (!is_current()).then(|| {
            view! { <a class=class href=rollback.clone()>{format!("Roll back to {revision}…")}</a> }
        })
    };
    let compare = older.map(|older| {
        let address = Route::of(&record, Place::compare(older, revision)).to_string();
        (address, format!("Compare {older} → {revision}. "))
    });
    let known = details.clone();
    view! {
        <tr class=class role="row" data-revision=revision.to_string()>
            {pick("from", picked.from)}
            {pick("to", picked.to)}
            <th scope="row" role="rowheader" class="rev">{revision.to_string()}</th>
            <td class="state" role="cell">
                <StatusLabel status=record.status.clone()/>
                {tag}
                {move || course(past.get()).map(|said| view! { <span class="sub">{said}</span> })}
            </td>
            <td class="when" role="cell">{move || began.get().map(|time| view! { <RelativeTime time/> })}</td>
            <td class="soakcell" role="cell"><Soak revision began assessment longest/></td>
            <td class="chart" role="cell">{move || chart(known.get())}</td>
            <td class="what" role="cell"><ul class="plain">
                {move || past.get().map(made)}
                {move || description(details.get(), past.get())}
                {changed(revision, cell, compare)}
                {move || news(&against.get()).map(|against| view! {
                    <li class="status--warn">{reason_against(against)}</li>
                }).collect_view()}
            </ul></td>
            <td class="act" role="cell">{action}</td>
        </tr>
    }
}

/// What speaks against it and is not said elsewhere: by the other columns, or above the table for
/// the current one.
fn news(against: &[ReasonAgainst]) -> impl Iterator<Item = &ReasonAgainst> {
    let is_current = against.contains(&ReasonAgainst::Current);
    against.iter().filter(move |against| match against {
        ReasonAgainst::Current | ReasonAgainst::RolledBack(_) | ReasonAgainst::NotRecorded => false,
        ReasonAgainst::LiveTooShort(_) | ReasonAgainst::LiveUnknown => false,
        ReasonAgainst::NotComplete(result) => !matches!(
            result,
            OperationResult::Failed
                | OperationResult::Pending(_)
                | OperationResult::Uninstalled
                | OperationResult::Unreadable
                | OperationResult::NotFetched
        ),
        ReasonAgainst::ChartRolledBack { .. } => !is_current,
        ReasonAgainst::SameAsCurrent(_) | ReasonAgainst::RetryNotComplete { .. } => true,
    })
}

/// That it was a rollback, and that one undid it.
fn course(past: Option<RevisionOutcome>) -> Option<String> {
    let past = past?;
    let undone = past.rolled_back_by.map(|by| match by.result.took_effect() {
        true => format!("undone by {}", by.revision),
        false => format!("to be undone by {}", by.revision),
    });
    let rollback = past.rollback.map(|_| "was a rollback".to_owned());
    match (rollback, undone) {
        (Some(rollback), Some(undone)) => Some(format!("{rollback}, {undone}")),
        (one, other) => one.or(other),
    }
}

fn chart(details: Details) -> AnyView {
    match details {
        Details::Loaded { told, app_version } => view! {
            {told.chart.map(|chart| view! {
                <span class="sr">{chart.to_string()}</span>
                <span class="mono" aria-hidden="true">{chart.version}</span>
            })}
            {app_version.map(|version| view! { <span class="sub">"app "{version}</span> })}
        }
        .into_any(),
        Details::Pending => view! { <span class="skel" style:width="4rem"></span> }.into_any(),
        Details::Unreadable(_) | Details::NotFetched(_) => ().into_any(),
    }
}

/// What made it: a rollback, another chart version.
fn made(past: RevisionOutcome) -> impl IntoView {
    let rollback = past.rollback.and_then(|rollback| rollback.target);
    let rollback = rollback.map(|to| view! { <li><b>{format!("Rolled back to {to}")}</b></li> });
    let moved = past.chart_before.zip(past.chart);
    let moved = moved.map(|(from, to)| view! { <li><b>{chart_move(&from, &to)}</b></li> });
    (rollback, moved)
}

fn chart_move(from: &ChartVersion, to: &ChartVersion) -> String {
    match from.name == to.name {
        true => format!("Chart {} → {}", from.version, to.version),
        false => format!("Chart {from} → {to}"),
    }
}

/// The description, unless it is the one that Helm writes for every success.
fn description(details: Details, outcome: Option<RevisionOutcome>) -> Option<AnyView> {
    match details {
        Details::Loaded { told, .. } => {
            let text = told.description.filter(|text| !text.is_empty())?;
            let is_default = outcome.is_some_and(|outcome| outcome.is_default_description(&text));
            (!is_default).then(|| {
                let text = use_masking()
                    .mask_error_output(&text)
                    .into_owned()
                    .into_inner();
                view! { <li class="words">"“"{text}"”"</li> }.into_any()
            })
        }
        Details::Pending => None,
        Details::Unreadable(why) | Details::NotFetched(why) => {
            Some(view! { <li class="status--bad">{why}</li> }.into_any())
        }
    }
}

fn changed(
    revision: Revision,
    cell: Option<ArcRwSignal<Cell>>,
    compare: Option<(String, String)>,
) -> AnyView {
    let (Some(cell), Some((address, label))) = (cell, compare) else {
        let said = match revision == Revision::FIRST {
            true => "First install",
            false => {
                "The revision before it is not recorded any more, so what it changed is not known."
            }
        };
        return view! { <li>{said}</li> }.into_any();
    };
    (move || match cell.get() {
        Cell::Waiting => view! {
            <li><span class="skel" style:width="12rem"></span><span class="sr">"Being compared"</span></li>
        }
        .into_any(),
        Cell::Unreadable(other) if other == revision => {
            view! { <li>"What it changed is not known."</li> }.into_any()
        }
        Cell::Unreadable(other) => view! {
            <li>{format!("What it changed is not known: revision {other} cannot be read.")}</li>
        }
        .into_any(),
        Cell::Known(changes) => {
            let values = (changes.value_count > 0).then(|| {
                let more = changes.value_count - changes.values.len();
                let more = (more > 0).then(|| format!(" and {more} more"));
                let paths = changes.values.iter().enumerate().map(|(index, value)| view! {
                    {(index > 0).then_some(", ")}<code>{breakable_path(value)}</code>
                });
                view! { <span class="line">"Values: "{paths.collect_view()}{more}</span> }
            });
            let objects = numbers("Objects: ", changes.objects());
            let hooks = numbers("Hooks: ", changes.hooks());
            let unreadable = (changes.unreadable > 0).then(|| {
                let said = count(changes.unreadable, "document");
                view! { <span class="line status--warn">{format!("{said} could not be read")}</span> }
            });
            let nothing = (values.is_none() && objects.is_none() && hooks.is_none())
                .then_some("No value, object or hook differs");
            view! {
                <li><a class="changes" href=address.clone()>
                    <span class="sr">{label.clone()}</span>
                    {values}{objects}{hooks}{unreadable}{nothing}
                </a></li>
            }
            .into_any()
        }
    })
    .into_any()
}

fn numbers(label: &'static str, told: Vec<(&'static str, String)>) -> Option<AnyView> {
    (!told.is_empty()).then(|| {
        let numbers = told.into_iter().enumerate().map(|(index, (class, said))| {
            view! { {(index > 0).then_some(", ")}<span class=class>{said}</span> }
        });
        view! { <span class="line">{label}{numbers.collect_view()}</span> }.into_any()
    })
}

//! One row of the history table.

use astern_ledger::{
    Assessment, ChartVersion, OperationResult, ReasonAgainst, Record, Revision, RevisionOutcome,
    Status,
};
use astern_protocol::{ReleasePage, Route};
use astern_wording::reason_against;
use leptos::prelude::*;

use super::adjacent_comparisons::AdjacentComparison;
use super::live_duration::LiveDuration;
use crate::compare::use_masking;
use crate::components::{RecordedStatus, RelativeTime, breakable_path, visible_text};
use crate::connection::{DetailReader, Details};

/// The two revisions that are selected to be compared.
#[derive(Clone, Copy)]
pub struct SelectedPair {
    /// The left side.
    pub from: RwSignal<Revision>,
    /// The right side.
    pub to: RwSignal<Revision>,
}

/// One revision, with details once its payload is read.
#[component]
pub fn RevisionRow(
    record: Record,
    older: Option<Revision>,
    comparison: Option<ArcRwSignal<AdjacentComparison>>,
    assessment: Memo<Assessment>,
    longest: Memo<u64>,
    selected: SelectedPair,
    reader: DetailReader,
) -> impl IntoView {
    let revision = record.revision;
    let details = reader.details(&record);
    let is_last_known_good =
        Memo::new(move |_| assessment.with(Assessment::last_known_good) == Some(revision));
    let outcome =
        Memo::new(move |_| assessment.with(|assessment| assessment.outcome(revision).cloned()));
    let against = Memo::new(move |_| {
        assessment.with(|assessment| assessment.reasons_against(revision).to_vec())
    });
    let is_current =
        Memo::new(move |_| assessment.with(|assessment| assessment.current() == Some(revision)));
    let began = {
        let (details, record) = (details.clone(), record.clone());
        Signal::derive(move || details.with(|details| details.went_live(&record)))
    };
    let radio = |side: &'static str, selected: RwSignal<Revision>| {
        view! {
            <td class="pick" role="cell"><label>
                <input
                    type="radio"
                    name=side
                    prop:checked=move || selected.get() == revision
                    on:change=move |_| selected.set(revision)
                />
                <span class="sr">{format!("Compare {side} revision {revision}")}</span>
            </label></td>
        }
    };
    let class = move || match (is_current.get(), is_last_known_good.get()) {
        (true, _) => "is-current",
        (false, true) => "is-lkg",
        (false, false) => "is-left",
    };
    // When the current revision is a rollback, it has the content of the last known good one.
    let good_label =
        move || match assessment.with(|assessment| assessment.already_rolled_back.is_some()) {
            true => "Best of the others",
            false => "Last known good",
        };
    let is_candidate = Memo::new(move |_| {
        assessment.with(|a| {
            a.best_candidate()
                .is_some_and(|best| best.revision == revision)
        })
    });
    let tag = move || match class() {
        "is-left" if is_candidate.get() => {
            Some(view! { <br/><span class="tag">"Best candidate"</span> })
        }
        "is-current" => Some(view! { <br/><span class="tag tag--accent">"Current"</span> }),
        "is-lkg" => Some(view! { <br/><span class="tag tag--good">{good_label()}</span> }),
        _ => None,
    };
    let rollback = Route::of(&record, ReleasePage::Rollback { target: revision }).to_string();
    let action = {
        let (details, record) = (details.clone(), record.clone());
        let is_unsettled =
            Memo::new(move |_| is_unsettled(&details.with(|details| details.status(&record))));
        move || {
            let class = if is_last_known_good.get() {
                "btn"
            } else {
                "btn btn--quiet"
            };
            // Helm can roll back to the current revision, which helps where its operation or its uninstall has not ended.
            let label = match is_current.get() {
                true if !is_unsettled.get() => return None,
                true => format!("Apply {revision} again…"),
                false => format!("Roll back to {revision}…"),
            };
            Some(view! { <a class=class href=rollback.clone()>{label}</a> })
        }
    };
    let compare = older.map(|older| {
        let address = Route::of(&record, ReleasePage::compare(older, revision)).to_string();
        (address, format!("Compare {older} → {revision}. "))
    });
    let chart_details = details.clone();
    view! {
        <tr class=class role="row" data-revision=revision.to_string()>
            {radio("from", selected.from)}
            {radio("to", selected.to)}
            <th scope="row" role="rowheader" class="rev">{revision.to_string()}</th>
            <td class="state" role="cell">
                <RecordedStatus record=record.clone() details=details.clone()/>
                {tag}
                {move || rollbacks(outcome.get()).map(|text| view! { <span class="sub">{text}</span> })}
            </td>
            <td class="when" role="cell">{move || began.get().map(|time| view! { <RelativeTime time/> })}</td>
            <td class="soakcell" role="cell"><LiveDuration revision began assessment longest/></td>
            <td class="chart" role="cell">{move || chart(chart_details.get())}</td>
            <td class="what" role="cell"><ul class="plain">
                {move || outcome.get().map(origin)}
                {move || description(details.get(), outcome.get())}
                {changes(revision, comparison, compare)}
                {move || further_reasons(&against.get()).map(|against| view! {
                    <li class="status--warn">{reason_against(against)}</li>
                }).collect_view()}
            </ul></td>
            <td class="act" role="cell">{action}</td>
        </tr>
    }
}

/// Returns whether applying the current revision again is a way out of its status.
fn is_unsettled(status: &Status) -> bool {
    matches!(
        status,
        Status::Pending(_) | Status::Uninstalled | Status::Uninstalling
    )
}

/// Returns the reasons that neither another column nor, for the current revision, the summary shows.
fn further_reasons(against: &[ReasonAgainst]) -> impl Iterator<Item = &ReasonAgainst> {
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
        ReasonAgainst::InForce { .. } | ReasonAgainst::PodsFail { .. } => !is_current,
        ReasonAgainst::RanNoPods(_) | ReasonAgainst::TakesPodsAway(_) => true,
        ReasonAgainst::Forbidden | ReasonAgainst::ForbiddenFrom(_) => true,
    })
}

/// Returns whether the revision was a rollback, and whether it was rolled back.
fn rollbacks(outcome: Option<RevisionOutcome>) -> Option<String> {
    let outcome = outcome?;
    let undone = outcome
        .rolled_back_by
        .map(|by| match by.result.took_effect() {
            true => format!("undone by {}", by.revision),
            false => format!("to be undone by {}", by.revision),
        });
    let rollback = outcome.rollback.map(|_| "was a rollback".to_owned());
    match (rollback, undone) {
        (Some(rollback), Some(undone)) => Some(format!("{rollback}, {undone}")),
        (one, other) => one.or(other),
    }
}

fn chart(details: Details) -> AnyView {
    match details {
        Details::Loaded {
            summary,
            app_version,
        } => view! {
            {summary.chart.map(|chart| view! {
                <span class="sr">{visible_text(&chart.to_string())}</span>
                <span class="mono" aria-hidden="true">{visible_text(&chart.version)}</span>
            })}
            {app_version.map(|version| view! { <span class="sub">"app "{visible_text(&version)}</span> })}
        }
        .into_any(),
        Details::Pending => view! { <span class="skel" style:width="4rem"></span> }.into_any(),
        Details::Unreadable(_) | Details::NotFetched(_) => ().into_any(),
    }
}

/// Renders the target, if the revision was a rollback, and the change of the chart version.
fn origin(outcome: RevisionOutcome) -> impl IntoView {
    let rollback = outcome.rollback.and_then(|rollback| rollback.target);
    let rollback = rollback.map(|to| view! { <li><b>{format!("Rolled back to {to}")}</b></li> });
    let charts = outcome.chart_before.zip(outcome.chart);
    let chart_change = charts.map(|(from, to)| {
        view! { <li><b>{visible_text(&describe_chart_change(&from, &to))}</b></li> }
    });
    (rollback, chart_change)
}

fn describe_chart_change(from: &ChartVersion, to: &ChartVersion) -> String {
    match from.name == to.name {
        true => format!("Chart {} → {}", from.version, to.version),
        false => format!("Chart {from} → {to}"),
    }
}

/// The description, unless it is the one that Helm writes for every success.
fn description(details: Details, outcome: Option<RevisionOutcome>) -> Option<AnyView> {
    match details {
        Details::Loaded { summary, .. } => {
            let text = summary.description.filter(|text| !text.is_empty())?;
            let is_default = outcome.is_some_and(|outcome| outcome.is_default_description(&text));
            (!is_default).then(|| {
                let text = use_masking()
                    .mask_error_output(&text)
                    .into_owned()
                    .into_inner();
                view! { <li class="words">"“"{visible_text(&text)}"”"</li> }.into_any()
            })
        }
        Details::Pending => None,
        Details::Unreadable(reason) => {
            Some(view! { <li class="status--bad">{visible_text(&reason)}</li> }.into_any())
        }
        Details::NotFetched(error) => {
            let sentence = format!("Could not be read yet: {error}.");
            Some(view! { <li class="status--warn">{visible_text(&sentence)}</li> }.into_any())
        }
    }
}

/// Renders what the revision changed, as a link to the comparison.
fn changes(
    revision: Revision,
    comparison: Option<ArcRwSignal<AdjacentComparison>>,
    compare: Option<(String, String)>,
) -> AnyView {
    let (Some(comparison), Some((address, label))) = (comparison, compare) else {
        let text = match revision == Revision::FIRST {
            true => "First install",
            false => {
                "The revision before it is not recorded any more, so what it changed is not known."
            }
        };
        return view! { <li>{text}</li> }.into_any();
    };
    (move || match comparison.get() {
        AdjacentComparison::Pending => view! {
            <li><span class="skel" style:width="12rem"></span><span class="sr">"Being compared"</span></li>
        }
        .into_any(),
        AdjacentComparison::Unreadable(other) | AdjacentComparison::NotFetched(other)
            if other == revision =>
        {
            view! { <li>"What it changed is not known."</li> }.into_any()
        }
        AdjacentComparison::NotFetched(other) => view! {
            <li>{format!("What it changed is not known: revision {other} could not be read yet.")}</li>
        }
        .into_any(),
        AdjacentComparison::Unreadable(other) => view! {
            <li>{format!("What it changed is not known: revision {other} cannot be read.")}</li>
        }
        .into_any(),
        AdjacentComparison::Compared(changes) => {
            let values = (changes.value_count > 0).then(|| {
                let more = changes.value_count - changes.values.len();
                let more = (more > 0).then(|| format!(" and {more} more"));
                let values = changes.values.iter().enumerate().map(|(index, (path, change))| view! {
                    {(index > 0).then_some(", ")}<code>{breakable_path(path)}</code>" "{visible_text(change)}
                });
                view! { <span class="line">"Values: "{values.collect_view()}{more}</span> }
            });
            let objects = counts_line("Objects: ", changes.objects());
            let hooks = counts_line("Hooks: ", changes.hooks());
            let unread = changes.unread.iter();
            let unread = unread.map(|line| view! { <span class="line status--warn">{visible_text(line)}</span> });
            let nothing = (values.is_none() && objects.is_none() && hooks.is_none())
                .then(|| changes.nothing_found());
            view! {
                <li><a class="changes" href=address.clone()>
                    <span class="sr">{label.clone()}</span>
                    {unread.collect_view()}{values}{objects}{hooks}{nothing}
                </a></li>
            }
            .into_any()
        }
    })
    .into_any()
}

fn counts_line(label: &'static str, counts: Vec<(&'static str, String)>) -> Option<AnyView> {
    (!counts.is_empty()).then(|| {
        let counts = counts
            .into_iter()
            .enumerate()
            .map(|(index, (class, text))| {
                view! { {(index > 0).then_some(", ")}<span class=class>{text}</span> }
            });
        view! { <span class="line">{label}{counts.collect_view()}</span> }.into_any()
    })
}

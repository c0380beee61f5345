//! The answer: since when the current revision is live, what it changed, and where to go back to.

use astern_ledger::{Assessment, History, ReasonAgainst, Record, Revision, Status};
use astern_protocol::{Place, Route};
use astern_wording::{no_candidate, reason_against};
use leptos::prelude::*;

use super::adjacent_comparisons::{Cell, Matrix};
use super::last_known_good::WhyGood;
use crate::browser::use_clock;
use crate::components::{CopyLink, Icon};
use crate::connection::DetailReader;

/// The answer that the page exists to give, and what to do.
#[component]
pub fn Answer(
    history: History,
    assessment: Memo<Assessment>,
    reader: DetailReader,
    matrix: Matrix,
) -> impl IntoView {
    let current = history.current().clone();
    let revision = current.revision;
    let before = history.before(revision).cloned();
    let changed = before.as_ref().map(|before| matrix.cell(before, &current));
    let total = history.records().len();
    let being_read = move || {
        assessment.with(|assessment| {
            let read = total - assessment.not_read.len();
            assessment.is_provisional().then(|| {
                format!(
                    "Which revision was the last known good is being worked out: {read} of {total} \
                     revisions read."
                )
            })
        })
    };
    let others = move || assessment.with(of_the_others);
    view! {
        <section class="answer section" aria-labelledby="answer">
            <div class="cols-main">
                <div class="stack">
                    <Sentence current=current.clone() assessment reader/>
                    {move || others().map(|said| view! { <p class="answer__body">{said}</p> })}
                    {changed.map(|cell| view! {
                        <p class="answer__body">{move || what_changed(cell.get())}</p>
                    })}
                    {move || being_read().map(|said| view! { <p class="soft">{said}</p> })}
                    <ChartUndone revision assessment/>
                    <Actions current before=before.map(|before| before.revision) assessment/>
                </div>
                <WhyGood assessment/>
            </div>
        </section>
    }
}

/// Since when the current revision is live, and which one was good.
#[component]
fn Sentence(current: Record, assessment: Memo<Assessment>, reader: DetailReader) -> impl IntoView {
    let clock = use_clock();
    let details = reader.details(&current);
    let verb = match current.status {
        Status::Deployed => "went live",
        Status::Failed => "failed; it was begun",
        Status::Pending(_) => "was begun and has not finished; that was",
        Status::Superseded => "is recorded as superseded although it is the newest; it was made",
        Status::Uninstalled => "was uninstalled; it was made",
        Status::Uninstalling => "is being uninstalled; it was made",
        Status::Unknown | Status::Other(_) => {
            "is in a state that Helm does not explain; it was made"
        }
    };
    let revision = current.revision;
    let when = move || match details.with(|details| details.went_live(&current)) {
        Some(since) => astern_wording::ago(since, clock.get()),
        None => "at an unknown time".to_owned(),
    };
    let good = move || {
        assessment.with(|assessment| {
            match (&assessment.recommended, assessment.already_rolled_back) {
                _ if assessment.is_provisional() => String::new(),
                (_, Some(already)) => format!(" It is already a rollback to {}.", already.target),
                (Ok(good), None) => format!(" Revision {} is the last known good.", good.revision),
                (Err(none), None) => format!(" {}", no_candidate(*none)),
            }
        })
    };
    let said = Memo::new(move |_| format!("Revision {revision} {verb} {}.{}", when(), good()));
    view! { <h2 class="answer__line" id="answer">{said}</h2> }
}

/// Where to go from a rollback that did not help.
fn of_the_others(assessment: &Assessment) -> Option<String> {
    assessment
        .already_rolled_back
        .filter(|_| !assessment.is_provisional())?;
    Some(match &assessment.recommended {
        Ok(good) => format!(
            "If that did not help: of the others, revision {} is the best.",
            good.revision
        ),
        Err(_) => "None of the others is known to have been good.".to_owned(),
    })
}

fn what_changed(cell: Cell) -> String {
    match cell {
        Cell::Waiting => "What it changed is being compared.".to_owned(),
        Cell::Unreadable(revision) => {
            format!("What it changed is not known: revision {revision} cannot be read.")
        }
        Cell::Known(changes) => format!("{} {}", changes.sentence, changes.object_sentence()),
    }
}

/// The current chart version was rolled back here before.
#[component]
fn ChartUndone(revision: Revision, assessment: Memo<Assessment>) -> impl IntoView {
    let said = Memo::new(move |_| {
        assessment.with(|assessment| {
            assessment
                .reasons_against(revision)
                .iter()
                .find_map(|against| {
                    let ReasonAgainst::ChartRolledBack { first, last, .. } = against else {
                        return None;
                    };
                    let ran = match first == last {
                        true => format!("Revision {first} ran it."),
                        false => format!("Revisions {first} to {last} ran it."),
                    };
                    Some((reason_against(against), ran))
                })
        })
    });
    move || {
        said.get().map(|(undone, ran)| {
            view! {
                <div class="notice notice--warn">
                    <Icon name="warn"/>
                    <div><p><b>{undone}</b>" "{ran}</p></div>
                </div>
            }
        })
    }
}

/// One primary button: the comparison that answers what went wrong.
#[component]
fn Actions(
    current: Record,
    before: Option<Revision>,
    assessment: Memo<Assessment>,
) -> impl IntoView {
    let revision = current.revision;
    let good = Memo::new(move |_| assessment.with(Assessment::last_known_good));
    let link = move |place: Place, class: &'static str, text: String| {
        let address = Route::of(&current, place).to_string();
        view! { <a class=class href=address>{text}</a> }
    };
    move || {
        let good = good.get();
        let other = good.filter(|good| Some(*good) != before);
        let class = match other {
            Some(_) => "btn btn--big",
            None => "btn btn--primary btn--big",
        };
        view! {
            <div class="actions">
                {other.map(|good| link(
                    Place::compare(good, revision),
                    "btn btn--primary btn--big",
                    match assessment.with(|assessment| assessment.already_rolled_back.is_some()) {
                        true => format!("Compare with revision {good}"),
                        false => format!("Compare with the last known good, {good}"),
                    },
                ))}
                {before.map(|before| link(
                    Place::compare(before, revision),
                    class,
                    format!("See what revision {revision} changed"),
                ))}
                {good.map(|target| link(
                    Place::Rollback { target },
                    "btn btn--big",
                    format!("Roll back to {target}…"),
                ))}
                <CopyLink/>
            </div>
        }
    }
}

//! The answer: since when the current revision is live, what it changed, and where to go back to.

use astern_ledger::{Against, History, Judgement, Record, Revision, Status};
use astern_protocol::{Place, Route};
use leptos::prelude::*;

use super::adjacent_comparisons::{Cell, Matrix};
use super::last_known_good::WhyGood;
use crate::browser::use_clock;
use crate::components::{CopyLink, Icon};
use crate::connection::DetailReader;
use crate::words;

/// The answer that the page exists to give, and what to do.
#[component]
pub fn Answer(
    history: History,
    judgement: Memo<Judgement>,
    reader: DetailReader,
    matrix: Matrix,
) -> impl IntoView {
    let current = history.current().clone();
    let revision = current.revision;
    let before = history.before(revision).cloned();
    let changed = before.as_ref().map(|before| matrix.cell(before, &current));
    let total = history.records().len();
    let being_read = move || {
        judgement.with(|judgement| {
            let read = total - judgement.unread.len();
            judgement.is_open().then(|| {
                format!(
                    "Which revision was the last known good is being worked out: {read} of {total} \
                     revisions read."
                )
            })
        })
    };
    let others = move || judgement.with(of_the_others);
    view! {
        <section class="answer section" aria-labelledby="answer">
            <div class="cols-main">
                <div class="stack">
                    <Sentence current=current.clone() judgement reader/>
                    {move || others().map(|said| view! { <p class="answer__body">{said}</p> })}
                    {changed.map(|cell| view! {
                        <p class="answer__body">{move || what_changed(cell.get())}</p>
                    })}
                    {move || being_read().map(|said| view! { <p class="soft">{said}</p> })}
                    <ChartUndone revision judgement/>
                    <Actions current before=before.map(|before| before.revision) judgement/>
                </div>
                <WhyGood judgement/>
            </div>
        </section>
    }
}

/// Since when the current revision is live, and which one was good.
#[component]
fn Sentence(current: Record, judgement: Memo<Judgement>, reader: DetailReader) -> impl IntoView {
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
        Some(since) => words::ago(since, clock.get()),
        None => "at an unknown time".to_owned(),
    };
    let good = move || {
        judgement.with(
            |judgement| match (&judgement.recommended, judgement.already) {
                _ if judgement.is_open() => String::new(),
                (_, Some(already)) => format!(" It is already a rollback to {}.", already.to),
                (Ok(good), None) => format!(" Revision {} is the last known good.", good.revision),
                (Err(none), None) => format!(" {none}"),
            },
        )
    };
    let said = Memo::new(move |_| format!("Revision {revision} {verb} {}.{}", when(), good()));
    view! { <h2 class="answer__line" id="answer">{said}</h2> }
}

/// Where to go from a rollback that did not help.
fn of_the_others(judgement: &Judgement) -> Option<String> {
    judgement.already.filter(|_| !judgement.is_open())?;
    Some(match &judgement.recommended {
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
fn ChartUndone(revision: Revision, judgement: Memo<Judgement>) -> impl IntoView {
    let said = Memo::new(move |_| {
        judgement.with(|judgement| {
            judgement.against(revision).iter().find_map(|against| {
                let Against::ChartUndone { first, last, .. } = against else {
                    return None;
                };
                let ran = match first == last {
                    true => format!("Revision {first} ran it."),
                    false => format!("Revisions {first} to {last} ran it."),
                };
                Some((against.to_string(), ran))
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
fn Actions(current: Record, before: Option<Revision>, judgement: Memo<Judgement>) -> impl IntoView {
    let revision = current.revision;
    let good = Memo::new(move |_| judgement.with(Judgement::last_known_good));
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
                    match judgement.with(|judgement| judgement.already.is_some()) {
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

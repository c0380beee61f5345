//! The summary of a release: since when the current revision is live, what it changed, and which revision to roll back to.

use astern_ledger::{Assessment, History, ReasonAgainst, Record, Revision, Status};
use astern_protocol::{ReleasePage, Route};
use astern_wording::{no_candidate, reason_against};
use leptos::prelude::*;

use super::adjacent_comparisons::{AdjacentComparison, AdjacentComparisons};
use super::last_known_good::LastKnownGoodReasons;
use crate::browser::use_clock;
use crate::components::{CopyLink, Icon, visible_text};
use crate::connection::DetailReader;

/// The summary of a release, with the links for what to do next.
#[component]
pub fn ReleaseSummary(
    history: History,
    assessment: Memo<Assessment>,
    reader: DetailReader,
    comparisons: AdjacentComparisons,
) -> impl IntoView {
    let current = history.current().clone();
    let revision = current.revision;
    let before = history.before(revision).cloned();
    let comparison = before
        .as_ref()
        .map(|before| comparisons.comparison(before, &current));
    let total = history.records().len();
    let reading_progress = move || {
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
    let alternative = move || assessment.with(alternative_to_rollback);
    view! {
        <section class="answer section" aria-labelledby="answer">
            <div class="cols-main">
                <div class="stack">
                    <Headline current=current.clone() assessment reader/>
                    {move || alternative().map(|text| view! { <p class="answer__body">{text}</p> })}
                    {comparison.map(|comparison| view! {
                        <p class="answer__body">{move || visible_text(&describe_changes(comparison.get()))}</p>
                    })}
                    {move || reading_progress().map(|text| view! { <p class="soft">{text}</p> })}
                    <ChartRolledBackNotice revision assessment/>
                    <Actions current before=before.map(|before| before.revision) assessment/>
                </div>
                <LastKnownGoodReasons assessment/>
            </div>
        </section>
    }
}

/// Since when the current revision is live, and which one is the last known good.
#[component]
fn Headline(current: Record, assessment: Memo<Assessment>, reader: DetailReader) -> impl IntoView {
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
    let recommendation = move || {
        assessment.with(|assessment| {
            match (&assessment.recommended, assessment.already_rolled_back) {
                _ if assessment.is_provisional() => String::new(),
                (_, Some(already)) => format!(" It is already a rollback to {}.", already.target),
                (Ok(recommended), None) => {
                    format!(" Revision {} is the last known good.", recommended.revision)
                }
                (Err(reason), None) => format!(" {}", no_candidate(*reason)),
            }
        })
    };
    let sentence =
        Memo::new(move |_| format!("Revision {revision} {verb} {}.{}", when(), recommendation()));
    view! { <h2 class="answer__line" id="answer">{sentence}</h2> }
}

/// Names the best of the other revisions, when the current one is a rollback that may not have helped.
fn alternative_to_rollback(assessment: &Assessment) -> Option<String> {
    assessment
        .already_rolled_back
        .filter(|_| !assessment.is_provisional())?;
    Some(match &assessment.recommended {
        Ok(recommended) => format!(
            "If that did not help: of the others, revision {} is the best.",
            recommended.revision
        ),
        Err(_) => "None of the others is known to have been good.".to_owned(),
    })
}

fn describe_changes(comparison: AdjacentComparison) -> String {
    match comparison {
        AdjacentComparison::Pending => "What it changed is being compared.".to_owned(),
        AdjacentComparison::Unreadable(revision) => {
            format!("What it changed is not known: revision {revision} cannot be read.")
        }
        AdjacentComparison::Compared(changes) => {
            let unread = changes.unread.join(" ");
            let sentences = format!("{} {}", changes.sentence, changes.object_sentence());
            match unread.is_empty() {
                true => sentences,
                false => format!("{unread} {sentences}"),
            }
        }
    }
}

/// Notes that the current chart version was rolled back before in this release.
#[component]
fn ChartRolledBackNotice(revision: Revision, assessment: Memo<Assessment>) -> impl IntoView {
    let notice = Memo::new(move |_| {
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
        notice.get().map(|(reason, ran)| {
            view! {
                <div class="notice notice--warn">
                    <Icon name="warn"/>
                    <div><p><b>{reason}</b>" "{ran}</p></div>
                </div>
            }
        })
    }
}

/// The links to comparisons and to the rollback. The primary one is the comparison with the last known good revision.
#[component]
fn Actions(
    current: Record,
    before: Option<Revision>,
    assessment: Memo<Assessment>,
) -> impl IntoView {
    let revision = current.revision;
    let last_known_good = Memo::new(move |_| assessment.with(Assessment::last_known_good));
    let link = move |page: ReleasePage, class: &'static str, text: String| {
        let address = Route::of(&current, page).to_string();
        view! { <a class=class href=address>{text}</a> }
    };
    move || {
        let good = last_known_good.get();
        let older_good = good.filter(|good| Some(*good) != before);
        let class = match older_good {
            Some(_) => "btn btn--big",
            None => "btn btn--primary btn--big",
        };
        view! {
            <div class="actions">
                {older_good.map(|good| link(
                    ReleasePage::compare(good, revision),
                    "btn btn--primary btn--big",
                    match assessment.with(|assessment| assessment.already_rolled_back.is_some()) {
                        true => format!("Compare with revision {good}"),
                        false => format!("Compare with the last known good, {good}"),
                    },
                ))}
                {before.map(|before| link(
                    ReleasePage::compare(before, revision),
                    class,
                    format!("See what revision {revision} changed"),
                ))}
                {good.map(|target| link(
                    ReleasePage::Rollback { target },
                    "btn btn--big",
                    format!("Roll back to {target}…"),
                ))}
                <CopyLink/>
            </div>
        }
    }
}

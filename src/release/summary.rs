//! The summary of a release: since when the current revision is live, what it changed, and which revision to roll back to.

use std::sync::Arc;

use astern_cluster::TemporaryFailure;
use astern_ledger::{Assessment, History, ReasonAgainst, Record, Revision};
use astern_protocol::{ReleasePage, Route};
use astern_wording::{reading_progress, reason_against, records_not_fetched};
use leptos::prelude::*;

use super::adjacent_comparisons::{AdjacentComparison, AdjacentComparisons};
use super::headline::Headline;
use super::last_known_good::LastKnownGoodReasons;
use crate::components::{CopyLink, Icon, visible_text};
use crate::connection::{Cluster, DetailReader, ReadAgain};

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
    let cluster = expect_context::<Arc<Cluster>>();
    let reading = move || assessment.with(|assessment| ReadingProgress::of(assessment, total));
    let reading = Memo::new(move |_| reading());
    let failing = move || cluster.api.failing_reads().failure();
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
                    {move || reading.get().map(|progress| progress.view(failing()))}
                    <ChartRolledBackNotice revision assessment/>
                    <Actions current before=before.map(|before| before.revision) assessment/>
                </div>
                <LastKnownGoodReasons assessment/>
            </div>
        </section>
    }
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

/// How far the assessment has come that is not final yet.
#[derive(Clone, PartialEq)]
struct ReadingProgress {
    read: usize,
    total: usize,
    /// Why nothing is recommended, when records could not be read.
    not_fetched: Option<String>,
}

impl ReadingProgress {
    fn of(assessment: &Assessment, total: usize) -> Option<Self> {
        let candidate = assessment.recommended.as_ref().ok();
        let candidate = candidate.map(|candidate| candidate.revision);
        let not_fetched = &assessment.not_fetched;
        assessment.is_provisional().then(|| Self {
            read: total.saturating_sub(assessment.not_read.len()),
            total,
            not_fetched: (!not_fetched.is_empty())
                .then(|| records_not_fetched(not_fetched, candidate)),
        })
    }

    fn view(self, failing: Option<TemporaryFailure>) -> impl IntoView {
        let progress = reading_progress(self.read, self.total, failing);
        let again = ReadAgain::use_context();
        let not_fetched = self.not_fetched.map(|sentence| {
            view! {
                <div class="notice notice--warn" id="not-read">
                    <Icon name="warn"/>
                    <div>
                        <p><b>{sentence}</b></p>
                        <p>"They are read again by themselves."</p>
                        <p><button class="btn" type="button" on:click=move |_| again.press()>"Try again"</button></p>
                    </div>
                </div>
            }
        });
        view! {
            <p class="soft">"Which revision was the last known good is being worked out. "{progress}</p>
            {not_fetched}
        }
    }
}

fn describe_changes(comparison: AdjacentComparison) -> String {
    match comparison {
        AdjacentComparison::Pending => "What it changed is being compared.".to_owned(),
        AdjacentComparison::Unreadable(revision) => {
            format!("What it changed is not known: revision {revision} cannot be read.")
        }
        AdjacentComparison::NotFetched(revision) => {
            format!("What it changed is not known: revision {revision} could not be read yet.")
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
        let older_good = good.filter(|good| Some(*good) != before && *good != revision);
        let class = match (older_good, good == Some(revision)) {
            (None, false) => "btn btn--primary btn--big",
            _ => "btn btn--big",
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
                    match target == revision {
                        // It was uninstalled, so nothing is more urgent.
                        true => "btn btn--primary btn--big",
                        false => "btn btn--big",
                    },
                    format!("Roll back to {target}…"),
                ))}
                <CopyLink/>
            </div>
        }
    }
}

//! The summary of a release: since when the current revision is live, what it changed, and which revision to roll back to.

use std::sync::Arc;

use astern_cluster::TemporaryFailure;
use astern_ledger::{Assessment, History, ReasonAgainst, Record, Revision, Status};
use astern_protocol::{ReleasePage, RevisionOrLive, Route};
use astern_wording::{count, reading_progress, reason_against, records_not_fetched};
use leptos::prelude::*;

use super::adjacent_comparisons::{AdjacentComparison, AdjacentComparisons};
use super::headline::Headline;
use super::last_known_good::LastKnownGoodReasons;
use super::suspects::trouble_summary;
use crate::components::{CopyLink, Icon, TextWithCode, visible_text};
use crate::connection::{Cluster, DetailReader, ReadAgain};
use crate::diagnosis::DiagnosisState;
use crate::workloads::{Workloads, is_any_not_ready};

/// The summary of a release, with the links for what to do next.
#[component]
pub fn ReleaseSummary(
    history: History,
    assessment: Memo<Assessment>,
    reader: DetailReader,
    comparisons: AdjacentComparisons,
    /// Why pods are not ready.
    diagnosis: RwSignal<DiagnosisState>,
    workloads: Signal<Option<Workloads>>,
) -> impl IntoView {
    let current = history.current().clone();
    let trouble = trouble_summary(diagnosis, workloads, assessment);
    let revision = current.revision;
    let headed = current.clone();
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
    let details = reader.details(&current);
    let record = current.clone();
    let is_deployed =
        Memo::new(move |_| details.with(|details| details.status(&record)) == Status::Deployed);
    let is_in_trouble = Memo::new(move |_| {
        !is_deployed.get() || workloads.with(|all| all.as_ref().is_some_and(is_any_not_ready))
    });
    let reader = StoredValue::new_local(reader);
    view! {
        <section class=move || answer_class(trouble.get().is_some()) aria-labelledby="answer">
            <div class="cols-main">
                <div class="stack">
                    {move || match trouble.get() {
                        Some(trouble) => view! {
                            <h2 class="answer__line answer__line--wide" id="answer">{visible_text(&trouble.headline)}</h2>
                            <p class="answer__body"><TextWithCode text=trouble.way_out/></p>
                        }
                        .into_any(),
                        None => view! { <Headline current=headed.clone() assessment reader=reader.get_value()/> }.into_any(),
                    }}
                    {move || alternative().map(|text| view! { <p class="answer__body">{text}</p> })}
                    {comparison.map(|comparison| view! {
                        <p class="answer__body">{move || visible_text(&describe_changes(comparison.get()))}</p>
                    })}
                    {move || reading.get().map(|progress| progress.view(failing()))}
                    <ChartRolledBackNotice revision assessment/>
                    <Actions current before=before.map(|before| before.revision) assessment is_deployed is_in_trouble/>
                </div>
                <LastKnownGoodReasons assessment/>
            </div>
        </section>
    }
}

fn answer_class(is_in_trouble: bool) -> &'static str {
    match is_in_trouble {
        true => "answer answer--bad section",
        false => "answer section",
    }
}

/// Names the best of the other revisions, when the current one is a rollback that may not have helped.
fn alternative_to_rollback(assessment: &Assessment) -> Option<String> {
    assessment
        .already_rolled_back
        .filter(|_| !assessment.is_provisional())?;
    Some(match assessment.last_known_good() {
        Some(good) => format!("If that did not help: of the others, revision {good} is the best."),
        None => "None of the others is known to have been good.".to_owned(),
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
        let progress = match self.read == self.total {
            true => format!(
                "Looking at pods and ReplicaSets of {}.",
                count(self.total, "revision")
            ),
            false => format!(
                "Which revision was the last known good is being worked out. {}",
                reading_progress(self.read, self.total, failing)
            ),
        };
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
            <p class="soft">{progress}</p>
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

/// The links to the rollback and to comparisons. At most one is primary: the rollback to a revision that is good, while
/// something is wrong with the current one. The slot of the rollback is held while it is worked out, so that nothing moves.
#[component]
fn Actions(
    current: Record,
    before: Option<Revision>,
    assessment: Memo<Assessment>,
    is_deployed: Memo<bool>,
    is_in_trouble: Memo<bool>,
) -> impl IntoView {
    let revision = current.revision;
    let targets = Memo::new(move |_| assessment.with(RollbackTargets::of));
    let link = move |page: ReleasePage, class: &'static str, text: String| {
        let address = Route::of(&current, page).to_string();
        view! { <a class=class href=address>{text}</a> }
    };
    move || {
        let targets = targets.get();
        let rollback = match targets.offered {
            Some(target) => {
                let class = match targets.primary == Some(target) && is_in_trouble.get() {
                    true => "btn btn--primary btn--big btn--slot",
                    false => "btn btn--big btn--slot",
                };
                let page = ReleasePage::Rollback { target };
                Some(link(page, class, format!("Roll back to {target}…")).into_any())
            }
            None if targets.is_open => Some(
                view! { <span class="btn btn--big btn--slot" aria-disabled="true">"Roll back…"</span> }
                    .into_any(),
            ),
            None => None,
        };
        let good = targets
            .good
            .filter(|good| Some(*good) != before && *good != revision);
        view! {
            <div class="actions">
                {rollback}
                {before.map(|before| link(
                    ReleasePage::compare(before, revision),
                    "btn btn--big",
                    format!("See what revision {revision} {}", targets.changed),
                ))}
                {good.map(|good| link(
                    ReleasePage::compare(good, revision),
                    "btn btn--big",
                    match targets.is_already_rolled_back {
                        true => format!("Compare with revision {good}"),
                        false => format!("Compare with the last known good, {good}"),
                    },
                ))}
                {(!is_deployed.get()).then(|| link(
                    ReleasePage::Compare {
                        from: RevisionOrLive::Revision(revision),
                        to: RevisionOrLive::Live,
                        at: None,
                    },
                    "btn btn--big",
                    "See what the cluster holds".to_owned(),
                ))}
                <CopyLink/>
            </div>
        }
    }
}

/// The revisions that the links lead to.
#[derive(Clone, Copy, PartialEq, Eq)]
struct RollbackTargets {
    /// The last known good revision.
    good: Option<Revision>,
    /// The one of the link to the rollback: the last known good revision, or else the best candidate.
    offered: Option<Revision>,
    /// The one that a primary button may lead to.
    primary: Option<Revision>,
    /// Whether that is being worked out.
    is_open: bool,
    /// What the current revision did to its predecessor: `changed`, or `would change` where its operation changed nothing.
    changed: &'static str,
    /// Whether the current revision is a rollback, so that the good one is the best of the others.
    is_already_rolled_back: bool,
}

impl RollbackTargets {
    fn of(assessment: &Assessment) -> Self {
        let good = assessment.last_known_good();
        let candidate = assessment
            .best_candidate()
            .map(|candidate| candidate.revision);
        // What runs needs no rollback when the operation after it changed nothing.
        let offered = good
            .or(candidate)
            .filter(|_| assessment.in_force().is_none());
        Self {
            good,
            offered,
            primary: assessment.primary_target(),
            is_open: assessment.is_provisional(),
            changed: match assessment.in_force() {
                Some(_) => "would change",
                None => "changed",
            },
            is_already_rolled_back: assessment.already_rolled_back.is_some(),
        }
    }
}

//! Warnings about a rollback, from Helm's records.

use astern_ledger::{Assessment, History, ReasonAgainst, Revision, Status};
use astern_protocol::{ReleasePage, Route};
use astern_wording::{reason_against, reason_for, records_not_fetched};
use leptos::prelude::*;

use super::pending::unfinished_operation;
use super::warning_count::WarningCountSignal;
use crate::components::Icon;
use crate::connection::ReadAgain;
use crate::release::sentence_list;

/// Counts the warnings that follow from the newest record alone: an operation that has not ended, and a target that is in
/// force already. `status` is that of the newest record, as helm reads it.
pub fn count_record_warnings(current: Revision, status: &Status, target: Revision) -> usize {
    let is_unfinished = unfinished_operation(status).is_some();
    // What was uninstalled is in force no more, and what is unfinished is counted once.
    let is_in_force = current == target && *status != Status::Uninstalled && !is_unfinished;
    usize::from(is_unfinished) + usize::from(is_in_force)
}

/// The reasons for and against a rollback to this revision, from the release's history.
#[component]
pub fn HistoryWarnings(
    history: History,
    assessment: Memo<Assessment>,
    target: Revision,
) -> impl IntoView {
    let current = history.current().clone();
    let summary = Memo::new(move |_| assessment.with(|assessment| Summary::of(assessment, target)));
    let warning_count = expect_context::<WarningCountSignal>();
    let again = ReadAgain::use_context();
    Effect::new(move |_| {
        warning_count.set(summary.with(|summary| summary.warnings));
    });
    move || {
        let summary = summary.get();
        let recommended = summary.recommended.filter(|other| *other != target);
        let alternative = recommended.map(|other| {
            let address = Route::of(&current, ReleasePage::Rollback { target: other });
            view! {
                <p>
                    {summary.alternative_label}<a href=address.to_string()>{format!("revision {other}")}</a>"."
                </p>
            }
        });
        let (class, icon) = match summary.warnings {
            Some(1..) => ("notice notice--warn section", "warn"),
            None if summary.not_fetched.is_some() => ("notice notice--warn section", "warn"),
            Some(0) | None => ("notice section", "ok"),
        };
        view! {
            <div class=class>
                <Icon name=icon/>
                <div>
                    <h2>{summary.heading}</h2>
                    {(!summary.reasons.is_empty()).then(|| sentence_list(summary.reasons))}
                    {summary.not_fetched.map(|sentence| view! {
                        <p>{sentence}" They are read again by themselves."</p>
                        <p><button class="btn" type="button" on:click=move |_| again.press()>"Try again"</button></p>
                    })}
                    {alternative}
                </div>
            </div>
        }
    }
}

/// The assessment of the target, in words.
#[derive(Clone, PartialEq)]
struct Summary {
    heading: String,
    reasons: Vec<String>,
    /// Why that is not known, when records could not be read.
    not_fetched: Option<String>,
    /// The last known good revision, the best of the others, or the best candidate.
    recommended: Option<Revision>,
    /// The text before the link to it.
    alternative_label: &'static str,
    /// How many reasons there are against the target; `None` while payloads are being read.
    warnings: Option<usize>,
}

impl Summary {
    fn of(assessment: &Assessment, target: Revision) -> Self {
        let good = assessment.last_known_good();
        let candidate = assessment
            .best_candidate()
            .map(|candidate| candidate.revision);
        let recommended = good.or(candidate);
        let against = assessment.reasons_against(target).iter();
        // A notice above says when it is current, and which operation has not ended.
        let against = against.filter(|against| **against != ReasonAgainst::Current);
        let against: Vec<String> = against.map(reason_against).collect();
        let summary = |heading: String, reasons: Vec<String>, warnings: Option<usize>| Self {
            heading,
            reasons,
            not_fetched: None,
            recommended,
            alternative_label: match (assessment.already_rolled_back, good) {
                (_, None) => "No revision is proven good. The best candidate is ",
                (Some(_), Some(_)) => "Of the others, the best is ",
                (None, Some(_)) => "The last known good is ",
            },
            warnings,
        };
        // Once the recommendation is final, revisions older than the target could only add that its chart version was rolled
        // back before.
        let is_open = assessment.is_provisional();
        let mut unread = assessment.not_read.clone();
        unread.retain(|revision| is_open || *revision >= target);
        let left = unread.len();
        let mut not_fetched = assessment.not_fetched.clone();
        not_fetched.retain(|revision| unread.contains(revision));
        match &assessment.recommended {
            _ if left > 0 && not_fetched.len() == left => {
                let heading = format!("What speaks against revision {target} is not known");
                let candidate = assessment.recommended.as_ref().ok();
                let candidate = candidate.map(|candidate| candidate.revision);
                Self {
                    not_fetched: Some(records_not_fetched(&not_fetched, candidate)),
                    ..summary(heading, Vec::new(), None)
                }
            }
            _ if left == 0 && is_open => {
                let heading = format!(
                    "What speaks against revision {target} is being worked out: its pods are looked at"
                );
                summary(heading, Vec::new(), None)
            }
            _ if left > 0 => {
                let left = astern_wording::count(left, "revision");
                let heading = format!(
                    "What speaks against revision {target} is being worked out: {left} left to read"
                );
                summary(heading, Vec::new(), None)
            }
            _ if !against.is_empty() => {
                let heading = match good == Some(target) {
                    true => format!("Revision {target} is the last known good. Caution"),
                    false if candidate == Some(target) => {
                        format!("Revision {target} is not proven good: it is the best candidate")
                    }
                    false => format!("Caution: revision {target}"),
                };
                let warnings = Some(against.len());
                summary(heading, against, warnings)
            }
            Ok(recommended) if recommended.revision == target => {
                let reasons = recommended.reasons.iter();
                let heading = match good == Some(target) {
                    true => format!("Revision {target} is the last known good"),
                    false => {
                        format!("Revision {target} is not proven good: it is the best candidate")
                    }
                };
                let reasons = reasons.map(reason_for).collect();
                summary(heading, reasons, Some(0))
            }
            _ => {
                let heading = format!("Nothing in Helm's history speaks against revision {target}");
                summary(heading, Vec::new(), Some(0))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uninstall_alone_is_no_warning() {
        let count = |status: &str, target: u32| {
            let target = target.try_into().unwrap();
            count_record_warnings(3.try_into().unwrap(), &status.to_owned().into(), target)
        };
        assert_eq!((count("uninstalled", 3), count("uninstalled", 2)), (0, 0));
        assert_eq!((count("deployed", 3), count("deployed", 2)), (1, 0));
        assert_eq!(
            (count("uninstalling", 3), count("pending-install", 3)),
            (1, 1)
        );
    }
}

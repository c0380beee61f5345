//! Warnings about a rollback, from Helm's records.

use std::sync::Arc;

use astern_ledger::{Assessment, History, ReasonAgainst, Record, Revision};
use astern_protocol::{ReleasePage, Route};
use astern_wording::{reason_against, reason_for};
use leptos::prelude::*;

use super::pending::unfinished_operation;
use super::warning_count::WarningCountSignal;
use crate::components::Icon;
use crate::connection::{Cluster, DetailReader};
use crate::release::{assess_history, sentence_list};

/// Counts the warnings that follow from the newest record alone: an operation that has not ended, and a target that is
/// current already.
pub fn count_record_warnings(current: &Record, target: Revision) -> usize {
    usize::from(unfinished_operation(&current.status).is_some())
        + usize::from(current.revision == target)
}

/// The reasons for and against a rollback to this revision, from the release's history.
#[component]
pub fn HistoryWarnings(history: History, target: Revision) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let reader = StoredValue::new_local(DetailReader::new(cluster));
    on_cleanup(move || {
        let _ = reader.try_with_value(DetailReader::stop);
    });
    let assessment = reader.with_value(|reader| {
        reader.request_all(history.records());
        assess_history(&history, reader)
    });
    let current = history.current().clone();
    let summary = Memo::new(move |_| assessment.with(|assessment| Summary::of(assessment, target)));
    let warning_count = expect_context::<WarningCountSignal>();
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
            Some(0) | None => ("notice section", "ok"),
        };
        view! {
            <div class=class>
                <Icon name=icon/>
                <div>
                    <h2>{summary.heading}</h2>
                    {(!summary.reasons.is_empty()).then(|| sentence_list(summary.reasons))}
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
    /// The last known good revision, or the best of the others.
    recommended: Option<Revision>,
    /// The text before the link to it.
    alternative_label: &'static str,
    /// How many reasons there are against the target; `None` while payloads are being read.
    warnings: Option<usize>,
}

impl Summary {
    fn of(assessment: &Assessment, target: Revision) -> Self {
        let recommended = assessment.last_known_good();
        let against = assessment.reasons_against(target).iter();
        // A notice above says when it is current.
        let against = against.filter(|against| **against != ReasonAgainst::Current);
        let is_serious = against
            .clone()
            .any(|against| against.rules_out() || against.raises_doubt());
        let against: Vec<String> = against.map(reason_against).collect();
        let summary = |heading: String, reasons: Vec<String>, warnings: Option<usize>| Self {
            heading,
            reasons,
            recommended,
            alternative_label: match assessment.already_rolled_back {
                Some(_) => "Of the others, the best is ",
                None => "The last known good is ",
            },
            warnings,
        };
        // Once the recommendation is final, revisions older than the target could only add that its chart version was rolled
        // back before.
        let is_open = assessment.is_provisional();
        let mut unread = assessment.not_read.clone();
        unread.retain(|revision| is_open || *revision >= target);
        let left = unread.len();
        match &assessment.recommended {
            _ if left > 0 => {
                let left = astern_wording::count(left, "revision");
                let heading = format!(
                    "What speaks against revision {target} is being worked out: {left} left to read"
                );
                summary(heading, Vec::new(), None)
            }
            _ if !against.is_empty() => {
                let heading = match (recommended == Some(target), is_serious) {
                    (true, true) => format!(
                        "Revision {target} is the last known good, and this speaks against it"
                    ),
                    (true, false) => {
                        format!("Revision {target} is the last known good. Know this first")
                    }
                    (false, _) => format!("This speaks against revision {target}"),
                };
                let warnings = Some(against.len());
                summary(heading, against, warnings)
            }
            Ok(recommended) if recommended.revision == target => {
                let reasons = recommended.reasons.iter();
                let heading = format!("Revision {target} is the last known good");
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

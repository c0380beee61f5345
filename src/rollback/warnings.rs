//! What speaks against pressing, as far as Helm's ledger tells.

use std::sync::Arc;

use astern_ledger::{Assessment, History, ReasonAgainst, Record, Revision};
use astern_protocol::{Place, Route};
use astern_wording::{reason_against, reason_for};
use leptos::prelude::*;

use super::pending::operation;
use super::warning_count::Doubts;
use crate::browser::reload;
use crate::components::Icon;
use crate::connection::{Cluster, DetailReader};
use crate::release::{assess_history, sentences};

/// Another revision became current since the page was opened.
#[component]
pub fn Moved(seen: Revision, now: Memo<Option<Record>>) -> impl IntoView {
    let moved = move || now.get().filter(|now| now.revision != seen);
    move || {
        moved().map(|now| {
            let said = format!("Revision {} ({}) is current now", now.revision, now.status);
            let compare = Route::of(&now, Place::compare(seen, now.revision)).to_string();
            let label = format!("See what {} changed", now.revision);
            view! {
                <div class="notice notice--bad section" role="alert">
                    <Icon name="bad"/>
                    <div>
                        <h2>{said}</h2>
                        <p>
                            {format!("This page was made when revision {seen} was current. ")}
                            "Look at what changed before you decide; the button below would be \
                             refused."
                        </p>
                        <div class="actions">
                            <a class="btn btn--primary" href=compare>{label}</a>
                            <button class="btn" type="button" on:click=|_| reload()>"Look again"</button>
                        </div>
                    </div>
                </div>
            }
        })
    }
}

/// How many things speak against it that the newest record alone tells: that something is going on or stuck, that it is
/// the current revision already.
pub fn speaks_against(current: &Record, target: Revision) -> usize {
    usize::from(operation(&current.status).is_some()) + usize::from(current.revision == target)
}

/// What the release's history says for and against going back to this revision.
#[component]
pub fn SpeaksAgainst(history: History, target: Revision) -> impl IntoView {
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
    let told = Memo::new(move |_| assessment.with(|assessment| Told::of(assessment, target)));
    let doubts = expect_context::<Doubts>();
    Effect::new(move |_| {
        doubts.say(told.with(|told| match told.against {
            Speaks::NotYetKnown => None,
            Speaks::Things(things) => Some(things),
        }));
    });
    move || {
        let told = told.get();
        let other = told.good.filter(|good| *good != target).map(|good| {
            let address = Route::of(&current, Place::Rollback { target: good });
            view! {
                <p>
                    {told.before_good}<a href=address.to_string()>{format!("revision {good}")}</a>"."
                </p>
            }
        });
        let (class, icon) = match told.against {
            Speaks::Things(1..) => ("notice notice--warn section", "warn"),
            Speaks::Things(0) | Speaks::NotYetKnown => ("notice section", "ok"),
        };
        view! {
            <div class=class>
                <Icon name=icon/>
                <div>
                    <h2>{told.heading}</h2>
                    {(!told.said.is_empty()).then(|| sentences(told.said))}
                    {other}
                </div>
            </div>
        }
    }
}

/// What is told of the target.
#[derive(Clone, PartialEq)]
struct Told {
    heading: String,
    said: Vec<String>,
    good: Option<Revision>,
    /// The words before the link to that one.
    before_good: &'static str,
    against: Speaks,
}

/// How much speaks against the target.
#[derive(Clone, Copy, PartialEq)]
enum Speaks {
    NotYetKnown,
    Things(usize),
}

impl Told {
    fn of(assessment: &Assessment, target: Revision) -> Self {
        let good = assessment.last_known_good();
        let against = assessment.reasons_against(target).iter();
        // That it is current stands above.
        let against = against.filter(|against| **against != ReasonAgainst::Current);
        let is_grave = against
            .clone()
            .any(|against| against.rules_out() || against.raises_doubt());
        let against: Vec<String> = against.map(reason_against).collect();
        let told = |heading: String, said: Vec<String>, against: Speaks| Self {
            heading,
            said,
            good,
            before_good: match assessment.already_rolled_back {
                Some(_) => "Of the others, the best is ",
                None => "The last known good is ",
            },
            against,
        };
        // Where the answer stands, what is older than the target could only add that its chart version was left before.
        let open = assessment.is_provisional();
        let mut left = assessment.not_read.clone();
        left.retain(|unread| open || *unread >= target);
        let left = left.len();
        match &assessment.recommended {
            _ if left > 0 => {
                let left = astern_wording::count(left, "revision");
                let heading = format!(
                    "What speaks against revision {target} is being worked out: {left} left to read"
                );
                told(heading, Vec::new(), Speaks::NotYetKnown)
            }
            _ if !against.is_empty() => {
                let heading = match (good == Some(target), is_grave) {
                    (true, true) => format!(
                        "Revision {target} is the last known good, and this speaks against it"
                    ),
                    (true, false) => {
                        format!("Revision {target} is the last known good. Know this first")
                    }
                    (false, _) => format!("This speaks against revision {target}"),
                };
                let things = Speaks::Things(against.len());
                told(heading, against, things)
            }
            Ok(recommended) if recommended.revision == target => {
                let reasons = recommended.reasons.iter();
                let heading = format!("Revision {target} is the last known good");
                let reasons = reasons.map(reason_for).collect();
                told(heading, reasons, Speaks::Things(0))
            }
            _ => {
                let heading = format!("Nothing in Helm's history speaks against revision {target}");
                told(heading, Vec::new(), Speaks::Things(0))
            }
        }
    }
}

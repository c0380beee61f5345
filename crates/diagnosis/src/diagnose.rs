//! Matches what the cluster reports with what changed.

use std::ptr;

use astern_compare::Comparison;
use astern_ledger::Revision;
use astern_masking::Masking;

use crate::changed::{Changed, changes};
use crate::line::line_of;
use crate::rules::{Opinion, judge};
use crate::scene::{Scene, written};
use crate::suspect::{Certainty, Diagnosis, Finding, Suspect, Why};
use crate::{Reach, Symptom, SymptomOf, Trouble};

/// The most suspects that are named for one trouble.
const MAX_SUSPECTS: usize = 5;

/// The most lines of a log that are kept, and the most characters of each.
const MAX_LOG_LINES: usize = 20;
const MAX_LINE: usize = 400;

/// Returns what explains the symptoms, given the comparison of the last good revision (`from`) with the one that fails (`to`).
/// Symptoms with the same cause become one finding. What is returned is masked as the comparison is.
#[must_use]
pub fn diagnose(comparison: &Comparison, symptoms: &[Symptom]) -> Diagnosis {
    let failing: Vec<SymptomOf> = symptoms.iter().map(|symptom| symptom.of.clone()).collect();
    let all = changes(comparison, &failing);
    let findings = symptoms
        .iter()
        .map(|symptom| find(comparison, &all, symptom));
    Diagnosis {
        revision: comparison.revisions.to,
        since: Some(comparison.revisions.from),
        findings: merged(findings),
    }
}

/// Returns what the symptoms say of a revision that cannot be compared with another one: no change is suspected.
#[must_use]
pub fn observe(revision: Revision, symptoms: &[Symptom], masking: &Masking) -> Diagnosis {
    let findings = symptoms.iter().map(|symptom| {
        let lines = written(symptom, masking);
        finding(Trouble::of(&symptom.problem), symptom, &lines, masking)
    });
    Diagnosis {
        revision,
        since: None,
        findings: merged(findings),
    }
}

/// Joins the findings of one cause, and sorts them: the best explained first.
fn merged(all: impl Iterator<Item = Finding>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for finding in all {
        match findings.iter_mut().find(|known| is_same(known, &finding)) {
            Some(known) => {
                for of in finding.of {
                    if !known.of.contains(&of) {
                        known.of.push(of);
                    }
                }
            }
            None => findings.push(finding),
        }
    }
    let certainty = |finding: &Finding| match finding.suspects.first() {
        Some(first) => first.certainty,
        None => Certainty::AddsTo,
    };
    astern_ledger::sort_by_key(&mut findings, certainty);
    findings
}

/// Returns whether two findings are of one cause.
fn is_same(one: &Finding, other: &Finding) -> bool {
    match (one.suspects.first(), other.suspects.first()) {
        (None, None) => one.trouble == other.trouble && one.message == other.message,
        (Some(one), Some(other)) => {
            let same_value = !one.provenance.is_empty()
                && one.provenance == other.provenance
                && one.from == other.from
                && one.to == other.to;
            let same_place = one.object == other.object && one.path == other.path;
            same_value || same_place
        }
        _ => false,
    }
}

/// A change with what a rule says about it.
struct Judged<'a, 'c> {
    change: &'a Changed<'c>,
    opinion: Opinion,
}

fn find(comparison: &Comparison, all: &[Changed<'_>], symptom: &Symptom) -> Finding {
    let trouble = Trouble::of(&symptom.problem);
    let scene = Scene::new(comparison, symptom);
    let judged = all.iter().filter_map(|change| {
        let opinion = judge(&trouble, change, &scene)?;
        Some(Judged { change, opinion })
    });
    let mut judged: Vec<Judged<'_, '_>> = judged.collect();
    weigh(&mut judged, &trouble);
    let suspects = suspects(judged);
    let named: usize = suspects.iter().map(|suspect| 1 + suspect.more).sum();
    Finding {
        others: count(all).saturating_sub(named),
        suspects,
        ..finding(trouble, symptom, &scene.lines, comparison.masking())
    }
}

/// Returns a finding without suspects, given what the container wrote.
fn finding(trouble: Trouble, symptom: &Symptom, lines: &[String], masking: &Masking) -> Finding {
    let skipped = lines.len().saturating_sub(MAX_LOG_LINES);
    let log = lines.iter().skip(skipped);
    let message = masking.mask_text(&symptom.problem.message);
    Finding {
        of: vec![symptom.of.clone()],
        reach: reach(&trouble, symptom),
        trouble,
        reason: symptom.problem.reason.clone(),
        message: message.into_owned().into_inner(),
        log: log
            .map(|line| line.chars().take(MAX_LINE).collect())
            .collect(),
        others: 0,
        suspects: Vec::new(),
    }
}

/// Returns how far the pods came. A container beside the one that fails may have run.
fn reach(trouble: &Trouble, symptom: &Symptom) -> Reach {
    match (trouble, symptom.problem.seen_in.kind.as_str()) {
        (Trouble::Unknown, "Pod") => Reach::NotStarted,
        _ => trouble.reach(),
    }
}

/// Keeps what can stand beside the rest: a mere possibility is no suspect beside what is almost certain, and what only adds
/// to a trouble is one where nothing else is.
fn weigh(judged: &mut Vec<Judged<'_, '_>>, trouble: &Trouble) {
    let is = |certainty: Certainty| move |one: &Judged<'_, '_>| one.opinion.certainty == certainty;
    if judged.iter().any(is(Certainty::AlmostCertain)) {
        judged.retain(|one| one.opinion.certainty != Certainty::Possible);
    } else if judged.iter().all(is(Certainty::AddsTo)) {
        for one in judged.iter_mut() {
            one.opinion.certainty = Certainty::Possible;
        }
    }
    let key = |one: &Judged<'_, '_>| (one.opinion.certainty, u32::MAX - one.opinion.weight);
    astern_ledger::sort_by_key(judged, key);
    // A container that ends does so for something that it notices.
    let by_own_doing = matches!(trouble, Trouble::Ended { .. } | Trouble::Start(_));
    if by_own_doing
        && let Some((first, rest)) = judged.split_first_mut()
        && first.opinion.certainty == Certainty::Possible
        && rest
            .iter()
            .all(|other| is_one_cause(first.change, other.change))
    {
        first.opinion.certainty = Certainty::AlmostCertain;
        first.opinion.why = Why::OnlyChange;
        for other in rest {
            other.opinion.certainty = Certainty::AlmostCertain;
        }
    }
}

/// Returns whether two changes come from one: the same value with the same old and new text, or one subtree.
fn is_one_cause(one: &Changed<'_>, other: &Changed<'_>) -> bool {
    let provenance = |change: &Changed<'_>| match change.field {
        Some(field) => field.provenance.clone(),
        None => Vec::new(),
    };
    let same_field = matches!((one.field, other.field), (Some(a), Some(b)) if ptr::eq(a, b));
    let same_value = !provenance(one).is_empty()
        && provenance(one) == provenance(other)
        && one.from == other.from
        && one.to == other.to;
    let same_object =
        one.field.is_none() && other.field.is_none() && ptr::eq(one.object, other.object);
    same_field || same_value || same_object
}

fn suspects(judged: Vec<Judged<'_, '_>>) -> Vec<Suspect> {
    let mut groups: Vec<Vec<Judged<'_, '_>>> = Vec::new();
    for one in judged {
        let same = groups.iter_mut().find(|group| {
            let first = group.first();
            first.is_some_and(|first| is_one_cause(first.change, one.change))
        });
        match same {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    let groups = groups.into_iter().take(MAX_SUSPECTS);
    groups.filter_map(suspect).collect()
}

fn suspect(group: Vec<Judged<'_, '_>>) -> Option<Suspect> {
    let more = more_fields(&group);
    let Judged { change, opinion } = group.into_iter().next()?;
    let line = line_of(change);
    let suspect = Suspect {
        certainty: opinion.certainty,
        why: opinion.why,
        object: change.object.id.clone(),
        part: change.part,
        change: change.change,
        path: (!change.path.segments().is_empty()).then(|| change.path.clone()),
        from: change.from.clone(),
        to: change.to.clone(),
        provenance: change
            .field
            .map_or_else(Vec::new, |field| field.provenance.clone()),
        line,
        more,
    };
    Some(match change.field {
        // Of what was added or removed as a whole, the whole is named, unless one field of it says why.
        Some(field) if field.path != change.path && !tells_by_value(&suspect.why) => Suspect {
            path: Some(field.path.clone()),
            from: None,
            to: None,
            ..suspect
        },
        _ => suspect,
    })
}

/// Returns whether the value of the field itself says why it is suspected.
fn tells_by_value(why: &Why) -> bool {
    match why {
        Why::RefersToIt | Why::AsksForMore | Why::AllowsLess | Why::NamedInMessage => true,
        Why::RemovesIt
        | Why::NarrowsNodes
        | Why::MorePods
        | Why::NamedInLog { .. }
        | Why::DependsOnIt
        | Why::OnlyChange => false,
    }
}

/// Returns how many differences of the comparison a group has beside the first.
fn more_fields(group: &[Judged<'_, '_>]) -> usize {
    let mut seen: Vec<&Changed<'_>> = Vec::new();
    for Judged { change, .. } in group {
        let is_known = seen.iter().any(|known| is_one_difference(known, change));
        if !is_known {
            seen.push(change);
        }
    }
    seen.len().saturating_sub(1)
}

/// Returns whether two changes are parts of one difference of the comparison.
fn is_one_difference(one: &Changed<'_>, other: &Changed<'_>) -> bool {
    match (one.field, other.field) {
        (Some(one), Some(other)) => ptr::eq(one, other),
        (None, None) => ptr::eq(one.object, other.object),
        _ => false,
    }
}

/// Returns the number of changes, as the comparison counts them.
fn count(all: &[Changed<'_>]) -> usize {
    let pairs = all.windows(2);
    let repeated = pairs.filter(|pair| matches!(pair, [one, next] if is_one_difference(one, next)));
    all.len() - repeated.count()
}

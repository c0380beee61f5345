//! What a rollback does not take back.

use astern_compare::{Change, Comparison, CrdChange};
use astern_ledger::Record;
use astern_wording::count;
use leptos::prelude::*;

use super::git::git;
use super::live::live;

/// Definitions that are named; the others are counted.
const NAMED: usize = 8;

/// What stays as it is.
pub fn stays(comparison: &Comparison, current: &Record, all_changes: &str) -> AnyView {
    view! {
        {crds(comparison, all_changes)}
        {git(comparison)}
        <p>
            <b>"Edits made by hand"</b>" were not looked for, and some outlive a rollback. "
            {live(current, current.revision)}
        </p>
        <p><b>"Data"</b>" in volumes and databases stays as it is."</p>
    }
    .into_any()
}

/// The definitions in the charts' `crds/`, by name where they differ.
fn crds(comparison: &Comparison, all_changes: &str) -> AnyView {
    let crds = &comparison.crds;
    let target = comparison.revisions.to;
    let said = match (crds.changes.len(), crds.unchanged) {
        (0, 0) if crds.unreadable.is_empty() => "Neither chart has any of its own.".to_owned(),
        (0, 0) => String::new(),
        (0, 1) => "The one in the charts is the same in both.".to_owned(),
        (0, same) => format!("The {same} in the charts are the same in both."),
        (1, _) => "One differs between the charts, and stays as the cluster has it:".to_owned(),
        (differ, _) => {
            format!("{differ} differ between the charts, and stay as the cluster has them:")
        }
    };
    let listed = crds
        .changes
        .iter()
        .take(NAMED)
        .map(|crd| one(crd, comparison));
    let more = crds.changes.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| view! { <li>{format!("and {more} more")}</li> });
    let by_hand = (!crds.changes.is_empty()).then(|| {
        view! {
            <p>
                {format!("To go to revision {target} with them too, run the commands that stand below “CRDs” in ")}
                <a href=all_changes.to_owned()>"the comparison"</a>"."
            </p>
        }
    });
    let unreadable = (!crds.unreadable.is_empty()).then(|| {
        let files = count(crds.unreadable.len(), "file");
        view! { <p class="status--warn">{format!("{files} in crds/ could not be read.")}</p> }
    });
    let subcharts = (!crds.subcharts.is_empty()).then(|| {
        let names = crds.subcharts.join(", ");
        view! {
            <p class="soft">
                "Helm does not record those of the subcharts "<span class="mono">{names}</span>
                ", so whether they differ is not known."
            </p>
        }
    });
    view! {
        <p>
            <b>"CRDs"</b>" (the definitions of kinds) in a chart's "<code>"crds/"</code>
            ". Helm never moves them. "{said}
        </p>
        {(!crds.changes.is_empty()).then(|| view! {
            <ul class="list">{listed.collect_view()}{more}</ul>
        })}
        {by_hand}
        {unreadable}
        {subcharts}
    }
    .into_any()
}

fn one(crd: &CrdChange, comparison: &Comparison) -> impl IntoView {
    let (from, to) = (comparison.revisions.from, comparison.revisions.to);
    let how = match crd.change {
        Change::Added => format!("only revision {to} has it"),
        Change::Removed => format!("only revision {from} has it"),
        Change::Changed | Change::Reordered => "changed".to_owned(),
    };
    let missing = crd
        .versions
        .iter()
        .find(|version| version.storage_missing_on == Some(astern_compare::Side::To));
    let missing = missing.map(|version| {
        format!(
            "; objects may be stored in {}, which revision {to} does not know",
            version.name
        )
    });
    view! { <li><code>{crd.name.clone()}</code>": "{how}{missing}</li> }
}

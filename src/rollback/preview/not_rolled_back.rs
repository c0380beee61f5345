//! What a rollback does not revert.

use std::sync::Arc;

use astern_compare::{Change, Comparison, CrdChange};
use astern_ledger::{Record, Release};
use leptos::prelude::*;

use super::baseline::live_comparison_link;
use super::cluster_crds::SubchartCrds;
use super::git::git;
use crate::components::visible_text;

/// How many definitions are named; the others are counted.
const MAX_NAMED: usize = 8;

/// Renders what a rollback does not revert: CRDs, git, manual edits, data.
pub fn not_rolled_back(
    comparison: Arc<Comparison>,
    target: Arc<Release>,
    current: &Record,
    all_changes: &str,
) -> AnyView {
    view! {
        {crds(&comparison, all_changes)}
        <SubchartCrds comparison=comparison.clone() target/>
        {git(&comparison)}
        <p>
            <b>"Edits made by hand"</b>" were not looked for, and some outlive a rollback. "
            {live_comparison_link(current, current.revision)}
        </p>
        <p><b>"Data"</b>" in volumes and databases stays as it is."</p>
    }
    .into_any()
}

/// Renders the definitions in the charts' `crds/` that differ.
fn crds(comparison: &Comparison, all_changes: &str) -> AnyView {
    let crds = &comparison.crds;
    let target = comparison.revisions.to;
    let summary = match (crds.changes.len(), crds.unchanged) {
        (0, same) if !comparison.verdict.is_complete() => {
            format!("Whether any differ is not known; {same} are the same in both charts.")
        }
        (0, 0) => "Neither chart has any of its own.".to_owned(),
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
        .take(MAX_NAMED)
        .map(|crd| crd_item(crd, comparison));
    let more = crds.changes.len().saturating_sub(MAX_NAMED);
    let more = (more > 0).then(|| view! { <li>{format!("and {more} more")}</li> });
    let command_hint = (!crds.changes.is_empty()).then(|| {
        view! {
            <p>
                {format!("To go to revision {target} with them too, run the commands that stand below “CRDs” in ")}
                <a href=all_changes.to_owned()>"the comparison"</a>"."
            </p>
        }
    });
    view! {
        <p>
            <b>"CRDs"</b>" (the definitions of kinds) in a chart's "<code>"crds/"</code>
            ". Helm never moves them. "{summary}
        </p>
        {(!crds.changes.is_empty()).then(|| view! {
            <ul class="list">{listed.collect_view()}{more}</ul>
        })}
        {command_hint}
    }
    .into_any()
}

fn crd_item(crd: &CrdChange, comparison: &Comparison) -> impl IntoView {
    let (from, to) = (comparison.revisions.from, comparison.revisions.to);
    let change = match crd.change {
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
    view! { <li><code>{visible_text(&crd.name)}</code>": "{change}{missing.map(|text| visible_text(&text))}</li> }
}

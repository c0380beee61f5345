//! The page of one release.

use std::sync::Arc;

use astern_ledger::{EffectiveRevision, History, Namespace, ReleaseName};
use leptos::prelude::*;

use super::NotFound;
use super::adjacent_comparisons::AdjacentComparisons;
use super::assessment::assess_history;
use super::effective_revision::{effective_revision, follow_effective_workloads};
use super::evidence::follow_evidence;
use super::facts::Facts;
use super::follow_release::{ReleaseState, follow_release};
use super::history_table::HistoryTable;
use super::journal::RollbackJournal;
use super::other_driver::OtherDriverNotice;
use super::summary::ReleaseSummary;
use super::suspects::diagnosis_sides;
use super::ways_out::WaysOut;
use crate::compare::use_masking;
use crate::components::{ErrorNotice, invalid_records};
use crate::connection::{Cluster, DetailReader};
use crate::diagnosis::{DiagnosisSection, follow_diagnosis};
use crate::workloads::NotReady;

/// The page of one release.
#[component]
pub fn ReleasePage(namespace: Namespace, release: ReleaseName) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let state = follow_release(&cluster, &namespace, &release);
    let reader = StoredValue::new_local(DetailReader::new(cluster.clone()));
    let comparisons = StoredValue::new_local(AdjacentComparisons::new(cluster, use_masking()));
    view! {
        <main id="main" class="page" tabindex="-1">
            <h1>{release.to_string()}</h1>
            {move || match state.get() {
                ReleaseState::Listing => view! {
                    <p role="status" class="soft section">"Reading the history…"</p>
                }
                .into_any(),
                ReleaseState::Failed(problem) => view! {
                    <div class="section"><ErrorNotice error=problem/></div>
                }
                .into_any(),
                ReleaseState::NotFound(error) => view! {
                    <div class="section"><NotFound error/></div>
                }
                .into_any(),
                ReleaseState::Found(found) => view! {
                    {invalid_records(&found.invalid)}
                    <OtherDriverNotice history=found.history.clone()/>
                    <Release history=found.history reader=reader.get_value() comparisons=comparisons.get_value()/>
                }
                .into_any(),
            }}
        </main>
    }
}

#[component]
fn Release(
    history: History,
    reader: DetailReader,
    comparisons: AdjacentComparisons,
) -> impl IntoView {
    // All records, newest first: the assessment depends on every revision, not only on those in view.
    reader.request_all(history.records());
    comparisons.compare_all(&history, &reader);
    let current = history.current();
    let (namespace, release) = (current.namespace.clone(), current.release.clone());
    let cluster = expect_context::<Arc<Cluster>>();
    let effective = effective_revision(&history, &reader);
    let workloads = follow_effective_workloads(cluster.clone(), history.clone(), effective);
    let evidence = follow_evidence(cluster, &history, &reader, workloads);
    let assessment = assess_history(&history, &reader, evidence);
    let details = reader.details(current);
    let sides = diagnosis_sides(history.clone(), assessment, effective);
    let diagnosis = follow_diagnosis(expect_context(), workloads, sides, Signal::stored(None));
    view! {
        <Facts history=history.clone() reader=reader.clone() effective workloads/>
        <ReleaseSummary
            history=history.clone()
            assessment
            reader=reader.clone()
            comparisons=comparisons.clone()
            diagnosis
            workloads
        />
        <WaysOut history=history.clone() details/>
        {move || (effective.get() != EffectiveRevision::Uninstalled)
            .then(|| view! { <NotReady workloads><DiagnosisSection diagnosis workloads/></NotReady> })}
        <HistoryTable history assessment reader comparisons/>
        <RollbackJournal namespace release/>
    }
}

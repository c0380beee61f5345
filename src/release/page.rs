//! The page of one release.

use std::sync::Arc;

use astern_ledger::{History, InForce, Namespace, ReleaseName};
use leptos::prelude::*;

use super::NotFound;
use super::adjacent_comparisons::Matrix;
use super::assessment::assess_history;
use super::facts::Facts;
use super::follow_release::{State, follow_release};
use super::history_table::HistoryTable;
use super::journal::RollbackJournal;
use super::summary::Answer;
use crate::compare::use_masking;
use crate::components::ErrorNotice;
use crate::connection::{Cluster, DetailReader};
use crate::workloads::{NotReady, follow_workloads};

/// One release: what is known of it, the answer, and its history.
#[component]
pub fn ReleasePage(namespace: Namespace, release: ReleaseName) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let state = follow_release(&cluster, &namespace, &release);
    let reader = StoredValue::new_local(DetailReader::new(cluster.clone()));
    on_cleanup(move || {
        let _ = reader.try_with_value(DetailReader::stop);
    });
    let matrix = StoredValue::new_local(Matrix::new(cluster, use_masking()));
    view! {
        <main id="main" class="page" tabindex="-1">
            <h1>{release.to_string()}</h1>
            {move || match state.get() {
                State::Looking => view! {
                    <p role="status" class="soft section">"Reading the history…"</p>
                }
                .into_any(),
                State::Failed(problem) => view! {
                    <div class="section"><ErrorNotice error=problem/></div>
                }
                .into_any(),
                State::Missing(error) => view! {
                    <div class="section"><NotFound error/></div>
                }
                .into_any(),
                State::Known(history) => view! {
                    <Known history reader=reader.get_value() matrix=matrix.get_value()/>
                }
                .into_any(),
            }}
        </main>
    }
}

#[component]
fn Known(history: History, reader: DetailReader, matrix: Matrix) -> impl IntoView {
    // Newest first, all of them: the answer rests on every one, not on those in view.
    reader.request_all(history.records());
    matrix.fill(&history, &reader);
    let assessment = assess_history(&history, &reader);
    let current = history.current();
    let (namespace, release) = (current.namespace.clone(), current.release.clone());
    let held = match history.in_force() {
        InForce::Current => Some(current.clone()),
        InForce::Before(deployed) => Some(deployed.clone()),
        InForce::Nothing => None,
    };
    let cluster = expect_context::<Arc<Cluster>>();
    let over = Signal::stored(true);
    let workloads = held.map(|held| follow_workloads(cluster, held, over));
    view! {
        <Facts history=history.clone() reader=reader.clone() workloads/>
        <Answer history=history.clone() assessment reader=reader.clone() matrix=matrix.clone()/>
        {workloads.map(|workloads| view! { <NotReady workloads/> })}
        <HistoryTable history assessment reader matrix/>
        <RollbackJournal namespace release/>
    }
}

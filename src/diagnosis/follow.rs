//! Diagnosing a release as long as its pods are not ready.

use std::sync::Arc;

use astern_compare::Comparison;
use astern_diagnosis::{Diagnosis, Symptom, diagnose, observe};
use astern_ledger::Record;
use astern_masking::Masking;
use leptos::prelude::*;

use super::logs::{LogAccess, read_logs};
use super::symptoms::symptoms;
use crate::browser::{spawn_while_shown, yield_to_browser};
use crate::compare::{compare_releases, use_masking};
use crate::connection::Cluster;
use crate::workloads::Workloads;

/// What is known about why a release does not run.
#[derive(Clone, PartialEq, Debug)]
pub enum DiagnosisState {
    /// The cluster reports nothing that explains pods which are not ready.
    NoSymptoms,
    /// It reports something, and what changed is being looked at.
    Looking,
    /// What explains it.
    Known(Arc<Diagnosed>),
}

/// A diagnosis and what it was made of.
#[derive(Clone, PartialEq, Debug)]
pub struct Diagnosed {
    /// The diagnosis.
    pub diagnosis: Diagnosis,
    /// Whether the logs were read.
    pub logs: LogAccess,
    /// The revisions that were compared.
    pub sides: Sides,
}

impl DiagnosisState {
    /// Returns the diagnosis, once it is known.
    pub fn known(&self) -> Option<&Arc<Diagnosed>> {
        match self {
            Self::Known(diagnosed) => Some(diagnosed),
            Self::NoSymptoms | Self::Looking => None,
        }
    }
}

/// The records of the revision that fails and of the one that it is compared with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sides {
    /// The last good revision, or the one before; `None` where there is none.
    pub from: Option<Record>,
    /// The one that fails.
    pub to: Record,
}

/// Diagnoses the release whenever the symptoms of its workloads change. `sides` is `None` while it is not known what to compare
/// with. `compared` is the comparison of these sides where the page has made it; else it is made here.
pub fn follow_diagnosis(
    cluster: Arc<Cluster>,
    workloads: Signal<Option<Workloads>>,
    sides: Memo<Option<Sides>>,
    compared: Signal<Option<Arc<Comparison>>>,
) -> RwSignal<DiagnosisState> {
    let masking = use_masking();
    let state = RwSignal::new(DiagnosisState::NoSymptoms);
    let found =
        Memo::new(move |_| workloads.with(|all| all.as_ref().map(symptoms).unwrap_or_default()));
    let owner = Owner::current();
    Effect::new(move |running: Option<Option<Owner>>| {
        // What was begun for other symptoms ends.
        if let Some(running) = running.flatten() {
            running.cleanup();
        }
        let symptoms = found.get();
        if symptoms.is_empty() {
            state.set(DiagnosisState::NoSymptoms);
            return None;
        }
        // Until the new diagnosis is made, the one before stands: nothing flickers.
        if state.with_untracked(|state| state.known().is_none()) {
            state.set(DiagnosisState::Looking);
        }
        let sides = sides.get()?;
        let (cluster, masking) = (cluster.clone(), masking.clone());
        let compared = compared.get_untracked();
        let running = owner.as_ref()?.child();
        running.with(|| {
            spawn_while_shown(async move {
                let comparison = match compared {
                    Some(compared) => Some(compared),
                    None => comparison(&cluster, &sides, &masking).await.map(Arc::new),
                };
                let known = diagnosed(&cluster, comparison, symptoms, sides, &masking).await;
                state.set(DiagnosisState::Known(Arc::new(known)));
            });
        });
        Some(running)
    });
    state
}

/// Compares the two revisions; `None` where there is nothing to compare with, or one of them cannot be read.
async fn comparison(cluster: &Cluster, sides: &Sides, masking: &Masking) -> Option<Comparison> {
    let from = sides.from.as_ref()?;
    let from = cluster.payloads.get(&cluster.api, from).await.ok()?;
    let to = cluster.payloads.get(&cluster.api, &sides.to).await.ok()?;
    Some(compare_releases(&from, &to, masking).await)
}

/// Reads the logs and makes the diagnosis.
async fn diagnosed(
    cluster: &Cluster,
    comparison: Option<Arc<Comparison>>,
    mut symptoms: Vec<Symptom>,
    sides: Sides,
    masking: &Masking,
) -> Diagnosed {
    let logs = read_logs(cluster, &sides.to.namespace, &mut symptoms).await;
    yield_to_browser().await;
    let diagnosis = match comparison {
        Some(comparison) => diagnose(&comparison, &symptoms),
        None => observe(sides.to.revision, &symptoms, masking),
    };
    Diagnosed {
        diagnosis,
        logs,
        sides,
    }
}

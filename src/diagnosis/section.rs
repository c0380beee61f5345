//! Why pods are not ready: what the cluster reports, matched with what changed.

use astern_diagnosis::{Finding, SymptomOf};
use astern_wording::{
    explain_problem, nothing_matches, other_changes, trouble_heading, who_has_it,
};
use leptos::prelude::*;

use super::follow::{Diagnosed, DiagnosisState};
use super::logs::LogAccess;
use super::suspects::suspect_list;
use crate::components::{Icon, TextWithCode, visible_text};
use crate::workloads::{ReadinessProblemSection, WorkloadState, Workloads};

/// Why pods are not ready, with the suspects. Where nothing can be compared, what the cluster reports stands alone.
#[component]
pub fn DiagnosisSection(
    diagnosis: RwSignal<DiagnosisState>,
    #[prop(into)] workloads: Signal<Option<Workloads>>,
) -> impl IntoView {
    move || match diagnosis.get() {
        DiagnosisState::Known(known) => {
            view! { <Known known=(*known).clone() workloads/> }.into_any()
        }
        DiagnosisState::NoSymptoms | DiagnosisState::Looking => {
            view! { <ReadinessProblemSection workloads/> }.into_any()
        }
    }
}

#[component]
fn Known(known: Diagnosed, workloads: Signal<Option<Workloads>>) -> impl IntoView {
    let introduction = match known.diagnosis.since {
        Some(since) => {
            format!("What the cluster reports, matched with what changed since revision {since}.")
        }
        None => "What the cluster reports.".to_owned(),
    };
    let logs = match &known.logs {
        LogAccess::Complete => None,
        LogAccess::Failed(error) => Some(format!(
            "What the container logged could not be read: {error}. It would tell more."
        )),
    };
    let findings = known.diagnosis.findings.iter();
    let findings = findings.map(|finding| symptom(finding, &known, workloads));
    view! {
        <section class="section" aria-labelledby="why-not-ready">
            <div class="section__head">
                <h2 id="why-not-ready">"Why pods aren’t ready"</h2>
                <p class="soft">{introduction}</p>
            </div>
            <div class="stack">{findings.collect_view()}</div>
            {logs.map(|sentence| view! { <p class="soft"><Icon name="lock"/>" "{sentence}</p> })}
        </section>
    }
}

fn symptom(finding: &Finding, known: &Diagnosed, workloads: Signal<Option<Workloads>>) -> AnyView {
    let says = match finding.message.is_empty() {
        true => None,
        false => Some(view! { " Kubernetes says: "<q>{visible_text(&finding.message)}</q> }),
    };
    let suspects = match finding.suspects.is_empty() {
        false => suspect_list(finding, &known.sides),
        true => {
            let sentence = known
                .diagnosis
                .since
                .map(|since| nothing_matches(since, finding));
            let none = sentence.map(|sentence| {
                view! {
                    <p class="symptom__none">
                        <b>"Nothing that changed explains it. "</b>{visible_text(&sentence)}
                    </p>
                }
            });
            none.into_any()
        }
    };
    let to_do = advice(finding, workloads);
    let log = (!finding.log.is_empty()).then(|| {
        let lines = finding.log.join("\n");
        view! {
            <details class="ruled">
                <summary>"Last lines of the container’s log"</summary>
                <pre class="log">{visible_text(&lines)}</pre>
            </details>
        }
    });
    let others = other_changes(finding).map(|others| {
        view! {
            <details class="ruled">
                <summary>{others.heading}</summary>
                <p class="soft">{others.reason}</p>
            </details>
        }
    });
    view! {
        <div class="symptom">
            <div class="symptom__head">
                <h3><Icon name="warn"/>{visible_text(&trouble_heading(finding))}</h3>
                <p class="soft">
                    {visible_text(&who_has_it(finding))}": "<code>{visible_text(&finding.reason)}</code>"."{says}
                </p>
                {to_do}
            </div>
            {suspects}
            {log}
            {others}
        </div>
    }
    .into_any()
}

/// Returns what to do about the trouble itself, as the workload's problem tells.
fn advice(finding: &Finding, workloads: Signal<Option<Workloads>>) -> Option<AnyView> {
    let SymptomOf::Workload(wanted) = finding.of.first()? else {
        return None;
    };
    workloads.with_untracked(|all| {
        let mut known = all.as_ref()?.known.iter();
        let (workload, state) = known.find(|(workload, _)| workload == wanted)?;
        let WorkloadState::Live(live) = state else {
            return None;
        };
        let mut problems = live.not_ready.problems().iter();
        let problem = problems.find(|problem| problem.reason == finding.reason)?;
        let to_do = explain_problem(workload, problem).to_do;
        Some(view! { <p><TextWithCode text=to_do/></p> }.into_any())
    })
}

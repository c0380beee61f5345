//! Why workloads are not ready, with what to do.

use astern_cluster::{ReadinessProblem, Workload};
use astern_wording::{ProblemExplanation, count, explain_problem};
use leptos::prelude::*;

use super::state::{NotReadyReason, WorkloadState, Workloads};
use crate::components::{Icon, RelativeTime, TextWithCode, visible_text};

/// Why workloads are not ready; nothing when there is no reason.
#[component]
pub fn ReadinessProblemSection(
    #[prop(into)] workloads: Signal<Option<Workloads>>,
) -> impl IntoView {
    let problems = Memo::new(move |_| workloads.with(|all| all.as_ref().map(collect)));
    move || {
        let (problems, error) = problems.get()?;
        let is_empty = problems.is_empty() && error.is_none();
        (!is_empty).then(|| {
            view! {
                <section class="section" aria-labelledby="held-up">
                    <h2 id="held-up">"Why pods aren't ready"</h2>
                    <div class="stack">
                        {problems.into_iter().map(notice).collect_view()}
                        {error.map(|error| view! {
                            <div class="notice">
                                <Icon name="lock"/>
                                <div>
                                    <h3>"Why some are not ready cannot be read"</h3>
                                    <p>{error}</p>
                                </div>
                            </div>
                        })}
                    </div>
                </section>
            }
        })
    }
}

/// Collects the reasons with the workload of each, and why some cannot be read.
fn collect(workloads: &Workloads) -> (Vec<(Workload, ReadinessProblem)>, Option<String>) {
    let (mut problems, mut failure) = (Vec::new(), None);
    for (workload, state) in &workloads.known {
        let WorkloadState::Live(live) = state else {
            continue;
        };
        if let NotReadyReason::Failed(error) = &live.not_ready {
            failure = Some(format!("{error}."));
        }
        let found = live.not_ready.problems().iter();
        problems.extend(found.map(|problem| (workload.clone(), problem.clone())));
    }
    (problems, failure)
}

fn notice((workload, problem): (Workload, ReadinessProblem)) -> impl IntoView {
    let ProblemExplanation { what, to_do } = explain_problem(&workload, &problem);
    let workload = format!("{} {}", workload.kind, workload.name);
    let of = (problem.seen_in.to_string() != workload).then(|| format!(", of {workload}"));
    let more = (problem.more > 0).then(|| format!(", and {} more", count(problem.more, "pod")));
    view! {
        <div class="notice notice--warn">
            <Icon name="warn"/>
            <div>
                <h3>{what}</h3>
                <dl class="kv">
                    <dt>"Seen in"</dt>
                    <dd>
                        {problem.seen_in.to_string()}{of}{more}": "<code>{visible_text(&problem.reason)}</code>
                        {(!problem.message.is_empty()).then(|| view! { ": "<q>{visible_text(&problem.message)}</q> })}
                        {problem.since.map(|time| view! { ", since "<RelativeTime time/> })}
                    </dd>
                    <dt>"What to do"</dt><dd><TextWithCode text=to_do/></dd>
                </dl>
            </div>
        </div>
    }
}

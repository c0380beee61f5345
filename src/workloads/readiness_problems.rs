//! Why workloads are not ready, with what to do.

use astern_cluster::{ProblemCause, ReadinessProblem};
use astern_wording::count;
use leptos::prelude::*;

use super::readiness::{NotReadyReason, WorkloadState, Workloads};
use crate::components::{Icon, TextWithCode, visible_text};

/// Returns what a cause means, and what to do.
fn explain(cause: ProblemCause) -> (&'static str, &'static str) {
    match cause {
        ProblemCause::Configuration => (
            "A container cannot be made from its configuration",
            "Most often a Secret, a ConfigMap or a key in one is missing. Put it back: the pod then starts by itself.",
        ),
        ProblemCause::Image => (
            "An image cannot be fetched",
            "See whether the registry still has this image and whether the pull secret is there. Where the image is \
             gone, go back to a revision with another one.",
        ),
        ProblemCause::Crash => (
            "A container starts and ends again",
            "Read its log, once it was restarted with `kubectl logs --previous`. What it needs may have moved on since that revision, such \
             as a database's schema.",
        ),
        ProblemCause::Memory => (
            "A container takes more memory than it may",
            "Its limit in this revision is too low for what it does now. Raise it, or go back to another revision.",
        ),
        ProblemCause::Unschedulable => (
            "No node takes a pod",
            "The nodes have no room for what it asks for, or do not fit what it selects. Free some, add a node, or \
             ask for less.",
        ),
        ProblemCause::Volume => (
            "A volume is not there yet",
            "Kubernetes tries again every few seconds, and most often this clears within a minute. If it stays, look \
             at what the volume is made of: a claim, a Secret, a ConfigMap.",
        ),
        ProblemCause::Quota => (
            "A quota of the namespace is used up",
            "While old pods and new ones run side by side it takes more than either. Raise the quota, or scale \
             something else down.",
        ),
        ProblemCause::Webhook => (
            "A webhook refuses the pods",
            "Its own words say why. If it does not answer, look at the service behind it.",
        ),
        ProblemCause::Policy => (
            "A rule of the cluster refuses the pods",
            "The rule is newer than this revision, or changed since. Have it relaxed, or go back to a revision that \
             keeps it.",
        ),
        ProblemCause::Probe => (
            "A container runs, and its probe says that it is not ready",
            "Read its log. It may need longer, or wait for something that is not there.",
        ),
        ProblemCause::Other => ("Something holds it up", "The cluster's own words say what."),
    }
}

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
                    <h2 id="held-up">"What holds it up"</h2>
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
fn collect(workloads: &Workloads) -> (Vec<(String, ReadinessProblem)>, Option<String>) {
    let (mut problems, mut failure) = (Vec::new(), None);
    for (workload, state) in &workloads.known {
        let WorkloadState::Live(live) = state else {
            continue;
        };
        match &live.not_ready {
            NotReadyReason::NotFetched => {}
            NotReadyReason::Problems(all) => {
                let name = format!("{} {}", workload.kind, workload.name);
                problems.extend(all.iter().map(|problem| (name.clone(), problem.clone())));
            }
            NotReadyReason::Failed(error) => failure = Some(format!("{error}.")),
        }
    }
    (problems, failure)
}

fn notice((workload, problem): (String, ReadinessProblem)) -> impl IntoView {
    let (what, to_do) = explain(problem.cause);
    let more = (problem.more > 0).then(|| format!(", and {} more", count(problem.more, "pod")));
    view! {
        <div class="notice notice--warn">
            <Icon name="warn"/>
            <div>
                <h3>{what}</h3>
                <dl class="kv">
                    <dt>"Seen in"</dt>
                    <dd>
                        {problem.seen_in}", of "{workload}{more}": "<code>{visible_text(&problem.reason)}</code>
                        {(!problem.message.is_empty()).then(|| view! { ": "<q>{visible_text(&problem.message)}</q> })}
                    </dd>
                    <dt>"What to do"</dt><dd><TextWithCode text=to_do/></dd>
                </dl>
            </div>
        </div>
    }
}

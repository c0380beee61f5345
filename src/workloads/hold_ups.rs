//! What holds a workload up, in words, with what to do.

use astern_cluster::{Cause, HoldUp};
use astern_wording::count;
use leptos::prelude::*;

use super::readiness::{Seen, Why, Workloads};
use crate::components::{Icon, Sentence};

/// What a person is told of a cause: what it means, and what to do.
fn words(cause: Cause) -> (&'static str, &'static str) {
    match cause {
        Cause::Configuration => (
            "A container cannot be made from its configuration",
            "Most often a Secret, a ConfigMap or a key in one is missing. Put it back: the pod then starts by itself.",
        ),
        Cause::Image => (
            "An image cannot be fetched",
            "See whether the registry still has this image and whether the pull secret is there. Where the image is \
             gone, go back to a revision with another one.",
        ),
        Cause::Crash => (
            "A container starts and ends again",
            "Read its log, once it was restarted with `kubectl logs --previous`. What it needs may have moved on since that revision, such \
             as a database's schema.",
        ),
        Cause::Memory => (
            "A container takes more memory than it may",
            "Its limit in this revision is too low for what it does now. Raise it, or go back to another revision.",
        ),
        Cause::Unschedulable => (
            "No node takes a pod",
            "The nodes have no room for what it asks for, or do not fit what it selects. Free some, add a node, or \
             ask for less.",
        ),
        Cause::Volume => (
            "A volume is not there yet",
            "Kubernetes tries again every few seconds, and most often this clears within a minute. If it stays, look \
             at what the volume is made of: a claim, a Secret, a ConfigMap.",
        ),
        Cause::Quota => (
            "A quota of the namespace is used up",
            "While old pods and new ones run side by side it takes more than either. Raise the quota, or scale \
             something else down.",
        ),
        Cause::Webhook => (
            "A webhook refuses the pods",
            "Its own words say why. If it does not answer, look at the service behind it.",
        ),
        Cause::Policy => (
            "A rule of the cluster refuses the pods",
            "The rule is newer than this revision, or changed since. Have it relaxed, or go back to a revision that \
             keeps it.",
        ),
        Cause::Probe => (
            "A container runs, and its probe says that it is not ready",
            "Read its log. It may need longer, or wait for something that is not there.",
        ),
        Cause::Other => ("Something holds it up", "The cluster's own words say what."),
    }
}

/// What holds the workloads up; nothing when nothing does.
#[component]
pub fn HeldUp(#[prop(into)] workloads: Signal<Option<Workloads>>) -> impl IntoView {
    let found = Memo::new(move |_| workloads.with(|all| all.as_ref().map(held_up)));
    move || {
        let (found, unasked) = found.get()?;
        let nothing = found.is_empty() && unasked.is_none();
        (!nothing).then(|| {
            view! {
                <section class="section" aria-labelledby="held-up">
                    <h2 id="held-up">"What holds it up"</h2>
                    <div class="stack">
                        {found.into_iter().map(one).collect_view()}
                        {unasked.map(|said| view! {
                            <div class="notice">
                                <Icon name="lock"/>
                                <div>
                                    <h3>"Why some are not ready cannot be read"</h3>
                                    <p>{said}</p>
                                </div>
                            </div>
                        })}
                    </div>
                </section>
            }
        })
    }
}

/// The reasons with the workload of each, and why some cannot be read.
fn held_up(workloads: &Workloads) -> (Vec<(String, HoldUp)>, Option<String>) {
    let (mut found, mut unasked) = (Vec::new(), None);
    for (workload, seen) in workloads {
        let Seen::Is(live) = seen else {
            continue;
        };
        match &live.why {
            Why::NotAsked => {}
            Why::Told(all) => {
                let name = format!("{} {}", workload.kind, workload.name);
                found.extend(all.iter().map(|one| (name.clone(), one.clone())));
            }
            Why::Unasked(error) => unasked = Some(format!("{error}.")),
        }
    }
    (found, unasked)
}

fn one((workload, hold_up): (String, HoldUp)) -> impl IntoView {
    let (what, to_do) = words(hold_up.cause);
    let more = (hold_up.more > 0).then(|| format!(", and {} more", count(hold_up.more, "pod")));
    view! {
        <div class="notice notice--warn">
            <Icon name="warn"/>
            <div>
                <h3>{what}</h3>
                <dl class="kv">
                    <dt>"Seen in"</dt>
                    <dd>
                        {hold_up.seen_in}", of "{workload}{more}": "<code>{hold_up.reason}</code>
                        {(!hold_up.said.is_empty()).then(|| view! { ": "<q>{hold_up.said}</q> })}
                    </dd>
                    <dt>"What to do"</dt><dd><Sentence text=to_do/></dd>
                </dl>
            </div>
        </div>
    }
}

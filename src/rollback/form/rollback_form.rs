//! Why, how, as whom and where; then the button, or what to do without one.

use std::sync::Arc;

use astern_cluster::Permission;
use astern_ledger::{Record, Revision};
use astern_protocol::{Mode, Options, Place, Route};
use leptos::prelude::*;

use super::availability::{Executor, Needed, executor};
use super::button::{Press, Wish};
use super::confirmation::{Confirmation, ConfirmationField};
use super::context::Acting;
use super::helm_command::command;
use super::in_cluster_link::InTheCluster;
use super::options::OptionFields;
use super::permission_denied::MayNot;
use super::reason::{ReasonField, ReasonText};
use crate::components::{Command, Icon};
use crate::connection::{Cluster, QueryState, check_permission, fetch_username};
use crate::rollback::warning_count::{Doubts, Known};
use crate::rollback::warnings::speaks_against;

/// The options, the button, and the same by hand.
#[component]
pub fn RollbackForm(current: Record, target: Revision) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let options = RwSignal::new(Options::default());
    let flags = cluster
        .session()
        .map(|session| session.helm_flags.clone())
        .unwrap_or_default();
    let by_hand = {
        let current = current.clone();
        Signal::derive(move || options.with(|options| command(&current, target, options, &flags)))
    };
    let rest = match executor(&cluster, &current) {
        Executor::Nobody(why) => {
            let route = Route::of(&current, Place::Rollback { target }).to_string();
            view! {
                {cluster.session().is_none().then(|| view! { <InTheCluster route/> })}
                <InATerminal why by_hand/>
            }
            .into_any()
        }
        Executor::Ready(how, needed) => view! {
            <Ready current target options by_hand how needed/>
        }
        .into_any(),
    };
    view! {
        <section class="section" aria-labelledby="how">
            <h2 id="how">"How"</h2>
            <div class="panel stack">
                <OptionFields options/>
                <hr/>
                {rest}
            </div>
        </section>
    }
}

/// There is somebody to carry it out: the button for whoever may press it.
#[component]
fn Ready(
    current: Record,
    target: Revision,
    options: RwSignal<Options>,
    by_hand: Signal<String>,
    how: String,
    needed: Needed,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let (permission, who) = match needed.right() {
        Some((right, name)) => (
            check_permission(cluster.clone(), right, name),
            fetch_username(cluster.clone()),
        ),
        // It is a sample: there is nobody to ask.
        None => (
            RwSignal::new(QueryState::Answered(Permission::Granted)),
            RwSignal::new(QueryState::Pending),
        ),
    };
    let doubts = expect_context::<Doubts>();
    let own = speaks_against(&current, target);
    let doubts = Signal::derive(move || match doubts.get() {
        Known::Things(things) => Known::Things(things + own),
        other => other,
    });
    let confirmation = Confirmation::new(confirming(&cluster, &current), doubts);
    let wish = Wish {
        options,
        reason: ReasonText::new(),
        confirmation,
        who: who.into(),
    };
    // Another person's kubeconfig is another one, so nothing of this one's is handed to them.
    let for_others = {
        let current = current.clone();
        Signal::derive(move || options.with(|options| command(&current, target, options, &[])))
    };
    let lit = Memo::new(move |_| permission.get() == QueryState::Answered(Permission::Granted));
    let laptop = cluster.session().is_some_and(|s| s.mode == Mode::Laptop);
    let place = current.namespace.clone();
    view! {
        <Acting namespace=place needed=needed.clone() who/>
        {move || {
            if !lit.get() {
                let needed = needed.clone();
                return view! { <MayNot needed permission who by_hand for_others/> }.into_any();
            }
            view! {
                <ReasonField reason=wish.reason/>
                <ConfirmationField confirmation/>
                <Press current=current.clone() target wish/>
                <p class="soft section__note">
                    {how.clone()}" Once started it cannot be cancelled."
                </p>
                {laptop.then(|| view! {
                    <details>
                        <summary>"The same, by hand"</summary>
                        {move || view! { <Command text=by_hand.get()/> }}
                    </details>
                })}
            }
            .into_any()
        }}
    }
}

/// What is typed to confirm: the cluster's name, or the release's where the cluster has none.
fn confirming(cluster: &Cluster, current: &Record) -> String {
    match (&cluster.id, cluster.session().map(|s| s.cluster.is_some())) {
        (Err(_), None | Some(false)) => current.release.to_string(),
        _ => cluster.name(),
    }
}

/// There is nobody to carry it out: the command, and how to know that it goes to this cluster.
#[component]
fn InATerminal(why: String, by_hand: Signal<String>) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let identity = cluster.id.as_ref().map(ToString::to_string).ok();
    view! {
        <div class="notice">
            <Icon name="lock"/>
            <div>
                <h3>"Run it in a terminal"</h3>
                <p>{why}</p>
                {move || view! { <Command text=by_hand.get()/> }}
                {identity.map(|identity| view! {
                    <p>
                        "Your terminal may point at another cluster. This page shows the one for \
                         which the next command prints "<code>{identity}</code>":"
                    </p>
                    <Command text="kubectl get namespace kube-system -o jsonpath={.metadata.uid}"/>
                })}
                <p class="soft">
                    "Or start "<code>"astern"</code>" on your machine: the button is then here."
                </p>
            </div>
        </div>
    }
}

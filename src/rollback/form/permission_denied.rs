//! In the place of the button for whoever may not press it: why, and what to hand to someone who can help.

use std::sync::Arc;

use astern_cluster::{ClusterError, Permission};
use leptos::prelude::*;

use super::availability::Needed;
use crate::browser::reload;
use crate::components::{Command, Icon};
use crate::connection::{Cluster, QueryState};

/// Says why there is no button; nothing when there is one.
#[component]
pub fn MayNot(
    needed: Needed,
    #[prop(into)] permission: Signal<QueryState<Permission>>,
    #[prop(into)] who: Signal<QueryState<String>>,
    #[prop(into)] by_hand: Signal<String>,
    #[prop(into)] for_others: Signal<String>,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    move || {
        match permission.get() {
        QueryState::Answered(Permission::Granted) => ().into_any(),
        QueryState::Pending => view! {
            <p role="status" class="soft">"Asking the API server whether you may roll back here…"</p>
        }
        .into_any(),
        QueryState::Answered(Permission::Refused { reason }) => {
            refused(needed.clone(), reason, who, for_others, cluster.name()).into_any()
        }
        QueryState::Failed(error) => unasked(&error, by_hand).into_any(),
    }
    }
}

fn refused(
    needed: Needed,
    reason: Option<String>,
    who: Signal<QueryState<String>>,
    for_others: Signal<String>,
    cluster: String,
) -> impl IntoView {
    let (right, name) = needed.right().unzip();
    let right = right.map(|right| {
        let place = right.namespace.map(|namespace| namespace.to_string());
        view! {
            "The right that is missing: "<code>{right.verb.to_string()}</code>" on "
            <code>{right.resource.to_string()}</code>
            {name.flatten().map(|name| view! { ", for "<code>{name}</code>"," })}
            " in namespace "<b>{place}</b>". "
        }
    });
    let known = move || match who.get() {
        QueryState::Answered(name) => Some(name),
        QueryState::Pending | QueryState::Failed(_) => None,
    };
    let refused_to = move || match known() {
        Some(name) => format!("The API server refuses it to {name}."),
        None => "The API server refuses it to you.".to_owned(),
    };
    // A placeholder is plainly none of anybody's names.
    let grant = move || needed.grant(&known().unwrap_or_else(|| "YOUR-NAME".to_owned()));
    let nameless = move || {
        known().is_none().then_some(
            "Who you are is not known here: put the name in that the cluster knows you by. ",
        )
    };
    view! {
        <div class="notice notice--warn" id="may-not">
            <Icon name="lock"/>
            <div>
                <h3>"You can look, but you can't roll back here"</h3>
                <p>{right}{refused_to}</p>
                {reason.map(|reason| view! { <p>"It says why: “"{reason}"”"</p> })}
                {move || grant().map(|(command, price)| view! {
                    <p><b>"Someone who may grant rights can run this."</b>" "{nameless}{price}</p>
                    <Command text=command/>
                })}
                <p>
                    <b>"Someone who may roll back can run this now"</b>", where their kubectl points at "
                    <span class="mono">{cluster}</span>":"
                </p>
                {move || view! { <Command text=for_others.get()/> }}
                <p>{again()}</p>
            </div>
        </div>
    }
}

fn unasked(error: &ClusterError, by_hand: Signal<String>) -> impl IntoView {
    let said = format!("The API server did not say whether you may roll back here: {error}.");
    view! {
        <div class="notice notice--warn" id="may-not">
            <Icon name="warn"/>
            <div>
                <h3>"Whether you may roll back is not known"</h3>
                <p>{said}" So there is no button. In a terminal, this does the same:"</p>
                {move || view! { <Command text=by_hand.get()/> }}
                <p>{again()}</p>
            </div>
        </div>
    }
}

fn again() -> impl IntoView {
    view! {
        <button class="btn" type="button" on:click=|_| reload()>"Ask again"</button>
    }
}

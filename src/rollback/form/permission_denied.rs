//! What is shown instead of the button without the required permission: the missing right, and the commands for others to
//! run.

use std::sync::Arc;

use astern_cluster::{ClusterError, Permission};
use astern_wording::{Grantee, failed_read_advice};
use leptos::prelude::*;

use super::availability::RequiredPermission;
use crate::components::{Command, Icon};
use crate::connection::{Cluster, QueryState, ReadAgain};

/// Why there is no button; nothing when the permission is granted.
#[component]
pub fn PermissionDenied(
    required: RequiredPermission,
    #[prop(into)] permission: Signal<QueryState<Permission>>,
    #[prop(into)] username: Signal<QueryState<String>>,
    #[prop(into)] helm_command: Signal<String>,
    #[prop(into)] command_for_others: Signal<String>,
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
            denied(required.clone(), reason, username, command_for_others, cluster.name()).into_any()
        }
        QueryState::Failed(error) => not_known(&error, helm_command).into_any(),
    }
    }
}

fn denied(
    required: RequiredPermission,
    reason: Option<String>,
    username: Signal<QueryState<String>>,
    command_for_others: Signal<String>,
    cluster: String,
) -> impl IntoView {
    let (right, name) = required.right().unzip();
    let right = right.map(|right| {
        let namespace = right.namespace.map(|namespace| namespace.to_string());
        view! {
            "The right that is missing: "<code>{right.verb.to_string()}</code>" on "
            <code>{right.resource.to_string()}</code>
            {name.flatten().map(|name| view! { ", for "<code>{name}</code>"," })}
            " in namespace "<b>{namespace}</b>". "
        }
    });
    let known_name = move || match username.get() {
        QueryState::Answered(name) => Some(name),
        QueryState::Pending | QueryState::Failed(_) => None,
    };
    let grantee = move || match known_name() {
        Some(name) => Grantee::new(&name),
        // The placeholder is recognisably not a username.
        None => Ok(Grantee::placeholder()),
    };
    let refused_to = move || match known_name() {
        Some(name) => format!("The API server refuses it to {name}."),
        None => "The API server refuses it to you.".to_owned(),
    };
    let grant = move || required.grant(&grantee().ok()?);
    let placeholder_hint = move || {
        known_name().is_none().then_some(
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
                {move || grantee().err().map(|reason| view! { <p><b>{reason.to_string()}</b></p> })}
                {move || grant().map(|(command, hint)| view! {
                    <p><b>"Someone who may grant rights can run this."</b>" "{placeholder_hint}{hint}</p>
                    <Command text=command/>
                })}
                <p>
                    <b>"Someone who may roll back can run this now"</b>", where their kubectl points at "
                    <span class="mono">{cluster}</span>":"
                </p>
                {move || view! { <Command text=command_for_others.get()/> }}
                <p>{ask_again_button()}</p>
            </div>
        </div>
    }
}

fn not_known(error: &ClusterError, helm_command: Signal<String>) -> impl IntoView {
    let message = format!("Whether you may roll back here could not be asked: {error}.");
    let advice = failed_read_advice(error);
    view! {
        <div class="notice notice--warn" id="may-not">
            <Icon name="warn"/>
            <div>
                <h3>"Whether you may roll back is not known"</h3>
                <p>{message}</p>
                <p>{advice}</p>
                <p>"So there is no button. In a terminal, this does the same:"</p>
                {move || view! { <Command text=helm_command.get()/> }}
                <p>{ask_again_button()}</p>
            </div>
        </div>
    }
}

fn ask_again_button() -> impl IntoView {
    let again = ReadAgain::use_context();
    view! {
        <button class="btn" type="button" on:click=move |_| again.press()>"Ask again"</button>
    }
}

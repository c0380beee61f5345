//! The menu of the kubeconfig's contexts.

use std::sync::Arc;

use astern_protocol::{ContextDestination, ContextList, ContextPageState, Helm, ListedContext};
use astern_wording::visible_line;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::opener::{Opener, OpenerNotice};
use crate::browser::{
    Direction, before_next_frame, focus_beside, on_press_outside, spawn_while_shown,
};
use crate::components::{Icon, TextWithCode};
use crate::connection::{Cluster, ContextError, list_contexts};

/// How the menu is closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Closing {
    /// By a key, or because a context was chosen: the focus goes back to the plate.
    ByKey,
    /// By a press elsewhere, which has the focus then.
    ByPressOutside,
}

/// What the arrow keys move among.
const ITEMS: &str = "#contexts li button";

/// The contexts, of which each other one opens in a tab of its own. No cluster is asked for the list.
#[component]
pub fn ContextMenu(cluster: Arc<Cluster>, close: Callback<Closing>) -> impl IntoView {
    let opener = Opener::new(cluster.clone());
    let list = RwSignal::new(None);
    on_press_outside("plate-menu", move || close.run(Closing::ByPressOutside));
    let asked = cluster.clone();
    spawn_while_shown(async move { list.set(Some(list_contexts(&asked).await)) });
    Effect::new(move |_| {
        if list.with(Option::is_some) {
            before_next_frame(|| focus_beside(ITEMS, Direction::Next));
        }
    });
    let press = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "Escape" => close.run(Closing::ByKey),
            "ArrowDown" => focus_beside(ITEMS, Direction::Next),
            "ArrowUp" => focus_beside(ITEMS, Direction::Previous),
            _ => return,
        }
        // The page has shortcuts of its own.
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <div on:keydown=press>
            <p class="soft">
                "Contexts of your kubeconfig. Another one opens in a tab of its own; nothing is asked of it before."
            </p>
            <OpenerNotice opener/>
            {move || match list.get() {
                None => view! { <p role="status" class="soft">"Reading the contexts…"</p> }.into_any(),
                Some(Err(ContextError { message, advice })) => {
                    view! { <p role="alert"><TextWithCode text=message/>" "<TextWithCode text=advice/></p> }.into_any()
                }
                Some(Ok(list)) => items(&cluster, list, opener, close),
            }}
        </div>
    }
}

fn items(
    cluster: &Cluster,
    list: ContextList,
    opener: Opener,
    close: Callback<Closing>,
) -> AnyView {
    let own_server = own_server(&list);
    let items = list.contexts.into_iter().map(|context| {
        let name = visible_line(&context.name).into_owned();
        let leads_to = leads_to(&context.leads_to, own_server.as_deref());
        let state = match context.page {
            ContextPageState::This => return here(cluster, &context, name),
            ContextPageState::Open => "open in a tab",
            ContextPageState::Closed => "new tab",
        };
        let icon = match context.page {
            ContextPageState::Open => "dot",
            _ => "idle",
        };
        let opened = Callback::new(move |()| close.run(Closing::ByKey));
        let choose = move |_| opener.open(context.name.clone(), None, opened);
        view! {
            <li>
                <button type="button" aria-disabled=move || opener.is_waiting().to_string() on:click=choose>
                    <Icon name=icon/><b>{name}</b><span class="soft">{state}</span>
                    <span class="sub">{leads_to}</span>
                </button>
            </li>
        }
        .into_any()
    });
    view! { <ul>{items.collect_view()}</ul> }.into_any()
}

/// The context of this page.
fn here(cluster: &Cluster, context: &ListedContext, name: String) -> AnyView {
    let user = match &context.leads_to {
        ContextDestination::Server { user, .. } => Some(format!("as {}", visible_line(user))),
        ContextDestination::Nowhere { .. } => None,
    };
    let uid = cluster.id.as_ref().ok();
    let uid = uid.map(|id| format!("UID {}…", id.short()));
    let helm = cluster.session().and_then(|session| match &session.helm {
        Helm::Found { version } => Some(format!("helm {}", version.trim_start_matches('v'))),
        Helm::Missing { .. } | Helm::Simulated => None,
    });
    let facts: Vec<String> = [user, uid, helm].into_iter().flatten().collect();
    view! {
        <li>
            <div class="here" aria-current="true">
                <Icon name="dot"/><b>{name}</b><span>"this tab"</span>
                <span class="sub">{facts.join(" · ")}</span>
            </div>
        </li>
    }
    .into_any()
}

fn own_server(list: &ContextList) -> Option<String> {
    let own = list
        .contexts
        .iter()
        .find(|context| context.page == ContextPageState::This)?;
    match &own.leads_to {
        ContextDestination::Server { server, .. } => Some(server.clone()),
        ContextDestination::Nowhere { .. } => None,
    }
}

/// Returns where a context leads, in words.
fn leads_to(destination: &ContextDestination, own_server: Option<&str>) -> String {
    match destination {
        ContextDestination::Server { server, user } => {
            let user = visible_line(user);
            if own_server == Some(server.as_str()) {
                return format!("same server, as {user}");
            }
            let server = server.strip_prefix("https://").unwrap_or(server);
            format!("{}, as {user}", visible_line(server))
        }
        ContextDestination::Nowhere { reason } => visible_line(reason).into_owned(),
    }
}

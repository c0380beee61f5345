//! Opens a context in a tab of its own, and says why that failed.

use std::sync::Arc;

use astern_protocol::ContextPage;
use astern_wording::visible_line;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{open_address, open_tab};
use crate::components::TextWithCode;
use crate::connection::{Cluster, ContextError, open_context};

/// Opens contexts, one at a time.
#[derive(Clone, Copy)]
pub struct Opener {
    cluster: StoredValue<Arc<Cluster>>,
    state: RwSignal<OpenerState>,
}

/// How far opening a context has come.
#[derive(Clone, PartialEq, Eq)]
enum OpenerState {
    /// None was chosen, or the last one is open.
    Idle,
    /// The endpoint was asked to open the context.
    Waiting { context: String },
    /// The context is open, and the browser opened no tab for it.
    NoTab { context: String, address: String },
    /// The context was not opened.
    Failed { error: ContextError },
}

impl Opener {
    /// An opener for the page of a cluster.
    pub fn new(cluster: Arc<Cluster>) -> Self {
        Self {
            cluster: StoredValue::new(cluster),
            state: RwSignal::new(OpenerState::Idle),
        }
    }

    /// Whether the endpoint is being asked to open one.
    pub fn is_waiting(self) -> bool {
        self.state
            .with(|state| matches!(state, OpenerState::Waiting { .. }))
    }

    /// Opens a context in a new tab, at the page of a link if one is given. It has to be called from a click: browsers let no
    /// other code open a tab. `opened` is called when the tab is on its way.
    pub fn open(self, context: String, link: Option<String>, opened: Callback<()>) {
        if self
            .state
            .with_untracked(|state| matches!(state, OpenerState::Waiting { .. }))
        {
            return;
        }
        let tab = open_tab(&format!(
            "Opening {}. Its page appears here when its cluster has answered; a login plugin may ask you for something \
             meanwhile, in your browser or the terminal of astern.",
            visible_line(&context)
        ));
        self.state.set(OpenerState::Waiting {
            context: context.clone(),
        });
        let cluster = self.cluster.get_value();
        spawn_local(async move {
            match (open_context(&cluster, &context).await, tab) {
                (Ok(page), tab) => {
                    let address = address(page, link);
                    let Some(tab) = tab else {
                        let _ = self.state.try_set(OpenerState::NoTab { context, address });
                        return;
                    };
                    tab.go(&address);
                    let _ = self.state.try_set(OpenerState::Idle);
                    let _ = opened.try_run(());
                }
                (Err(error), tab) => {
                    let said = format!("{} {}", error.message, error.advice);
                    let unsaid = self.state.try_set(OpenerState::Failed { error });
                    match (tab, unsaid) {
                        (Some(tab), None) => tab.close(),
                        // The menu was closed meanwhile, so the new tab says it.
                        (Some(tab), Some(_)) => tab.say(&said),
                        (None, _) => {}
                    }
                }
            }
        });
    }
}

/// Returns the address of a context's page, at the page of a link if one is given.
fn address(page: ContextPage, link: Option<String>) -> String {
    match link {
        Some(link) => format!("{}&{link}", page.address),
        None => page.address,
    }
}

/// Says what became of the context that was chosen last.
#[component]
pub fn OpenerNotice(opener: Opener) -> impl IntoView {
    move || match opener.state.get() {
        OpenerState::Idle => ().into_any(),
        OpenerState::Waiting { context } => {
            let context = visible_line(&context).into_owned();
            view! { <p role="status" class="soft">"Opening "<b>{context}</b>" in a new tab…"</p> }
                .into_any()
        }
        OpenerState::NoTab { context, address } => {
            let label = format!("Open {} in a new tab", visible_line(&context));
            view! {
                <p role="alert">"Your browser opened no tab by itself."</p>
                <p><button class="btn" type="button" on:click=move |_| open_address(&address)>{label}</button></p>
            }
            .into_any()
        }
        OpenerState::Failed { error } => {
            let ContextError { message, advice } = error;
            view! { <p role="alert"><b><TextWithCode text=message/></b>" "<TextWithCode text=advice/></p> }
                .into_any()
        }
    }
}

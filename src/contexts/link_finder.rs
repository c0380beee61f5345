//! Finds the context that leads to the cluster of a link, when somebody asks for that.

use std::sync::Arc;

use astern_protocol::{ContextDestination, ContextPageState, LinkedCluster};
use astern_wording::{count, visible_line};
use futures_util::StreamExt as _;
use futures_util::stream;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::opener::{Opener, OpenerNotice};
use crate::browser::current_address;
use crate::components::TextWithCode;
use crate::connection::{Cluster, ContextError, identify_context, list_contexts};

/// How many contexts are asked at once. A browser sends six requests to an address at a time, and the page needs some.
const AT_ONCE: usize = 3;

/// What a context answered.
#[derive(Clone, PartialEq, Eq)]
enum Finding {
    /// Nothing yet.
    Asked,
    /// It leads to the cluster of the link.
    Linked,
    /// It leads to the cluster of this page.
    This,
    /// It leads to another cluster, with this UID.
    Other(String),
    /// It did not answer, and why.
    Unknown(ContextError),
}

/// The contexts that were asked, each with what it answered.
type Findings = Vec<(String, Finding)>;

/// Asks the other contexts which of them leads to the link's cluster, once the button is pressed.
#[component]
pub fn LinkFinder(cluster: Arc<Cluster>, linked: LinkedCluster) -> impl IntoView {
    let opener = Opener::new(cluster.clone());
    let findings = RwSignal::new(None::<Result<Findings, ContextError>>);
    let others = cluster.other_contexts();
    let ask = move |_| {
        if findings.with_untracked(|findings| matches!(findings, Some(Ok(_)))) {
            return;
        }
        findings.set(Some(Ok(Vec::new())));
        let (cluster, linked) = (cluster.clone(), linked.clone());
        spawn_local(async move { ask_all(&cluster, &linked, findings).await });
    };
    view! {
        <div class="section stack finder" id="link-finder">
            <p>"One of your "{count(others, "other context")}" may lead there. None is asked before you say so."</p>
            <div class="actions">
                <button class="btn btn--primary" type="button" on:click=ask>
                    {match others {
                        1 => "Ask it for the UID of its cluster".to_owned(),
                        _ => format!("Ask the {others} contexts for the UID of their cluster"),
                    }}
                </button>
            </div>
            <div role="status">
                {move || findings.get().map(|findings| match findings {
                    Ok(findings) => shown(findings, opener),
                    Err(ContextError { message, advice }) => {
                        view! { <p><TextWithCode text=message/>" "<TextWithCode text=advice/></p> }.into_any()
                    }
                })}
            </div>
            <OpenerNotice opener/>
        </div>
    }
}

async fn ask_all(
    cluster: &Cluster,
    linked: &LinkedCluster,
    findings: RwSignal<Option<Result<Findings, ContextError>>>,
) {
    let list = match list_contexts(cluster).await {
        Ok(list) => list,
        Err(error) => {
            let _ = findings.try_set(Some(Err(error)));
            return;
        }
    };
    let names: Vec<String> = list
        .contexts
        .into_iter()
        .filter(|context| context.page != ContextPageState::This)
        .filter(|context| matches!(context.leads_to, ContextDestination::Server { .. }))
        .map(|context| context.name)
        .collect();
    let asked = names.iter().map(|name| (name.clone(), Finding::Asked));
    let _ = findings.try_set(Some(Ok(asked.collect())));
    stream::iter(names)
        .for_each_concurrent(AT_ONCE, |name| async move {
            let finding = match identify_context(cluster, &name).await {
                Ok(found) if found.uid == linked.uid => Finding::Linked,
                Ok(found) if cluster.id.as_ref().is_ok_and(|id| id.as_str() == found.uid) => {
                    Finding::This
                }
                Ok(found) => Finding::Other(found.uid),
                Err(error) => Finding::Unknown(error),
            };
            let _ = findings.try_update(|findings| {
                let Some(Ok(findings)) = findings else { return };
                let asked = findings.iter_mut().find(|(asked, _)| *asked == name);
                if let Some((_, asked)) = asked {
                    *asked = finding;
                }
            });
        })
        .await;
}

fn shown(findings: Findings, opener: Opener) -> AnyView {
    let is_over = findings
        .iter()
        .all(|(_, finding)| *finding != Finding::Asked);
    let is_found = findings
        .iter()
        .any(|(_, finding)| *finding == Finding::Linked);
    let lines = findings.into_iter().map(|(name, finding)| {
        let shown_name = visible_line(&name).into_owned();
        let open = (finding == Finding::Linked).then(|| {
            let label = format!("Open it on {shown_name}");
            let open = move |_| {
                let address = current_address();
                let link = address.split_once('#').map(|(_, link)| link.to_owned());
                opener.open(name.clone(), link, Callback::new(|()| ()));
            };
            view! { " "<button class="btn" type="button" on:click=open>{label}</button> }
        });
        view! { <li><b>{shown_name}</b>" "{words(finding)}{open}</li> }
    });
    let lines = lines.collect_view();
    let none =
        (is_over && !is_found).then_some("No context that answered leads to the link's cluster.");
    view! { <ul>{lines}</ul><p>{none}</p> }.into_any()
}

fn words(finding: Finding) -> AnyView {
    match finding {
        Finding::Asked => "is being asked…".into_any(),
        Finding::Linked => "is the link's cluster.".into_any(),
        Finding::This => "is the cluster of this tab.".into_any(),
        Finding::Other(uid) => {
            let uid = uid.get(..8).unwrap_or(&uid).to_owned();
            format!("is another cluster, with the UID {}….", visible_line(&uid)).into_any()
        }
        Finding::Unknown(ContextError { message, advice }) => {
            view! { "did not say it: "<TextWithCode text=message/>" "<TextWithCode text=advice/> }
                .into_any()
        }
    }
}

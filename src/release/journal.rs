//! The rollbacks that Astern ran, from the journal in the release's namespace. The section is collapsed at first and read when it
//! is expanded.

use std::sync::Arc;
use std::time::Duration;

use astern_cluster::ClusterError;
use astern_ledger::{Namespace, ReleaseName};
use astern_protocol::{Entry, Journal, Outcome, ReleasePage, Route, RunLocation};
use leptos::prelude::*;

use crate::browser::spawn_while_shown;
use crate::components::{Icon, RelativeTime};
use crate::connection::{Cluster, QueryState, read_journal, until_answered};

/// The journal: time, revisions, person, reason and outcome of each rollback.
#[component]
pub fn RollbackJournal(namespace: Namespace, release: ReleaseName) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let journal = RwSignal::new(None::<QueryState<Journal>>);
    let owner = Owner::current();
    let read = move |_| {
        let is_settled = |state: &Option<QueryState<Journal>>| match state {
            None => false,
            Some(QueryState::Failed(error)) => error.temporary().is_some(),
            Some(QueryState::Pending | QueryState::Answered(_)) => true,
        };
        if journal.with_untracked(is_settled) {
            return;
        }
        journal.set(Some(QueryState::Pending));
        let (cluster, namespace, release) = (cluster.clone(), namespace.clone(), release.clone());
        let read = move || {
            spawn_while_shown(async move {
                let read = || read_journal(&cluster, &namespace, &release);
                let failed = |error| journal.set(Some(QueryState::Failed(error)));
                journal.set(Some(until_answered(read, failed).await.into()));
            });
        };
        if let Some(owner) = &owner {
            owner.with(read);
        }
    };
    view! {
        <details class="fold section" id="journal" on:toggle=read>
            <summary>
                "Journal: who rolled back through Astern, and why"
            </summary>
            {move || journal.get().map(|journal| match journal {
                QueryState::Pending => view! {
                    <p role="status" class="soft">"Reading the journal…"</p>
                }
                .into_any(),
                QueryState::Failed(error) => read_error(&error).into_any(),
                QueryState::Answered(journal) if journal.entries.is_empty() => view! {
                    <p class="soft">{no_entries(&journal)}</p>
                }
                .into_any(),
                QueryState::Answered(journal) => entries(journal).into_any(),
            })}
        </details>
    }
}

fn read_error(error: &ClusterError) -> impl IntoView + use<> {
    let message = format!("The journal cannot be read: {error}.");
    view! {
        <p class="soft">
            {message}" It is the ConfigMap "<code>{astern_protocol::JOURNAL_NAME}</code>
            " beside the release. What Helm itself recorded stands in the history above."
        </p>
    }
}

fn no_entries(journal: &Journal) -> String {
    let broken = match journal.unreadable {
        0 => String::new(),
        broken => format!(
            " {} in it cannot be read.",
            astern_wording::count(broken, "key")
        ),
    };
    format!(
        "It holds no rollback of this release. Those that were done with helm alone are not written down in it.{broken}"
    )
}

fn entries(journal: Journal) -> impl IntoView {
    let broken = journal.unreadable;
    view! {
        <p class="soft">
            "The last ones, newest first. The names are what each page claimed; the API server's audit log can tie the \
             token of a press in the cluster to a person."
        </p>
        <div class="tablewrap" tabindex="0" role="region" aria-label="Journal">
            <table class="table table--stack">
                <caption class="sr">"Rollbacks through Astern, newest first"</caption>
                <thead><tr>
                    <th scope="col">"When"</th>
                    <th scope="col">"From → to"</th>
                    <th scope="col">"Who"</th>
                    <th scope="col">"Why"</th>
                    <th scope="col">"What came of it"</th>
                </tr></thead>
                <tbody>{journal.entries.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        {(broken > 0).then(|| view! {
            <p class="soft">{format!("{} in it cannot be read.", astern_wording::count(broken, "key"))}</p>
        })}
    }
}

fn row(entry: Entry) -> impl IntoView {
    let location = match entry.run_by.place {
        RunLocation::Laptop => "from a laptop",
        RunLocation::Cluster => "in the cluster",
    };
    let token = entry.by.as_ref().and_then(|by| by.token_id.clone());
    let route = Route::Release {
        namespace: entry.rollback.namespace.clone(),
        release: entry.rollback.release.clone(),
        page: ReleasePage::Progress {
            target: entry.rollback.target,
            request: entry.rollback.request_id.clone(),
        },
    };
    let (tone, icon, label) = describe_outcome(&entry);
    let took = entry.end.as_ref().map(|end| {
        let took = Duration::from_secs(end.seconds);
        format!("after {}", astern_wording::duration(took))
    });
    let rollback = entry.rollback;
    let revisions = format!("{} → {}", rollback.expected_current, rollback.target);
    let person = match rollback.claimed_by {
        Some(person) => format!("{person} (unverified)"),
        None => "Not told".to_owned(),
    };
    let reason = rollback.reason.map(|reason| reason.to_string());
    view! {
        <tr>
            <th scope="row"><a href=route.to_string()><RelativeTime time=entry.started/></a></th>
            <td class="nowrap">{revisions}</td>
            <td>
                {person}<span class="sub">{location}", helm "{entry.helm}</span>
                {token.map(|token| view! { <span class="sub mono">{token}</span> })}
            </td>
            <td>{reason}</td>
            <td>
                <span class=format!("status status--{tone}")><Icon name=icon/>{label}</span>
                {took.map(|took| view! { <span class="sub">{took}</span> })}
            </td>
        </tr>
    }
}

/// Returns tone, icon and label of an entry's outcome.
fn describe_outcome(entry: &Entry) -> (&'static str, &'static str, String) {
    match entry.end.as_ref().map(|end| &end.outcome) {
        Some(Outcome::Done { revision }) => ("ok", "ok", format!("Revision {revision}")),
        Some(Outcome::Failed { .. }) => ("bad", "bad", "Failed".to_owned()),
        Some(Outcome::Interrupted { .. }) => ("warn", "stuck", "Interrupted".to_owned()),
        None => ("busy", "busy", "No end yet".to_owned()),
    }
}

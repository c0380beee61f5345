//! The form that starts a rollback, or the command to run where the page cannot.

use std::sync::Arc;

use astern_cluster::{FoundRelease, Permission};
use astern_ledger::{HistoryLimit, Record, Status};
use astern_protocol::{Mode, Options, ReleasePage, Route};
use astern_wording::history_after_rollback;
use leptos::prelude::*;

use super::availability::{Availability, RequiredPermission, rollback_availability};
use super::button::{RollbackButton, RollbackInput};
use super::confirmation::{Confirmation, ConfirmationField};
use super::context::RollbackContext;
use super::helm_command::helm_rollback_command;
use super::in_cluster_link::InClusterLink;
use super::options::OptionFields;
use super::permission_denied::PermissionDenied;
use super::reason::{ReasonField, ReasonText};
use crate::components::{Command, Icon};
use crate::connection::{Cluster, QueryState, check_permission, fetch_username};
use crate::rollback::warning_count::{WarningCount, WarningCountSignal};
use crate::rollback::warnings::count_record_warnings;

/// The options, and the button or the command that does the same.
#[component]
pub fn RollbackForm(
    found: FoundRelease,
    /// The status of the current revision, as helm reads it.
    status: Memo<Status>,
    target: Record,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let current = found.history.current().clone();
    let limit = cluster.helm_settings().max_history;
    let max_history = limit.for_rollback(found.record_count());
    let history_note =
        history_after_rollback(&found.history, found.record_count(), limit, target.revision);
    let options = RwSignal::new(Options::default());
    let flags = cluster
        .session()
        .map(|session| session.helm_flags.clone())
        .unwrap_or_default();
    let helm_command = {
        let (current, target) = (current.clone(), target.revision);
        Signal::derive(move || {
            options.with(|options| {
                helm_rollback_command(&current, target, options, max_history, &flags)
            })
        })
    };
    let rest = match rollback_availability(&cluster, &current) {
        Availability::Unavailable(reason) => {
            let page = ReleasePage::Rollback {
                target: target.revision,
            };
            let route = Route::of(&current, page).to_string();
            view! {
                {cluster.session().is_none().then(|| view! { <InClusterLink route/> })}
                <TerminalInstructions reason helm_command/>
            }
            .into_any()
        }
        Availability::Available {
            description,
            required,
        } => view! {
            <PermittedForm current status target options max_history helm_command description required/>
        }
        .into_any(),
    };
    view! {
        <section class="section" aria-labelledby="how">
            <h2 id="how">"How"</h2>
            <div class="panel stack">
                <OptionFields options/>
                {history_note.map(|note| view! { <p class="field__hint" id="history-note">{note}</p> })}
                <hr/>
                {rest}
            </div>
        </section>
    }
}

/// The fields and the button, for a person with the required permission.
#[component]
fn PermittedForm(
    current: Record,
    status: Memo<Status>,
    target: Record,
    options: RwSignal<Options>,
    max_history: HistoryLimit,
    helm_command: Signal<String>,
    description: String,
    required: RequiredPermission,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let (permission, username) = match required.right() {
        Some((right, name)) => (
            check_permission(cluster.clone(), right, name),
            fetch_username(cluster.clone()),
        ),
        // The sample has no API server that could answer.
        None => (
            RwSignal::new(QueryState::Answered(Permission::Granted)),
            RwSignal::new(QueryState::Pending),
        ),
    };
    let history_warnings = expect_context::<WarningCountSignal>();
    let (revision, target_revision) = (current.revision, target.revision);
    let warnings = Signal::derive(move || match history_warnings.get() {
        WarningCount::Known(count) => {
            let of_record = count_record_warnings(revision, &status.get(), target_revision);
            WarningCount::Known(count + of_record)
        }
        other => other,
    });
    let confirmation = Confirmation::new(confirmation_word(&cluster, &current), warnings);
    let input = RollbackInput {
        options,
        reason: ReasonText::new(),
        confirmation,
        username: username.into(),
    };
    // The command for another person has no flags of this person's kubeconfig.
    let command_for_others = {
        let (current, target) = (current.clone(), target.revision);
        Signal::derive(move || {
            options
                .with(|options| helm_rollback_command(&current, target, options, max_history, &[]))
        })
    };
    let is_granted =
        Memo::new(move |_| permission.get() == QueryState::Answered(Permission::Granted));
    let is_laptop = cluster.session().is_some_and(|s| s.mode == Mode::Laptop);
    let namespace = current.namespace.clone();
    view! {
        <RollbackContext namespace required=required.clone() username/>
        {move || {
            if !is_granted.get() {
                let required = required.clone();
                return view! {
                    <PermissionDenied required permission username helm_command command_for_others/>
                }
                .into_any();
            }
            view! {
                <ReasonField reason=input.reason/>
                <ConfirmationField confirmation/>
                <RollbackButton current=current.clone() target=target.clone() input/>
                <p class="soft section__note">
                    {description.clone()}" Once started it cannot be cancelled."
                </p>
                {is_laptop.then(|| view! {
                    <details>
                        <summary>"The same, by hand"</summary>
                        {move || view! { <Command text=helm_command.get()/> }}
                    </details>
                })}
            }
            .into_any()
        }}
    }
}

/// Returns the word to type as confirmation: the cluster's name, or the release's where the cluster has none.
fn confirmation_word(cluster: &Cluster, current: &Record) -> String {
    match (&cluster.id, cluster.session().map(|s| s.cluster.is_some())) {
        (Err(_), None | Some(false)) => current.release.to_string(),
        _ => cluster.name(),
    }
}

/// The command to run in a terminal, and how to check that it goes to this cluster.
#[component]
fn TerminalInstructions(reason: String, helm_command: Signal<String>) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let identity = cluster.id.as_ref().map(ToString::to_string).ok();
    view! {
        <div class="notice">
            <Icon name="lock"/>
            <div>
                <h3>"Run it in a terminal"</h3>
                <p>{reason}</p>
                {move || view! { <Command text=helm_command.get()/> }}
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

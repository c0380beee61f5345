//! The current revision was begun and has not ended: is somebody's helm at work, or was it killed?

use std::sync::Arc;

use astern_ledger::{Operation, Record, Status, Timestamp};
use astern_protocol::{Journal, Outcome};
use leptos::prelude::*;

use crate::browser::{spawn_while_shown, use_clock};
use crate::components::Icon;
use crate::connection::{Cluster, read_journal};
use crate::words;

/// What was begun and has not ended.
pub fn operation(status: &Status) -> Option<&'static str> {
    match status {
        Status::Pending(Operation::Install) => Some("An install"),
        Status::Pending(Operation::Upgrade) => Some("An upgrade"),
        Status::Pending(Operation::Rollback) => Some("A rollback"),
        Status::Uninstalling => Some("An uninstall"),
        _ => None,
    }
}

/// That it has not ended; of a rollback that Astern ran, that its helm has.
#[component]
pub fn Pending(current: Record) -> impl IntoView {
    let clock = use_clock();
    let Some(operation) = operation(&current.status) else {
        return ().into_any();
    };
    let over = use_end(&current);
    let began = current.created;
    let ago = move |then: Option<Timestamp>| match then {
        Some(then) => words::ago(then, clock.get()),
        None => "at an unknown time".to_owned(),
    };
    let heading = Memo::new(move |_| match over.get() {
        Some(end) => format!(
            "A rollback failed {} and is recorded as begun",
            ago(Some(end))
        ),
        None => format!("{operation} was begun {} and has not ended", ago(began)),
    });
    let body = move || match over.get() {
        Some(_) => {
            "No helm is at work on it any more: Astern ran it, and its journal says that it ended. Helm never cleans up \
             after that by itself; rolling back is the cure. What it failed of stands in its journal, on the release's page."
        }
        None => {
            "Either somebody's helm is still at work: then wait for it, because two at once leave the objects of both. Or \
             that helm was killed, which it never cleans up after: then rolling back is the cure. Ask in the channel \
             before you press."
        }
    };
    view! {
        <div class="notice notice--warn section" id="pending">
            <Icon name="stuck"/>
            <div><h2>{heading}</h2><p>{body}</p></div>
        </div>
    }
    .into_any()
}

/// When the rollback that made this revision ended, once the journal says so.
fn use_end(current: &Record) -> ReadSignal<Option<Timestamp>> {
    let (end, set_end) = signal(None);
    if current.status == Status::Pending(Operation::Rollback) {
        let cluster = expect_context::<Arc<Cluster>>();
        let current = current.clone();
        spawn_while_shown(async move {
            let journal = read_journal(&cluster, &current.namespace, &current.release).await;
            // Whoever may not read it is told what Helm's ledger tells.
            set_end.set(journal.ok().and_then(|journal| ended(&journal, &current)));
        });
    }
    end
}

/// When it failed of which the journal says that it left this revision behind, as it is now. One that was interrupted is
/// none: nobody saw its helm end.
fn ended(journal: &Journal, current: &Record) -> Option<Timestamp> {
    journal.entries.iter().find_map(|entry| {
        let end = entry.end.as_ref()?;
        let Outcome::Failed { recorded, .. } = &end.outcome else {
            return None;
        };
        let recorded = recorded.as_ref()?;
        let same = recorded.revision == current.revision && recorded.status == current.status;
        (same && entry.rollback.release == current.release).then_some(end.at)
    })
}

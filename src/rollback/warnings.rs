//! What speaks against pressing, as far as Helm's ledger tells.

use astern_ledger::{Operation, Record, Revision, Status};
use leptos::prelude::*;

use crate::browser::{reload, use_clock};
use crate::components::Icon;
use crate::words;

/// Another revision became current since the page was opened.
#[component]
pub fn Moved(seen: Revision, now: Memo<Option<Record>>) -> impl IntoView {
    let moved = move || now.get().filter(|now| now.revision != seen);
    move || {
        moved().map(|now| {
            let said = format!("Revision {} ({}) is current now", now.revision, now.status);
            view! {
                <div class="notice notice--bad section" role="alert">
                    <Icon name="bad"/>
                    <div>
                        <h2>{said}</h2>
                        <p>
                            {format!("This page was made when revision {seen} was current. ")}
                            "Look at what changed before you decide; the button below would be \
                             refused."
                        </p>
                        <p><button class="btn" type="button" on:click=|_| {
                            reload();
                        }>"Look again"</button></p>
                    </div>
                </div>
            }
        })
    }
}

/// The current revision was begun and has not ended.
#[component]
pub fn Pending(current: Record) -> impl IntoView {
    let clock = use_clock();
    let operation = match &current.status {
        Status::Pending(Operation::Install) => "An install",
        Status::Pending(Operation::Upgrade) => "An upgrade",
        Status::Pending(Operation::Rollback) => "A rollback",
        Status::Uninstalling => "An uninstall",
        _ => return ().into_any(),
    };
    let began = current.created;
    let when = Memo::new(move |_| match began {
        Some(began) => words::ago(began, clock.get()),
        None => "at an unknown time".to_owned(),
    });
    view! {
        <div class="notice notice--warn section">
            <Icon name="stuck"/>
            <div>
                <h2>{operation}" was begun "{when}" and has not ended"</h2>
                <p>
                    "Either somebody's helm is still at work: then wait for it, because two at once \
                     leave the objects of both. Or that helm was killed, which it never cleans up \
                     after: then rolling back is the cure. Ask in the channel before you press."
                </p>
            </div>
        </div>
    }
    .into_any()
}

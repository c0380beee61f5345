//! The notice that the other storage driver has records of a release of the same name.

use std::sync::Arc;

use astern_cluster::other_drivers_history;
use astern_ledger::History;
use astern_wording::other_driver_note;
use leptos::prelude::*;

use crate::browser::spawn_while_shown;
use crate::components::{Icon, visible_text};
use crate::connection::Cluster;

/// Asks the other storage driver once, and names what it has. Shows nothing where it has none, or may not be read.
#[component]
pub fn OtherDriverNotice(history: History) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let note = RwSignal::new(None::<String>);
    spawn_while_shown(async move {
        let other = other_drivers_history(&cluster.api, &history).await;
        note.set(other.as_ref().map(other_driver_note));
    });
    move || {
        note.get().map(|note| {
            view! {
                <div class="notice notice--warn section" id="other-driver">
                    <Icon name="warn"/>
                    <div>
                        <h2>"Another history has this name"</h2>
                        <p>{visible_text(&note)}</p>
                    </div>
                </div>
            }
        })
    }
}

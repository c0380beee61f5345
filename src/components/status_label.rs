//! The status of a revision, as an icon and a word.

use astern_ledger::{Operation, Status};
use leptos::prelude::*;

use super::Icon;

/// The status that Helm recorded.
#[component]
pub fn StatusLabel(status: Status) -> impl IntoView {
    let (tone, icon, word) = match &status {
        Status::Deployed => ("ok", "ok", "Deployed"),
        Status::Superseded => ("idle", "idle", "Superseded"),
        Status::Failed => ("bad", "bad", "Failed"),
        Status::Uninstalled => ("idle", "idle", "Uninstalled"),
        Status::Uninstalling => ("busy", "busy", "Uninstalling"),
        Status::Pending(Operation::Install) => ("warn", "stuck", "Installing, not finished"),
        Status::Pending(Operation::Upgrade) => ("warn", "stuck", "Upgrading, not finished"),
        Status::Pending(Operation::Rollback) => ("warn", "stuck", "Rolling back, not finished"),
        Status::Unknown => ("warn", "warn", "Unknown to Helm"),
        Status::Other(_) => ("warn", "warn", ""),
    };
    let word = match &status {
        Status::Other(other) => format!("“{other}”, which Astern does not know"),
        _ => word.to_owned(),
    };
    view! {
        <span class=format!("status status--{tone}")><Icon name=icon/>{word}</span>
    }
}

//! Notes about a person's rights to follow a rollback.

use astern_cluster::ClusterError;
use leptos::prelude::*;

use super::event_stream::{FollowedRollback, StreamState};

/// Notes that the end was read from the journal, for a person who may not follow the rollback.
pub(super) fn journal_note(followed: &FollowedRollback) -> Option<impl IntoView + use<>> {
    let StreamState::Complete = followed.stream else {
        return None;
    };
    let reason = followed.forbidden.as_ref()?;
    let note = format!(
        "This is what the journal says. What helm printed takes a token that you cannot mint: {reason}."
    );
    Some(view! { <p class="soft">{note}</p> })
}

/// Explains why the rollback cannot be followed, and whether the journal can be read instead.
pub(super) fn forbidden(
    reason: &ClusterError,
    journal_error: Option<&ClusterError>,
) -> impl IntoView + use<> {
    let reason = format!("Following it takes a token that you cannot mint: {reason}.");
    let journal = match journal_error {
        None => {
            "What stands here comes from the journal, which you may read, and is read again every 5 seconds."
                .to_owned()
        }
        Some(error) => format!("The journal cannot be read either: {error}."),
    };
    view! {
        <p class="answer__body">{reason}</p>
        <p class="answer__body">{journal}</p>
        <p class="soft">
            "Helm's ledger and the workloads below are read with your own rights. The rollback goes on."
        </p>
    }
}

//! The way to what the cluster has.

use astern_ledger::{Record, Revision};
use astern_protocol::{End, Place, Route};
use leptos::prelude::*;

/// A link to the comparison of a revision of this record's release with the cluster.
pub fn live(of: &Record, revision: Revision) -> impl IntoView + use<> {
    let place = Place::Compare {
        from: End::Revision(revision),
        to: End::Live,
        at: None,
    };
    let address = Route::of(of, place).to_string();
    view! { <a href=address>{format!("What the cluster has, against revision {revision}")}</a> }
}

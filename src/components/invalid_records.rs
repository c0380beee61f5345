//! The notice about records that name no revision.

use astern_ledger::InvalidRecord;
use astern_wording::{count, visible};
use leptos::prelude::*;

use super::Icon;

/// The notice, with what is wrong with each record; nothing where there is none.
pub fn invalid_records(records: &[InvalidRecord]) -> AnyView {
    if records.is_empty() {
        return ().into_any();
    }
    let listed = records.iter().map(|record| {
        view! { <li>{visible(&record.to_string()).into_owned()}"."</li> }
    });
    view! {
        <div class="notice notice--warn section">
            <Icon name="warn"/>
            <div>
                <h2>{format!("{} cannot be read", count(records.len(), "record"))}</h2>
                <ul class="list">{listed.collect_view()}</ul>
            </div>
        </div>
    }
    .into_any()
}

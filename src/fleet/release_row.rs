//! One row of the list.

use std::sync::Arc;

use astern_ledger::Record;
use astern_protocol::{ReleasePage, Route};
use leptos::html;
use leptos::prelude::*;

use super::release_list::Group;
use crate::browser::{Visibility, on_view};
use crate::components::{RecordedStatus, RelativeTime, masked_description, visible_text};
use crate::connection::{Cluster, DetailReader, Details};

/// The current revision of a release, with details once its payload is read.
#[component]
pub fn ReleaseRow(group: Group, record: Record, reader: DetailReader) -> impl IntoView {
    let details = reader.details(&record);
    let row = NodeRef::<html::Tr>::new();
    let observed = record.clone();
    on_view(row, move |visibility| match visibility {
        Visibility::InView => reader.request(&observed),
        Visibility::OutOfView => reader.cancel(&observed),
    });
    let driver = expect_context::<Arc<Cluster>>().helm_settings().driver;
    let address = Route::of(&record, ReleasePage::History);
    let class = match group {
        Group::Attention => "is-trouble",
        Group::Recent => "is-recent",
        Group::Earlier => "",
    };
    view! {
        <tr node_ref=row class=class>
            <th scope="row">
                <a href=address.to_string() data-row="">{record.release.to_string()}</a>
                {(record.driver != driver).then(|| view! {
                    <span class="sub">{format!("recorded in {}", record.driver.objects())}</span>
                })}
            </th>
            <td class="soft">{record.namespace.to_string()}</td>
            <td><RecordedStatus record=record.clone() details=details.clone()/></td>
            <td class="when">{record.created.map(|time| view! { <RelativeTime time/> })}</td>
            {move || detail_cells(details.get())}
            <td class="num">{record.revision.to_string()}</td>
        </tr>
    }
}

/// Renders the cells for description, chart and app version.
fn detail_cells(details: Details) -> impl IntoView {
    let placeholder = |width: &'static str| {
        view! {
            <span class="skel" style:width=width></span>
            <span class="sr">"Being read"</span>
        }
    };
    match details {
        Details::Pending => view! {
            <td class="what">{placeholder("14rem")}</td>
            <td class="mono">{placeholder("8rem")}</td>
            <td class="mono soft">{placeholder("4rem")}</td>
        }
        .into_any(),
        Details::Loaded {
            summary,
            app_version,
        } => {
            let chart = summary.chart.as_ref().map(ToString::to_string);
            view! {
                <td class="what">{summary.description.map(masked_description)}</td>
                <td class="mono">{chart.map(|chart| visible_text(&chart))}</td>
                <td class="mono soft">{app_version.map(|version| visible_text(&version))}</td>
            }
            .into_any()
        }
        Details::Unreadable(reason) => view! {
            <td class="what status--bad" colspan="3">{visible_text(&reason)}</td>
        }
        .into_any(),
        Details::NotFetched(error) => view! {
            <td class="what status--warn" colspan="3">
                {visible_text(&format!("Could not be read yet: {error}."))}
            </td>
        }
        .into_any(),
    }
}

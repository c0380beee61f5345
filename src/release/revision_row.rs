//! One revision in the history.

use astern_ledger::{Record, Revision, Timestamp};
use astern_protocol::{Place, Route};
use leptos::html;
use leptos::prelude::*;

use crate::browser::{Visibility, on_view, use_clock};
use crate::components::{Ago, StatusWord};
use crate::connection::{DetailReader, Details};
use crate::words;

/// The two revisions that a person picked to compare.
#[derive(Clone, Copy)]
pub struct Picked {
    /// The left side.
    pub from: RwSignal<Revision>,
    /// The right side.
    pub to: RwSignal<Revision>,
}

/// Where a revision stands among the others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// The highest: it is in force, or was meant to be.
    Current,
    /// This one came after it.
    Before(Box<Record>),
}

/// One revision, with what its payload tells as soon as it is read.
#[component]
pub fn RevisionRow(
    record: Record,
    standing: Standing,
    picked: Picked,
    reader: DetailReader,
) -> impl IntoView {
    let details = reader.of(&record);
    let row = NodeRef::<html::Tr>::new();
    let watched = record.clone();
    let queue = reader.clone();
    on_view(row, move |visibility| match visibility {
        Visibility::InView => queue.want(&watched),
        Visibility::OutOfView => queue.forget(&watched),
    });
    let revision = record.revision;
    let pick = |side: &'static str, chosen: RwSignal<Revision>| {
        view! {
            <td class="pick"><label>
                <input
                    type="radio"
                    name=side
                    prop:checked=move || chosen.get() == revision
                    on:change=move |_| chosen.set(revision)
                />
                <span class="sr">{format!("Compare {side} revision {revision}")}</span>
            </label></td>
        }
    };
    let rollback = Route::of(&record, Place::Rollback { target: revision });
    let (class, tag, action) = match &standing {
        Standing::Current => {
            let tag = view! { <br/><span class="tag tag--accent">"Current"</span> }.into_any();
            ("is-current", Some(tag), None)
        }
        Standing::Before(_) => {
            let label = format!("Roll back to {revision}…");
            let link = view! {
                <a class="btn btn--quiet" href=rollback.to_string()>{label}</a>
            };
            ("is-left", None, Some(link))
        }
    };
    let known = details.clone();
    let went_live = |record: &Record| {
        let (details, record) = (reader.of(record), record.clone());
        Signal::derive(move || details.with(|details| details.went_live(&record)))
    };
    let began = went_live(&record);
    let ended = match &standing {
        Standing::Current => None,
        Standing::Before(newer) => Some(went_live(newer)),
    };
    view! {
        <tr node_ref=row class=class>
            {pick("from", picked.from)}
            {pick("to", picked.to)}
            <th scope="row" class="rev">{revision.to_string()}</th>
            <td class="state"><StatusWord status=record.status.clone()/>{tag}</td>
            <td class="when">{move || began.get().map(|time| view! { <Ago time/> })}</td>
            <td class="soakcell"><LiveFor began ended/></td>
            <td class="chart">{move || chart(known.get())}</td>
            <td class="what">{move || said(details.get())}</td>
            <td class="act">{action}</td>
        </tr>
    }
}

/// How long a revision was in force; `ended` is absent while it is.
#[component]
fn LiveFor(
    began: Signal<Option<Timestamp>>,
    ended: Option<Signal<Option<Timestamp>>>,
) -> impl IntoView {
    let clock = use_clock();
    let text = Memo::new(
        move |_| match (began.get(), ended.map(|ended| ended.get())) {
            (Some(began), None) => {
                format!(
                    "{} so far",
                    words::long(clock.get().as_second() - began.as_second())
                )
            }
            (Some(began), Some(Some(end))) => words::long(end.as_second() - began.as_second()),
            (None, _) | (_, Some(None)) => "not known".to_owned(),
        },
    );
    view! { <span class="soak">{text}</span> }
}

fn chart(details: Details) -> impl IntoView {
    match details {
        Details::Known {
            chart, app_version, ..
        } => view! {
            <span class="mono">{chart}</span>
            {app_version.map(|version| view! { <span class="sub">"app "{version}</span> })}
        }
        .into_any(),
        Details::Waiting => view! { <span class="skel" style:width="6rem"></span> }.into_any(),
        Details::Unreadable(_) => ().into_any(),
    }
}

fn said(details: Details) -> impl IntoView {
    match details {
        Details::Known { description, .. } => description.into_any(),
        Details::Waiting => view! {
            <span class="skel" style:width="12rem"></span><span class="sr">"Being read"</span>
        }
        .into_any(),
        Details::Unreadable(why) => view! { <span class="status--bad">{why}</span> }.into_any(),
    }
}

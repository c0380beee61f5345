//! The two sides that are compared, and the controls to choose others.

use astern_ledger::{History, Namespace, ReleaseName};
use astern_protocol::{ReleasePage, RevisionOrLive, Route};
use leptos::prelude::*;

use super::last_known_good::RevisionMark;
use crate::browser::go;

/// The two sides of a comparison of one release.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pair {
    /// The namespace of the release.
    pub namespace: Namespace,
    /// The name of the release.
    pub release: ReleaseName,
    /// The left side.
    pub from: RevisionOrLive,
    /// The right side.
    pub to: RevisionOrLive,
}

impl Pair {
    /// The route of the compare page.
    pub fn route(&self) -> Route {
        Route::Release {
            namespace: self.namespace.clone(),
            release: self.release.clone(),
            page: ReleasePage::Compare {
                from: self.from,
                to: self.to,
                at: None,
            },
        }
    }

    /// The pair with its sides swapped.
    pub fn swapped(&self) -> Self {
        Self {
            from: self.to,
            to: self.from,
            ..self.clone()
        }
    }
}

/// The controls to choose both sides. The last known good revision is labelled once it is known.
pub fn side_selects(pair: &Pair, history: &History, mark: Signal<Option<RevisionMark>>) -> AnyView {
    let side =
        |id, label, chosen, with_end: WithEnd| select(id, label, chosen, with_end, history, mark);
    let (left, right) = (pair.clone(), pair.clone());
    let from = Box::new(move |from| Pair {
        from,
        ..left.clone()
    });
    let to = Box::new(move |to| Pair {
        to,
        ..right.clone()
    });
    let from = side("from", "From", pair.from, from);
    let to = side("to", "To", pair.to, to);
    view! { <div class="row">{from}{to}</div> }.into_any()
}

/// Returns the pair after an end was chosen for one side.
type WithEnd = Box<dyn Fn(RevisionOrLive) -> Pair>;

fn select(
    id: &'static str,
    label: &'static str,
    chosen: RevisionOrLive,
    with_end: WithEnd,
    history: &History,
    mark: Signal<Option<RevisionMark>>,
) -> AnyView {
    let current = history.current().revision;
    let recorded = history.records().iter().map(|record| record.revision);
    let mut ends: Vec<RevisionOrLive> = recorded.map(RevisionOrLive::Revision).collect();
    ends.push(RevisionOrLive::Live);
    let options = ends.into_iter().map(|end| {
        let name = move || match (end, mark.get()) {
            (RevisionOrLive::Live, _) => "live, what is in the cluster".to_owned(),
            (RevisionOrLive::Revision(revision), _) if revision == current => {
                format!("{revision}, current")
            }
            (RevisionOrLive::Revision(revision), Some(mark)) if mark.revision == revision => {
                format!("{revision}, {}", mark.label)
            }
            (RevisionOrLive::Revision(revision), _) => revision.to_string(),
        };
        view! { <option value=end.to_string() selected=end == chosen>{name}</option> }
    });
    let choose = move |event| {
        if let Ok(end) = event_target_value(&event).parse() {
            go(&with_end(end).route().to_string());
        }
    };
    view! {
        <span class="pair">
            <label class="soft" for=id>{label}</label>
            <select class="input" id=id on:change=choose>{options.collect_view()}</select>
        </span>
    }
    .into_any()
}

//! Which two sides are compared, and choosing others.

use astern_ledger::{History, Namespace, ReleaseName};
use astern_protocol::{End, Place, Route};
use leptos::prelude::*;

use crate::browser::go;

/// The two sides of a comparison of one release.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pair {
    /// Where the release is.
    pub namespace: Namespace,
    /// Its name.
    pub release: ReleaseName,
    /// The left side.
    pub from: End,
    /// The right side.
    pub to: End,
}

impl Pair {
    /// The page's address.
    pub fn route(&self) -> Route {
        Route::Release {
            namespace: self.namespace.clone(),
            release: self.release.clone(),
            place: Place::Compare {
                from: self.from,
                to: self.to,
                at: None,
            },
        }
    }

    /// The same, the other way around.
    pub fn swapped(&self) -> Self {
        Self {
            from: self.to,
            to: self.from,
            ..self.clone()
        }
    }
}

/// Both sides to choose from, once the history is known.
pub fn choose(pair: &Pair, history: &History) -> AnyView {
    let (left, right) = (pair.clone(), pair.clone());
    let from = select("from", "From", pair.from, history, move |from| Pair {
        from,
        ..left.clone()
    });
    let to = select("to", "To", pair.to, history, move |to| Pair {
        to,
        ..right.clone()
    });
    view! { <div class="row">{from}{to}</div> }.into_any()
}

fn select(
    id: &'static str,
    label: &'static str,
    chosen: End,
    history: &History,
    other: impl Fn(End) -> Pair + 'static,
) -> AnyView {
    let current = history.current().revision;
    let recorded = history.records().iter().map(|record| record.revision);
    let mut ends: Vec<End> = recorded.map(End::Revision).collect();
    ends.push(End::Live);
    let options = ends.into_iter().map(|end| {
        let name = match end {
            End::Revision(revision) if revision == current => format!("{revision}, current"),
            End::Revision(revision) => revision.to_string(),
            End::Live => "live, what is in the cluster".to_owned(),
        };
        view! { <option value=end.to_string() selected=end == chosen>{name}</option> }
    });
    let choose = move |event| {
        if let Ok(end) = event_target_value(&event).parse() {
            go(&other(end).route().to_string());
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

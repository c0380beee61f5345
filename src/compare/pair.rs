//! Which two sides are compared, and choosing others.

use astern_ledger::{History, Namespace, ReleaseName};
use astern_protocol::{End, Place, Route};
use leptos::prelude::*;

use super::last_known_good::Mark;
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

/// Both sides to choose from, once the history is known; the good one is marked as soon as it is known.
pub fn choose(pair: &Pair, history: &History, good: Signal<Option<Mark>>) -> AnyView {
    let side = |id, label, chosen, other: Choice| select(id, label, chosen, other, history, good);
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

/// The pair that comes of choosing an end for one side.
type Choice = Box<dyn Fn(End) -> Pair>;

fn select(
    id: &'static str,
    label: &'static str,
    chosen: End,
    other: Choice,
    history: &History,
    good: Signal<Option<Mark>>,
) -> AnyView {
    let current = history.current().revision;
    let recorded = history.records().iter().map(|record| record.revision);
    let mut ends: Vec<End> = recorded.map(End::Revision).collect();
    ends.push(End::Live);
    let options = ends.into_iter().map(|end| {
        let name = move || match (end, good.get()) {
            (End::Live, _) => "live, what is in the cluster".to_owned(),
            (End::Revision(revision), _) if revision == current => format!("{revision}, current"),
            (End::Revision(revision), Some(good)) if good.revision == revision => {
                format!("{revision}, {}", good.words)
            }
            (End::Revision(revision), _) => revision.to_string(),
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

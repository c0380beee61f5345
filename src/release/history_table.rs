//! The history table: every recorded revision, two of which can be selected to be compared.

use astern_ledger::{Assessment, History};
use astern_protocol::{ReleasePage, Route};
use astern_wording::count;
use leptos::prelude::*;

use super::adjacent_comparisons::{AdjacentComparison, AdjacentComparisons};
use super::live_duration::longest_live_seconds;
use super::revision_row::{RevisionRow, SelectedPair};
use crate::browser::{go, on_key};
use crate::connection::DetailReader;

/// Every recorded revision, newest first.
#[component]
pub fn HistoryTable(
    history: History,
    assessment: Memo<Assessment>,
    reader: DetailReader,
    comparisons: AdjacentComparisons,
) -> impl IntoView {
    let current = history.current().clone();
    let before = history
        .before(current.revision)
        .map(|record| record.revision);
    let selected = SelectedPair {
        from: RwSignal::new(before.unwrap_or(current.revision)),
        to: RwSignal::new(current.revision),
    };
    let details = reader.details(&current);
    let newest = current.clone();
    let began = Signal::derive(move || details.with(|details| details.went_live(&newest)));
    let longest = longest_live_seconds(assessment, began);
    let compare = {
        let current = current.clone();
        move || {
            let (from, to) = (selected.from.get_untracked(), selected.to.get_untracked());
            if from != to {
                go(&Route::of(&current, ReleasePage::compare(from, to)).to_string());
            }
        }
    };
    let swap = move || {
        let (from, to) = (selected.from.get_untracked(), selected.to.get_untracked());
        selected.from.set(to);
        selected.to.set(from);
    };
    on_key("x", swap);
    on_key("c", compare.clone());
    let records = history.records();
    let revisions = count(records.len(), "revision");
    let progress = comparison_progress(&history, &comparisons);
    let rows: Vec<_> = records
        .iter()
        .enumerate()
        .map(|(index, record)| {
            let older = records.get(index + 1);
            let comparison = older.map(|older| comparisons.comparison(older, record));
            (
                record.clone(),
                older.map(|older| older.revision),
                comparison,
            )
        })
        .collect();
    view! {
        <section class="section" aria-labelledby="history">
            <form on:submit=move |event: leptos::ev::SubmitEvent| {
                event.prevent_default();
                compare();
            }>
                <div class="section__head">
                    <h2 id="history">"History"</h2>
                    <p class="soft">
                        {revisions}". A revision is one install, upgrade or rollback. "{progress}
                    </p>
                    {before.map(|_| view! { <CompareBar selected swap/> })}
                </div>
                <div class="tablewrap" tabindex="0" role="region" aria-label="Revisions">
                    <table class="table history" role="table">
                        <caption class="sr">
                            "Revisions, newest first. Pick one in each of the first two columns to \
                             compare them."
                        </caption>
                        <thead role="rowgroup"><tr role="row">
                            <th scope="col" role="columnheader" class="pick">"From"</th>
                            <th scope="col" role="columnheader" class="pick">"To"</th>
                            <th scope="col" role="columnheader">"Revision"</th>
                            <th scope="col" role="columnheader">"State"</th>
                            <th scope="col" role="columnheader">"Went live"</th>
                            <th scope="col" role="columnheader">"Live for"</th>
                            <th scope="col" role="columnheader">"Chart"</th>
                            <th scope="col" role="columnheader">"What it changed"</th>
                            <th scope="col" role="columnheader"><span class="sr">"Action"</span></th>
                        </tr></thead>
                        <tbody role="rowgroup">{rows.into_iter().map(|(record, older, comparison)| view! {
                            <RevisionRow record older comparison assessment longest selected reader=reader.clone()/>
                        }).collect_view()}</tbody>
                    </table>
                </div>
            </form>
        </section>
    }
}

/// Renders how many pairs are compared.
fn comparison_progress(
    history: &History,
    comparisons: &AdjacentComparisons,
) -> Option<impl IntoView + use<>> {
    let comparisons = comparisons.all(history);
    let total = comparisons.len();
    let compared = Memo::new(move |_| {
        let is_pending = |comparison: &&ArcRwSignal<AdjacentComparison>| {
            comparison.with(|comparison| *comparison == AdjacentComparison::Pending)
        };
        total - comparisons.iter().filter(is_pending).count()
    });
    (total > 0).then(|| {
        view! {
            <span data-compared=move || compared.get().to_string()>
                {move || format!("{} of {total} compared with the one before.", compared.get())}
            </span>
        }
    })
}

/// The buttons that swap and compare the selected revisions.
#[component]
fn CompareBar(selected: SelectedPair, swap: impl Fn() + 'static) -> impl IntoView {
    let label = move || format!("Compare {} → {}", selected.from.get(), selected.to.get());
    let is_same = move || selected.from.get() == selected.to.get();
    view! {
        <div class="pickbar">
            <span class="soft">"Pick two below:"</span>
            <button
                class="btn btn--quiet"
                type="button"
                aria-keyshortcuts="x"
                on:click=move |_| swap()
            >"Swap"<kbd aria-hidden="true">"x"</kbd></button>
            <button
                class="btn"
                type="submit"
                aria-keyshortcuts="c"
                aria-disabled=move || is_same().to_string()
            >{label}<kbd aria-hidden="true">"c"</kbd></button>
        </div>
    }
}

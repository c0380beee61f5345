//! The page of all releases.

use std::collections::BTreeMap;
use std::sync::Arc;

use astern_ledger::{Namespace, Record};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::filter::Filter;
use super::row::FleetRow;
use super::rows::{Group, Rows};
use super::sources::{Found, Sources};
use crate::browser::{Direction, Visibility, focus, focus_beside, on_key, on_view, use_clock};
use crate::components::{Icon, Problem, ProblemNotice};
use crate::connection::DetailReader;
use crate::connection::{Cluster, LiveRecords};
use crate::words::count;

/// Rows drawn at first, and more each time the last one comes into view.
const DRAWN: usize = 100;
const SEARCH: &str = "fleet-search";

/// All releases.
#[component]
pub fn FleetPage() -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let sources = Sources::open(&cluster);
    let clock = use_clock();
    // Ages move releases from "last hour" to "earlier": a minute's precision is enough for that.
    let minute = Memo::new(move |_| clock.get().as_second() / 60);
    let found = Memo::new(move |_| sources.found());
    let rows = Memo::new(move |_| {
        minute.track();
        match found.get() {
            Found::Records(records) => Rows::new(records, clock.get_untracked()),
            Found::Looking(_) | Found::Failed(_) => Rows::default(),
        }
    });
    let reader = StoredValue::new_local(DetailReader::new(cluster));
    let filter = RwSignal::new(Filter::default());

    on_key("/", || focus(SEARCH));
    on_key("ArrowDown", || focus_beside("[data-row]", Direction::Next));
    on_key("ArrowUp", || {
        focus_beside("[data-row]", Direction::Previous)
    });

    let summary = move || {
        rows.with(|rows| {
            let mut namespaces: Vec<_> = rows
                .releases
                .iter()
                .map(|(_, record)| &record.namespace)
                .collect();
            namespaces.sort();
            namespaces.dedup();
            format!(
                "{} in {}",
                rows.releases.len(),
                count(namespaces.len(), "namespace")
            )
        })
    };

    view! {
        <main id="main" class="page page--list" tabindex="-1">
            <div class="row">
                <h1>"Releases"</h1>
                <p class="soft" role="status">{move || match found.get() {
                    Found::Looking(0) => "Asking the cluster…".to_owned(),
                    Found::Looking(number) => format!("Found {} so far", count(number, "record")),
                    Found::Failed(_) => String::new(),
                    Found::Records(_) => summary(),
                }}</p>
            </div>
            <Refused sources/>
            {move || match found.get() {
                Found::Looking(_) => view! { <Skeleton/> }.into_any(),
                Found::Failed(error) if sources.refused().is_none() => view! {
                    <div class="section"><ProblemNotice problem=Problem::from(&error)/></div>
                }
                .into_any(),
                Found::Failed(_) => ().into_any(),
                Found::Records(records) if records.is_empty() => view! { <Empty sources/> }.into_any(),
                Found::Records(_) => ().into_any(),
            }}
            <Show when=move || rows.with(|rows| *rows != Rows::default())>
                <Filters rows filter/>
                <Table rows filter reader/>
                <Invalid rows/>
            </Show>
        </main>
    }
}

#[component]
fn Filters(rows: Memo<Rows>, filter: RwSignal<Filter>) -> impl IntoView {
    let namespaces = Memo::new(move |_| {
        let mut counts = BTreeMap::<Namespace, usize>::new();
        rows.with(|rows| {
            for (_, record) in &rows.releases {
                *counts.entry(record.namespace.clone()).or_default() += 1;
            }
        });
        counts
    });
    let in_group = move |wanted: Option<Group>| {
        rows.with(|rows| {
            let shown = |(group, _): &&(Group, Record)| wanted.is_none_or(|w| w == *group);
            rows.releases.iter().filter(shown).count()
        })
    };
    let button = move |wanted: Option<Group>| {
        let heading = wanted.map_or("All", Group::heading);
        view! {
            <button
                type="button"
                aria-pressed=move || (filter.with(|f| f.group) == wanted).to_string()
                on:click=move |_| filter.update(|f| f.group = wanted)
            >
                {heading}" "{move || in_group(wanted)}
            </button>
        }
    };
    let search = NodeRef::<html::Input>::new();
    search.on_load(|input| {
        let _ = input.focus();
    });
    view! {
        <form class="fleet__filters" role="search" on:submit=|event| event.prevent_default()>
            <div class="search">
                <Icon name="search"/>
                <label class="sr" for=SEARCH>"Search releases by name, namespace or chart"</label>
                <input
                    class="input"
                    id=SEARCH
                    type="search"
                    placeholder="Release, namespace or chart"
                    autocomplete="off"
                    node_ref=search
                    prop:value=move || filter.with(|f| f.search.clone())
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        filter.update(|f| f.search = text);
                    }
                    on:keydown=|event| if event.key() == "ArrowDown" {
                        event.prevent_default();
                        focus_beside("[data-row]", Direction::Next);
                    }
                />
                <kbd aria-hidden="true">"/"</kbd>
            </div>
            <div class="row">
                <label for="fleet-namespace">"Namespace"</label>
                <select
                    class="input"
                    id="fleet-namespace"
                    on:change=move |event| {
                        let chosen = event_target_value(&event).parse().ok();
                        filter.update(|f| f.namespace = chosen);
                    }
                >
                    <option value="">{move || format!("All {}", namespaces.with(BTreeMap::len))}</option>
                    {move || namespaces.get().into_iter().map(|(name, number)| {
                        let chosen = filter.with_untracked(|f| f.namespace.as_ref() == Some(&name));
                        view! {
                            <option value=name.to_string() selected=chosen>
                                {format!("{name} ({number})")}
                            </option>
                        }
                    }).collect_view()}
                </select>
            </div>
            <div class="seg" role="group" aria-label="Show">
                {button(None)}{button(Some(Group::Attention))}{button(Some(Group::Recent))}
            </div>
        </form>
    }
}

#[component]
fn Table(
    rows: Memo<Rows>,
    filter: RwSignal<Filter>,
    reader: StoredValue<DetailReader, LocalStorage>,
) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let filter = filter.get();
        let admitted = |(group, record): &&(Group, Record)| {
            // Only a search looks at charts; without one, nothing is drawn anew as they come in.
            let details = reader.with_value(|reader| reader.of(record));
            let details = if filter.search.is_empty() {
                details.get_untracked()
            } else {
                details.get()
            };
            filter.admits(*group, record, &details)
        };
        rows.with(|rows| {
            rows.releases
                .iter()
                .filter(admitted)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let drawn = RwSignal::new(DRAWN);
    let group = move |group: Group| {
        let total = move || shown.with(|shown| shown.iter().filter(|(g, _)| *g == group).count());
        let members = move || {
            let drawn = drawn.get();
            shown.with(|shown| {
                let first = shown.iter().take(drawn);
                first
                    .filter(|(g, _)| *g == group)
                    .cloned()
                    .collect::<Vec<_>>()
            })
        };
        view! {
            <Show when={move || total() > 0}>
                <tbody>
                    <tr class="table__group">
                        <th scope="rowgroup" colspan="8">{group.heading()}": "{total}</th>
                    </tr>
                    <For each=members key=|(_, record)| record.clone() let((group, record))>
                        <FleetRow group record reader=reader.get_value()/>
                    </For>
                </tbody>
            </Show>
        }
    };
    let end = NodeRef::<html::Div>::new();
    on_view(end, move |visibility| {
        if visibility == Visibility::InView
            && shown.with_untracked(Vec::len) > drawn.get_untracked()
        {
            drawn.update(|drawn| *drawn += DRAWN);
        }
    });
    view! {
        <Show
            when=move || shown.with(|shown| !shown.is_empty())
            fallback=move || view! { <NothingMatches rows filter/> }
        >
            <div class="tablewrap" tabindex="0" role="region" aria-label="Releases">
                <table class="table table--hover fleet">
                    <caption class="sr">
                        "Releases, those that need attention first, then the most recently changed"
                    </caption>
                    <thead><tr>
                        <th scope="col">"Release"</th>
                        <th scope="col">"Namespace"</th>
                        <th scope="col">"Status"</th>
                        <th scope="col" aria-sort="descending">"Last changed ↓"</th>
                        <th scope="col">"Helm says"</th>
                        <th scope="col">"Chart"</th>
                        <th scope="col">"App version"</th>
                        <th scope="col" class="num">"Revision"</th>
                    </tr></thead>
                    {[Group::Attention, Group::Recent, Group::Earlier].map(group).collect_view()}
                </table>
            </div>
        </Show>
        <div node_ref=end></div>
        <div class="fleet__foot">
            <p><kbd>"/"</kbd>" search"</p>
            <p><kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" move"</p>
            <p><kbd>"Enter"</kbd>" open"</p>
            <p class="push">"Times are UTC. Ages count up by themselves."</p>
        </div>
    }
}

#[component]
fn NothingMatches(rows: Memo<Rows>, filter: RwSignal<Filter>) -> impl IntoView {
    view! {
        <div class="panel stack">
            <h2>{move || match filter.with(|f| f.search.clone()) {
                search if search.is_empty() => "No release is shown by this choice".to_owned(),
                search => format!("No release matches “{search}”"),
            }}</h2>
            <p class="soft">
                {move || format!("Looked through {}.", count(rows.with(|r| r.releases.len()), "release"))}
            </p>
            <p>
                <button class="btn" type="button" on:click=move |_| filter.set(Filter::default())>
                    "Show all releases"
                </button>
            </p>
        </div>
    }
}

/// Records whose metadata is broken: rows that say so.
#[component]
fn Invalid(rows: Memo<Rows>) -> impl IntoView {
    let invalid = move || rows.with(|rows| rows.invalid.clone());
    view! {
        <Show when=move || !invalid().is_empty()>
            <div class="notice notice--warn section">
                <Icon name="warn"/>
                <div>
                    <h2>{move || format!("{} cannot be read", count(invalid().len(), "record"))}</h2>
                    <ul class="list">
                        {move || invalid().into_iter().map(|i| view! { <li>{i.to_string()}"."</li> }).collect_view()}
                    </ul>
                </div>
            </div>
        </Show>
    }
}

/// The cluster as a whole is refused: which right is missing, and another way.
#[component]
fn Refused(sources: Sources) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let owner = Owner::current();
    let fault = RwSignal::new(None);
    let look = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let field = document().get_element_by_id("fleet-look-in");
        let field = field.and_then(|f| f.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(field) = field else { return };
        match field.value().trim().parse::<Namespace>() {
            Ok(namespace) => {
                fault.set(None);
                field.set_value("");
                sources.look_in(&cluster, namespace, owner.as_ref());
            }
            Err(error) => fault.set(Some(error.to_string())),
        }
    };
    let look = StoredValue::new_local(look);
    let said = move |part: &LiveRecords| match part {
        LiveRecords::Looking { .. } => "being read".to_owned(),
        LiveRecords::Failed(error) => error.to_string(),
        LiveRecords::Known(records) => count(records.len(), "record"),
    };
    view! {
        {move || sources.refused().map(|error| view! {
            <div class="section stack">
                <ProblemNotice problem=Problem::from(&error)/>
                <form class="panel stack" on:submit=move |event| look.with_value(|look| look(event))>
                    <h2>"Or look in single namespaces"</h2>
                    <div class="row">
                        <label for="fleet-look-in">"Namespace"</label>
                        <input class="input" id="fleet-look-in" autocomplete="off" autocapitalize="none"
                            spellcheck="false" aria-describedby="fleet-look-fault"/>
                        <button class="btn" type="submit">"Look"</button>
                    </div>
                    <p id="fleet-look-fault" class="status--bad" role="alert">{move || fault.get()}</p>
                    <ul class="list">{move || sources.named().into_iter().map(|(namespace, part)| view! {
                        <li><b>{namespace.to_string()}</b>": "{said(&part)}</li>
                    }).collect_view()}</ul>
                </form>
            </div>
        })}
    }
}

#[component]
fn Empty(sources: Sources) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let name = cluster.name();
    view! {
        <div class="panel section stack">
            <h2>{format!("No Helm releases on {name}")}</h2>
            <p>{move || match sources.refused() {
                None => "Astern read all namespaces and found no release record in any of them.",
                Some(_) => "The namespaces that were named hold no release record.",
            }}</p>
            <p class="soft">
                "If you expected some, check the cluster's name above. Releases that Helm keeps in a "
                "SQL database cannot be read from here."
            </p>
        </div>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    let row = |widths: [&'static str; 5]| {
        let cells =
            widths.map(|width| view! { <td><span class="skel" style:width=width></span></td> });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    view! {
        <div class="tablewrap section" aria-hidden="true">
            <table class="table fleet"><tbody>
                {row(["9rem", "6rem", "5rem", "5rem", "14rem"])}
                {row(["7rem", "7rem", "5rem", "5rem", "9rem"])}
                {row(["11rem", "8rem", "5rem", "5rem", "16rem"])}
                {row(["6rem", "6rem", "5rem", "5rem", "8rem"])}
            </tbody></table>
        </div>
    }
}

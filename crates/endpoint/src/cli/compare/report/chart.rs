//! The sections about the chart and its CRDs.

use astern_compare::{ChangeNote, ChartChange, Comparison, CrdChange, Link, Side, Sides};

use super::fields::{joined, pair};
use super::{Item, Section};
use astern_wording::{at_least, count_or_no as count, verb};

/// The chart's versions, subcharts, change log and links.
pub(super) fn section(chart: &ChartChange) -> Section {
    let name = chart.name.as_deref().unwrap_or("without a name");
    let mut items = Vec::new();
    let mut add = |what: &str, sides: &Sides<Option<String>>| {
        items.extend(pair(what, sides.from.clone(), sides.to.clone()).map(Item::Field));
    };
    add(
        "name",
        &Sides {
            from: chart.previous_name.clone().or_else(|| chart.name.clone()),
            to: chart.name.clone(),
        },
    );
    add("version", &chart.version);
    add("app version", &chart.app_version);
    add("Kubernetes versions", &chart.kube_version);
    add("type", &chart.kind);
    for subchart in &chart.dependencies {
        add(&format!("subchart {}", subchart.name), &subchart.version);
    }
    if chart.deprecated.to {
        items.push(Item::Text(
            "The chart is deprecated: its keepers have given it up.".to_owned(),
        ));
    }
    if let Some(log) = &chart.changes {
        items.push(Item::Text(format!(
            "Its own change log of {}:",
            log.version
        )));
        items.extend(log.notes.iter().map(|note| Item::Text(change_note(note))));
        items.extend(
            log.unreadable
                .iter()
                .map(|why| Item::Text(format!("Not all of it can be read: {why}"))),
        );
    }
    items.extend(chart.home.iter().chain(&chart.sources).map(link));
    let same = match chart.differs() {
        true => "",
        false => ", the same version",
    };
    Section::detail(format!("Chart {name}{same}"), items)
}

fn change_note(note: &ChangeNote) -> String {
    match &note.kind {
        Some(kind) => format!("{kind}: {}", note.text),
        None => note.text.clone(),
    }
}

fn link(link: &Link) -> Item {
    Item::Link {
        text: link.text.clone(),
        url: link.url.clone(),
    }
}

/// The files in `crds/`, which Helm installs and never changes.
pub(super) fn crds(comparison: &Comparison) -> Option<Section> {
    let crds = &comparison.crds;
    let changed = crds.changes.len();
    let mut items: Vec<Item> = crds.changes.iter().map(crd).collect();
    // The CRDs of subcharts are mentioned only beside a change.
    if changed > 0 {
        let subcharts = joined(&crds.subcharts);
        items.extend(
            subcharts
                .map(|names| Item::Text(format!("Not compared: those of the subcharts {names}."))),
        );
    }
    let heading = format!(
        "{}{} in crds/ {}; neither an upgrade nor a rollback applies {}",
        at_least(comparison.verdict),
        count(changed, "definition"),
        verb(changed, "differs", "differ"),
        verb(changed, "it", "them"),
    );
    (!items.is_empty()).then(|| Section::main(heading, items))
}

fn crd(crd: &CrdChange) -> Item {
    let mut notes = Vec::new();
    for version in crd
        .versions
        .iter()
        .filter(|version| version.change.is_some())
    {
        let mut parts = Vec::new();
        parts.extend(
            version
                .change
                .map(|change| format!("{change:?}").to_lowercase()),
        );
        if !version.removed_fields.is_empty() {
            parts.push(format!("without {}", version.removed_fields.join(", ")));
        }
        if version.added_fields > 0 {
            parts.push(format!("{} more", count(version.added_fields, "field")));
        }
        if let Some(side) = version.storage_missing_on {
            let side = match side {
                Side::From => "the side to start from",
                Side::To => "the side to arrive at",
            };
            parts.push(format!(
                "objects are stored in it, and {side} does not have it"
            ));
        }
        notes.push(format!("{}: {}", version.name, parts.join(", ")));
    }
    Item::Object {
        change: Some(crd.change),
        name: crd.name.clone(),
        note: (!notes.is_empty()).then(|| notes.join("; ")),
        fields: Vec::new(),
        hidden: None,
    }
}

//! The chart of both sides: versions, subcharts, change log and links.

use astern_compare::{ChangeLog, ChangeNote, Comparison, Link};
use astern_wording::count;
use leptos::prelude::*;

use super::model::change_label;
use super::side_values::{optional_side_values, side_values};
use crate::components::visible_text;

/// The section about the chart.
pub fn chart(comparison: &Comparison) -> AnyView {
    let chart = &comparison.chart;
    let row =
        |name: &'static str, value: AnyView| view! { <dt>{name}</dt><dd>{value}</dd> }.into_any();
    let mut rows = vec![
        row("Version", optional_side_values(&chart.version)),
        row("App version", optional_side_values(&chart.app_version)),
    ];
    if !chart.kube_version.are_equal() {
        rows.push(row(
            "Kubernetes range",
            optional_side_values(&chart.kube_version),
        ));
    }
    if !chart.kind.are_equal() {
        rows.push(row("Type", optional_side_values(&chart.kind)));
    }
    if !chart.deprecated.are_equal() || chart.deprecated.to {
        let upkeep = |is_deprecated: &bool| match is_deprecated {
            true => "given up by its keepers".to_owned(),
            false => "kept up".to_owned(),
        };
        rows.push(row(
            "Upkeep",
            side_values(&chart.deprecated.as_ref().map(upkeep)),
        ));
    }
    let subcharts = chart.dependencies.len() + chart.unchanged_dependencies;
    if subcharts > 0 {
        rows.push(row("Subcharts", dependencies(comparison)));
    }
    if let Some(log) = &chart.changes {
        rows.push(row("Its own change log", change_log(log)));
    }
    let links: Vec<&Link> = chart.home.iter().chain(&chart.sources).collect();
    if !links.is_empty() {
        let links = links.into_iter().map(|to| view! { <li>{link(to)}</li> });
        let list = view! { <ul class="list">{links.collect_view()}</ul> };
        rows.push(row("Home and sources", list.into_any()));
    }
    view! {
        <section class="section" aria-labelledby="chart">
            <h2 id="chart">"Chart"</h2>
            <div class="panel"><dl class="kv">{rows}</dl></div>
        </section>
    }
    .into_any()
}

fn dependencies(comparison: &Comparison) -> AnyView {
    let chart = &comparison.chart;
    let same = count(chart.unchanged_dependencies, "subchart");
    let changed = chart.dependencies.iter().map(|dependency| {
        let (word, _) = change_label(dependency.change);
        view! {
            <li>
                <code>{visible_text(&dependency.name)}</code>" "{word}": "
                {optional_side_values(&dependency.version)}
            </li>
        }
    });
    view! { <ul class="list">{changed.collect_view()}</ul>{same}" the same in both." }.into_any()
}

fn change_log(log: &ChangeLog) -> AnyView {
    let unreadable = log.unreadable.as_ref().map(
        |why| view! { <p class="soft">"Not all of it could be read: "{visible_text(why)}"."</p> },
    );
    view! {
        <p class="soft">"What version "{visible_text(&log.version)}" says of itself, and of no version in between."</p>
        <ul class="list">{log.notes.iter().map(note).collect_view()}</ul>
        {unreadable}
    }
    .into_any()
}

fn note(note: &ChangeNote) -> AnyView {
    let kind = note
        .kind
        .clone()
        .map(|kind| view! { <span class="tag">{visible_text(&kind)}</span>" " });
    let links = note.links.iter().map(|to| view! { " "{link(to)} });
    view! { <li>{kind}{visible_text(&note.text)}{links.collect_view()}</li> }.into_any()
}

/// A link to a web address, opened without a referrer. A link to anything else is plain text.
fn link(to: &Link) -> AnyView {
    let text = visible_text(&to.text);
    match to.url.clone() {
        Some(url) => {
            view! { <a href=url target="_blank" rel="noopener noreferrer">{text}</a> }.into_any()
        }
        None => text.into_any(),
    }
}

//! The custom resource definitions in the charts' `crds/`, and what a rollback does not change of them.

use astern_compare::{Change, Comparison, CrdChange, CrdVersionChange, Sides};
use astern_wording::{at_least, count, differ};
use leptos::prelude::*;

use super::model::change_label;
use super::side_values::{optional_side_values, side_values};
use super::summary::ReleaseContext;
use crate::components::{Command, Icon, visible_text};

/// The largest number of removed fields that are named; the others are counted.
const MAX_NAMED_FIELDS: usize = 12;

/// The id of the heading.
pub const CRDS_ID: &str = "crds";

/// The changes between the `crds/` of both charts.
pub fn custom_resource_definitions(comparison: &Comparison) -> AnyView {
    let crds = &comparison.crds;
    let is_complete = comparison.verdict.is_complete();
    let counts = match (crds.changes.len(), crds.unchanged) {
        (0, same) if !is_complete => format!("Not known whether any differ; {same} the same."),
        (0, 0) => "Neither chart carries any.".to_owned(),
        (0, same) => format!("{}, the same in both.", count(same, "definition")),
        (number, same) => format!(
            "{}{}, {same} the same.",
            at_least(comparison.verdict),
            differ(number, "definition"),
        ),
    };
    let subcharts = (!crds.subcharts.is_empty()).then(|| {
        let names = crds.subcharts.join(", ");
        view! {
            <p class="soft">
                "Helm does not record the files of subcharts, so definitions that "
                <span class="mono">{visible_text(&names)}</span>" may carry could not be compared."
            </p>
        }
    });
    let changed = !crds.changes.is_empty();
    let warning = changed.then(|| warning(comparison));
    let changes = crds.changes.iter().map(definition);
    view! {
        <section class="section" aria-labelledby=CRDS_ID>
            <div class="section__head">
                <h2 id=CRDS_ID tabindex="-1">"CRDs"</h2>
                <p class="soft">{counts}" A CRD is the definition of a kind, kept in a chart's "<code>"crds/"</code>"."</p>
            </div>
            {subcharts}
            {warning}
            {changes.collect_view()}
        </section>
    }
    .into_any()
}

fn warning(comparison: &Comparison) -> AnyView {
    let release: ReleaseContext = expect_context();
    let back = release.rollback_side(&comparison.revisions);
    let revision = comparison.revisions.get(back);
    let steps = astern_wording::crd_manual_steps(comparison, back, release.driver);
    let steps = steps.into_iter().map(|step| {
        let command = step.command.map(|text| view! { <Command text/> });
        view! { <li>{step.description}{command}</li> }
    });
    view! {
        <div class="notice notice--warn">
            <Icon name="warn"/>
            <div>
                <h3>"A rollback does not touch them"</h3>
                <p>
                    "Helm applies "<code>"crds/"</code>" on install only: neither an upgrade nor a \
                     rollback changes what the cluster has. "
                    {format!("To have the definitions of revision {revision}, by hand:")}
                </p>
                <ol class="list">{steps.collect_view()}</ol>
            </div>
        </div>
    }
    .into_any()
}

fn definition(crd: &CrdChange) -> impl IntoView {
    let (word, _) = change_label(crd.change);
    let versions = crd.versions.iter().filter_map(version_change);
    let scope = (!crd.scope.are_equal())
        .then(|| view! { <dt>"Scope"</dt><dd>{optional_side_values(&crd.scope)}</dd> });
    let names = crd.names_differ.then(
        || view! { <dt>"Names"</dt><dd>"They differ: plural, singular, short names or kind."</dd> },
    );
    view! {
        <div class="panel">
            <h3 class="row">
                <span class="obj__name">{visible_text(&crd.name)}</span>
                <span class="push muted">{word}</span>
            </h3>
            <dl class="kv">{scope}{names}{versions.collect_view()}</dl>
        </div>
    }
}

/// The change of one version; `None` when it is the same on both sides.
fn version_change(version: &CrdVersionChange) -> Option<AnyView> {
    let change = version.change?;
    let mut lines = Vec::new();
    let yes_no = |sides: &Sides<Option<bool>>| {
        side_values(&sides.map(|side| match side {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => String::new(),
        }))
    };
    if change == Change::Changed {
        for (word, sides) in [
            ("served: ", &version.served),
            ("stored: ", &version.storage),
        ] {
            if !sides.are_equal() {
                lines.push(view! { <p>{word}{yes_no(sides)}</p> }.into_any());
            }
        }
    } else {
        let (word, _) = change_label(change);
        lines.push(view! { <p>{word}</p> }.into_any());
    }
    if !version.removed_fields.is_empty() {
        let more = version
            .removed_fields
            .len()
            .saturating_sub(MAX_NAMED_FIELDS);
        let names = version.removed_fields.iter().take(MAX_NAMED_FIELDS);
        let names = names.map(|name| view! { <li><code>{visible_text(name)}</code></li> });
        lines.push(
            view! {
                <p>{count(version.removed_fields.len(), "field")}" gone from the schema:"</p>
                <ul class="list">
                    {names.collect_view()}
                    {(more > 0).then(|| view! { <li>{format!("and {more} more")}</li> })}
                </ul>
            }
            .into_any(),
        );
    }
    if version.added_fields > 0 {
        let added = count(version.added_fields, "field");
        lines.push(view! { <p>{added}" new in the schema"</p> }.into_any());
    }
    if version.storage_missing_on.is_some() {
        lines.push(
            view! {
                <p class="status--bad">
                    "Objects may be stored in this version, and one side does not know it. The API \
                     server refuses that side's definition until they are rewritten."
                </p>
            }
            .into_any(),
        );
    }
    let name = visible_text(&version.name);
    Some(view! { <dt class="mono">{name}</dt><dd>{lines}</dd> }.into_any())
}

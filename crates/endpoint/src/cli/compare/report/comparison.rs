//! The report of two revisions.

use std::ops::Range;

use astern_compare::{
    Comparison, FieldChange, ObjectChange, ObjectGroup, ObjectOrder, Sides, Unread, Verdict,
};

use astern_diff::Format;

use super::fields::{field, object, only_noise_item};
use super::{Item, NoiseDisplay, Presentation, Report, Section, chart, cluster, hooks, suspects};
use crate::cli::compare::presentation::Extent;
use astern_diagnosis::Diagnosis;
use astern_wording::{
    MAX_NAMED_UNREAD, comparison_advice, comparison_headline, comparison_sentence,
    comparison_unread, count_or_no as count, differ, known_to_differ, too_much,
    unread_with_revision, verb,
};

/// Unchanged lines around each change of the notes.
const CONTEXT: usize = 3;

impl Report {
    /// The report of the differences between two revisions.
    pub(in super::super) fn of_comparison(
        comparison: &Comparison,
        diagnosis: Option<&Diagnosis>,
        presentation: &Presentation,
    ) -> Self {
        let noise = presentation.noise;
        let Sides { from, to } = comparison.revisions;
        let (namespace, release) = (&comparison.namespace, &comparison.release);
        let mut report = Self {
            title: format!(
                "{namespace}/{release}: revision {from} to {to}{}",
                cluster(presentation)
            ),
            unread: comparison_unread(comparison),
            summary: diagnosis
                .and_then(comparison_headline)
                .into_iter()
                .chain([
                    comparison_sentence(comparison),
                    comparison_advice(comparison),
                ])
                .collect(),
            sections: Vec::new(),
        };
        report.summary.extend(too_much(comparison));
        if comparison.verdict == Verdict::Identical {
            report.sections.extend(consequences(comparison));
            return report;
        }
        report.sections.extend(unread(&comparison.unread));
        report
            .sections
            .extend(diagnosis.map(suspects::sections).into_iter().flatten());
        report.sections.extend(consequences(comparison));
        report.sections.push(values(comparison));
        report.sections.extend(defaults(comparison));
        report.sections.push(objects(comparison, presentation));
        report.sections.extend(hooks::sections(comparison, noise));
        report.sections.extend(notes(comparison));
        report.sections.extend(chart::crds(comparison));
        report.sections.push(chart::section(&comparison.chart));
        report
    }
}

/// The consequences, in the same words as in the browser.
fn consequences(comparison: &Comparison) -> Option<Section> {
    let items = astern_wording::consequences(comparison)
        .into_iter()
        .map(|consequence| Item::Text(consequence.sentence));
    let items: Vec<Item> = items.collect();
    (!items.is_empty()).then(|| Section::main("Effect on running workloads".to_owned(), items))
}

fn values(comparison: &Comparison) -> Section {
    let values = &comparison.values;
    let heading = format!("{} set by the user changed", count(values.len(), "value"));
    Section::main(
        heading,
        values
            .iter()
            .map(|value| Item::Field(field(value)))
            .collect(),
    )
}

/// The chart's defaults that changed where the user sets nothing: those that reach an object, and apart from them the others.
fn defaults(comparison: &Comparison) -> Vec<Section> {
    let (used, unused) = comparison
        .defaults
        .split_at(comparison.used_defaults.min(comparison.defaults.len()));
    let overridden = comparison.overridden_defaults;
    let items = |defaults: &[FieldChange]| {
        defaults
            .iter()
            .map(|value| Item::Field(field(value)))
            .collect()
    };
    let reaching = (!used.is_empty()).then(|| {
        let reach = verb(used.len(), "reaches", "reach");
        let heading = format!(
            "{} of the chart changed where the user sets nothing, and {reach} an object",
            count(used.len(), "default")
        );
        Section::main(heading, items(used))
    });
    let others = (!unused.is_empty() || overridden > 0).then(|| {
        let more = match used.is_empty() {
            true => "default",
            false => "more default",
        };
        let mut heading = format!(
            "{} of the chart changed where the user sets nothing, with no effect on an object that is known",
            count(unused.len(), more)
        );
        if overridden > 0 {
            heading.push_str(&format!(", and {overridden} where the user sets a value"));
        }
        Section::detail(heading, items(unused))
    });
    reaching.into_iter().chain(others).collect()
}

/// The objects that differ, in the order of the page. Of a group with similar changes the short form has the number.
fn objects(comparison: &Comparison, presentation: &Presentation) -> Section {
    let noise = presentation.noise;
    let (objects, same) = (&comparison.objects, comparison.unchanged_objects);
    let differ = known_to_differ(comparison.verdict, objects.len(), "object");
    let heading = format!("{differ}, {same} {} the same", verb(same, "is", "are"));
    let order = ObjectOrder::new(comparison);
    let at = |indices: &[usize]| -> Vec<&ObjectChange> {
        indices
            .iter()
            .filter_map(|index| objects.get(*index))
            .collect()
    };
    let only_noise = at(&order.noise_only);
    let mut items = Vec::new();
    let mut end = 0;
    let listed = |range: Range<usize>| {
        let shown = at(order.objects.get(range).unwrap_or_default());
        shown
            .into_iter()
            .map(|change| object(change, noise, None, &|_| None))
    };
    let folded = order
        .groups
        .iter()
        .filter(|_| presentation.extent == Extent::Short);
    for group in folded {
        items.extend(listed(end..group.positions.start));
        items.push(group_item(group));
        end = group.positions.end;
    }
    items.extend(listed(end..order.objects.len()));
    match noise {
        NoiseDisplay::Listed => {
            items.extend(
                only_noise
                    .iter()
                    .map(|change| object(change, noise, None, &|_| None)),
            );
        }
        NoiseDisplay::Counted => items.extend(only_noise_item(
            (only_noise.len(), "object"),
            only_noise.iter().flat_map(|object| &object.fields),
        )),
    }
    Section::main(heading, items)
}

/// Objects that differ alike, as one item.
fn group_item(group: &ObjectGroup) -> Item {
    let format = match group.key.format {
        Format::Json => "JSON",
        Format::Yaml => "YAML",
    };
    let objects = differ(group.positions.len(), &group.key.kind);
    Item::Hidden {
        summary: format!("{objects} in {format} only"),
        hint: "--full lists them",
    }
}

fn notes(comparison: &Comparison) -> Option<Section> {
    let notes = &comparison.notes;
    let lines = Item::Lines(notes.diff.unified(CONTEXT).to_string());
    notes
        .differ
        .then(|| Section::detail("The notes differ".to_owned(), vec![lines]))
}

/// Every piece that could not be read, where the beginning of the report does not name all of them.
pub(super) fn unread(pieces: &[Unread]) -> Option<Section> {
    let items = pieces
        .iter()
        .map(|piece| Item::Text(unread_with_revision(piece)));
    let heading = format!(
        "Not compared, because it could not be read: {}",
        count(pieces.len(), "piece")
    );
    (pieces.len() > MAX_NAMED_UNREAD).then(|| Section::main(heading, items.collect()))
}

//! The report of two revisions.

use astern_compare::{Comparison, Sides, Unread, Verdict};

use super::fields::{field, object, only_noise_item};
use super::{Item, NoiseDisplay, Report, Section, chart, hooks};
use astern_wording::{
    MAX_NAMED_UNREAD, comparison_advice, comparison_sentence, comparison_unread,
    count_or_no as count, known_to_differ, too_much, unread_with_revision, verb,
};

/// Unchanged lines around each change of the notes.
const CONTEXT: usize = 3;

impl Report {
    /// The report of the differences between two revisions.
    pub(in super::super) fn of_comparison(comparison: &Comparison, noise: NoiseDisplay) -> Self {
        let Sides { from, to } = comparison.revisions;
        let (namespace, release) = (&comparison.namespace, &comparison.release);
        let mut report = Self {
            title: format!("{namespace}/{release}: revision {from} to {to}"),
            unread: comparison_unread(comparison),
            summary: vec![
                comparison_sentence(comparison),
                comparison_advice(comparison),
            ],
            sections: Vec::new(),
        };
        report.summary.extend(too_much(comparison));
        if comparison.verdict == Verdict::Identical {
            return report;
        }
        report.sections.extend(unread(&comparison.unread));
        report.sections.extend(consequences(comparison));
        report.sections.push(values(comparison));
        report.sections.extend(defaults(comparison));
        report.sections.push(objects(comparison, noise));
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
    (!items.is_empty()).then(|| Section::main("What follows from it".to_owned(), items))
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

/// The chart's default values that changed.
fn defaults(comparison: &Comparison) -> Option<Section> {
    let (open, overridden) = (&comparison.defaults, comparison.overridden_defaults);
    if open.is_empty() && overridden == 0 {
        return None;
    }
    let mut heading = format!(
        "{} of the chart changed where the user sets nothing",
        count(open.len(), "default")
    );
    if overridden > 0 {
        heading.push_str(&format!(", {overridden} where the user does"));
    }
    let items = open.iter().map(|value| Item::Field(field(value)));
    Some(Section::detail(heading, items.collect()))
}

fn objects(comparison: &Comparison, noise: NoiseDisplay) -> Section {
    let (objects, same) = (&comparison.objects, comparison.unchanged_objects);
    let differ = known_to_differ(comparison.verdict, objects.len(), "object");
    let heading = format!("{differ}, {same} {} the same", verb(same, "is", "are"));
    let (only_noise, shown): (Vec<_>, Vec<_>) = objects
        .iter()
        .partition(|object| object.noise_only && noise == NoiseDisplay::Counted);
    let mut items: Vec<Item> = shown
        .iter()
        .map(|change| object(change, noise, None, &|_| None))
        .collect();
    items.extend(only_noise_item(
        only_noise.len(),
        only_noise.iter().flat_map(|object| &object.fields),
    ));
    Section::main(heading, items)
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

//! Renders the objects that differ as a patch, with what a patch cannot say in comment lines, which `patch` skips.

use astern_compare::{Comparison, Drift, ObjectChange, patch};
use astern_wording::{count, list, visible};

use super::result::ComparisonResult;
use super::text::safe;

/// Unchanged lines around each change, as in `diff -u`.
const CONTEXT: usize = 3;

/// Renders the objects that differ. Comment lines before it say what could not be read and what differs elsewhere, and one
/// before an object that it cannot be applied.
pub(super) fn render(result: &ComparisonResult) -> String {
    let comments = result.unread().into_iter().chain(elsewhere(result));
    let mut text: String = comments
        .map(|comment| format!("# {}\n", safe(&comment)))
        .collect();
    for object in result.objects() {
        let patch = patch([object], CONTEXT).to_string();
        if has_hidden_characters(&patch) {
            text.push_str(
                "# Characters that a terminal does not show stand as numbers in what follows, so it cannot be applied.\n",
            );
        }
        text.push_str(&patch);
    }
    text
}

/// Returns what to say on stderr beside a patch: what it lacks, and which objects it cannot be applied to.
pub(super) fn warnings(result: &ComparisonResult) -> Vec<String> {
    let objects = result.objects();
    let number = |is: &dyn Fn(&ObjectChange) -> bool| {
        let objects = objects.iter().filter(|object| is(object));
        objects.count()
    };
    let masked = number(&|object| object.is_text_masked());
    let hidden = number(&|object| {
        let patch = patch([object], CONTEXT).to_string();
        has_hidden_characters(&patch)
    });
    let not_applicable = [
        (masked, "secret values are masked"),
        (
            hidden,
            "characters that a terminal does not show are numbers",
        ),
    ];
    let not_applicable = not_applicable.into_iter().filter(|(number, _)| *number > 0);
    let not_applicable = not_applicable.map(|(number, why)| {
        format!(
            "the diff of {} cannot be applied: {why}",
            count(number, "object")
        )
    });
    let unread = result.unread().into_iter();
    unread
        .map(|unread| format!("the diff is not complete. {unread}"))
        .chain(not_applicable)
        .collect()
}

/// Whether a patch is printed with characters as numbers.
fn has_hidden_characters(patch: &str) -> bool {
    visible(patch) != patch
}

/// Returns what differs and is no object of the manifest, in a sentence; `None` where nothing else differs.
fn elsewhere(result: &ComparisonResult) -> Option<String> {
    let parts = match result {
        ComparisonResult::Revisions(comparison) => other_parts(comparison),
        ComparisonResult::Live { drift, .. } => hooks(drift),
    };
    (!parts.is_empty()).then(|| {
        format!(
            "Only objects are in a diff. There also differ: {}.",
            list(parts.iter(), parts.len())
        )
    })
}

fn other_parts(comparison: &Comparison) -> Vec<String> {
    let numbers = [
        (comparison.values.len(), "value"),
        (comparison.changed_defaults, "default"),
        (comparison.hooks.len(), "hook"),
        (comparison.crds.changes.len(), "CRD"),
    ];
    let chart = comparison.chart.differs().then(|| "the chart".to_owned());
    let notes = comparison.notes.differ.then(|| "the notes".to_owned());
    let numbers = numbers.into_iter().filter(|(number, _)| *number > 0);
    let numbers = numbers.map(|(number, noun)| count(number, noun));
    chart.into_iter().chain(numbers).chain(notes).collect()
}

fn hooks(drift: &Drift) -> Vec<String> {
    match drift.differing_hooks() {
        0 => Vec::new(),
        number => vec![count(number, "hook")],
    }
}

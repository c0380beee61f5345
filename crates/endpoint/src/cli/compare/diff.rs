//! Renders the objects that differ as a patch, with what a patch cannot say in comment lines, which `patch` skips.

use astern_compare::{Comparison, Drift, ObjectChange, patch};
use astern_wording::{count, list, verb, visible};

use super::result::ComparisonResult;
use super::text::safe;

/// Unchanged lines around each change, as in `diff -u`.
const CONTEXT: usize = 3;

/// The most bytes of objects whose differences are written. To mask and compare their texts takes a time in proportion.
const MAX_TEXT: usize = 8 << 20;

/// Returns the objects whose differences are written, in order, and the number of the other ones.
fn written_objects(objects: Vec<&ObjectChange>, limit: usize) -> (Vec<&ObjectChange>, usize) {
    let mut left = limit;
    let number = objects.len();
    let fits = |object: &&ObjectChange| match left.checked_sub(object.text_size()) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    let written: Vec<&ObjectChange> = objects.into_iter().filter(fits).collect();
    let left_out = number - written.len();
    (written, left_out)
}

/// Returns what to say about objects whose differences are not written; `None` where all are.
fn too_much(left_out: usize) -> Option<String> {
    (left_out > 0).then(|| {
        format!(
            "Too much to write: {} {} and {} not in the diff.",
            count(left_out, "more object"),
            verb(left_out, "differs", "differ"),
            verb(left_out, "is", "are")
        )
    })
}

/// Renders the objects that differ. Comment lines before it say what could not be read and what differs elsewhere, and one
/// before an object that it cannot be applied.
pub(super) fn render(result: &ComparisonResult) -> String {
    let (objects, left_out) = written_objects(result.objects(), MAX_TEXT);
    let comments = result.unread().into_iter();
    let comments = comments.chain(too_much(left_out)).chain(elsewhere(result));
    let mut text: String = comments
        .map(|comment| format!("# {}\n", safe(&comment)))
        .collect();
    for object in objects {
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
    let (objects, left_out) = written_objects(result.objects(), MAX_TEXT);
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
    let incomplete = result.unread().into_iter().chain(too_much(left_out));
    incomplete
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
        ComparisonResult::Revisions { comparison, .. } => other_parts(comparison),
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

#[cfg(test)]
mod tests {
    use astern_fixtures::{Size, pair};
    use astern_masking::Masking;

    use super::*;

    #[test]
    fn what_is_over_the_limit_is_counted() {
        let [from, to] = pair(Size { objects: 12 });
        let comparison = astern_compare::compare(&from, &to, &Masking::new([7; 16]));
        let objects: Vec<&ObjectChange> = comparison.objects.iter().collect();
        let number = objects.len();
        let first = objects[0].text_size();
        assert!(number > 1 && first > 0);
        let (written, left_out) = written_objects(objects.clone(), first);
        assert_eq!((written.len(), left_out), (1, number - 1));
        let expected = "Too much to write: 1 more object differs and is not in the diff.";
        assert_eq!(too_much(1).as_deref(), Some(expected));
        let (written, left_out) = written_objects(objects, MAX_TEXT);
        assert_eq!((written.len(), too_much(left_out)), (number, None));
    }
}

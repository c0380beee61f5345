//! Tests of text diffs.

use proptest::prelude::*;

use super::*;
use crate::sides::{Side, Sides};

fn diff(old: &str, new: &str) -> TextDiff {
    TextDiff::new(old.into(), new.into())
}

fn emphasised(diff: &TextDiff) -> Vec<&str> {
    let mut words = Vec::new();
    for row in diff.rows() {
        let Sides { from, to } = diff.pieces(*row);
        let differs = |piece: &Piece<'_>| piece.emphasis == Emphasis::Different;
        let differing = from.into_iter().chain(to).filter(differs);
        words.extend(differing.map(|piece| piece.text));
    }
    words
}

#[test]
fn a_changed_word_is_emphasised() {
    let diff = diff(
        "a: 1\n  image: web:v1.2\nb: 2\n",
        "a: 1\n  image: web:v1.3\nb: 2\n",
    );
    assert_eq!(
        diff.to_string(),
        "@@ -1,3 +1,3 @@\n a: 1\n-  image: web:v1.2\n+  image: web:v1.3\n b: 2\n"
    );
    assert_eq!(emphasised(&diff), ["2", "3"]);
}

#[test]
fn words_with_only_white_space_between_them_differ_together() {
    let diff = diff("a: one two, and b\n", "a: three four, and b\n");
    assert_eq!(emphasised(&diff), ["one two", "three four"]);
}

#[test]
fn lines_with_nothing_in_common_have_no_emphasis() {
    assert!(emphasised(&diff("one two three\n", "- x\n")).is_empty());
}

#[test]
fn hunks_keep_their_context_and_numbers() {
    let old: String = (1..=20).map(|n| format!("l{n}\n")).collect();
    let new = old.replace("l3\n", "").replace("l18\n", "l18\nx\n");
    assert_eq!(
        diff(&old, &new).unified(1).to_string(),
        "@@ -2,3 +2,2 @@\n l2\n-l3\n l4\n@@ -18,2 +17,3 @@\n l18\n+x\n l19\n"
    );
    assert_eq!(
        diff(&old, &new).unified(0).to_string(),
        "@@ -3 +2,0 @@\n-l3\n@@ -18,0 +18 @@\n+x\n"
    );
}

#[test]
fn nothing_differs_between_equal_texts() {
    assert!(diff("a\n", "a\n").is_empty());
    assert_eq!(diff("", "").folds(3, Row::matters), []);
    assert_eq!(diff("a\n", "a\n").to_string(), "");
}

#[test]
fn one_side_can_be_empty() {
    assert_eq!(diff("", "a\nb\n").to_string(), "@@ -0,0 +1,2 @@\n+a\n+b\n");
    assert_eq!(
        diff("a\nb", "").to_string(),
        "@@ -1,2 +0,0 @@\n-a\n-b\n\\ No newline at end of file\n"
    );
}

#[test]
fn a_missing_line_break_is_a_difference() {
    let diff = diff("a\nb\n", "a\nb");
    assert_eq!(
        diff.to_string(),
        "@@ -1,2 +1,2 @@\n a\n-b\n+b\n\\ No newline at end of file\n"
    );
    assert!(diff.has_line_break(Side::From, 2) && !diff.has_line_break(Side::To, 2));
}

#[test]
fn very_long_lines_are_not_compared_by_words() {
    let words = |word: &str| format!("{word} ").repeat(60_000) + "\n";
    let diff = diff(&words("a"), &words("b"));
    assert_eq!(diff.rows(), [Row::Replaced { old: 1, new: 1 }]);
    assert!(emphasised(&diff).is_empty());
}

#[test]
fn replaced_lines_are_paired_by_similarity() {
    let diff = diff(
        "x\n  image: web:1\n  replicas: 2\ny\n",
        "x\n  paused: false\n  image: web:2\n  minReadySeconds: 5\n  replicas: 3\ny\n",
    );
    assert_eq!(
        diff.rows(),
        [
            Row::Equal { old: 1, new: 1 },
            Row::Added { new: 2 },
            Row::Replaced { old: 2, new: 3 },
            Row::Added { new: 4 },
            Row::Replaced { old: 3, new: 5 },
            Row::Equal { old: 4, new: 6 },
        ]
    );
    let tags: Vec<_> = diff
        .unified_lines(1..5)
        .iter()
        .map(|line| (line.tag, line.old_number.or(line.new_number)))
        .collect();
    use LineTag::{Added, Removed};
    assert_eq!(
        tags,
        [
            (Removed, Some(2)),
            (Removed, Some(3)),
            (Added, Some(2)),
            (Added, Some(3)),
            (Added, Some(4)),
            (Added, Some(5))
        ]
    );
}

#[test]
fn unchanged_rows_fold_and_single_ones_do_not() {
    let old: String = (1..=12).map(|n| format!("l{n}\n")).collect();
    let new = old.replace("l3\n", "x3\n").replace("l10\n", "x10\n");
    let diff = diff(&old, &new);
    let folded = |rows| Region::Folded(Fold { rows, noise: 0 });
    assert_eq!(
        diff.folds(1, Row::matters),
        [Region::Shown(0..4), folded(4..8), Region::Shown(8..12)]
    );
    assert_eq!(
        diff.folds(0, Row::matters),
        [
            folded(0..2),
            Region::Shown(2..3),
            folded(3..9),
            Region::Shown(9..10),
            folded(10..12)
        ]
    );
    assert_eq!(diff.row_of(Side::To, 10), Some(9));
}

#[test]
fn long_runs_are_removed_and_added_as_a_whole() {
    let lines = |word: &str| (0..60).map(|n| format!("{word}{n}\n")).collect::<String>();
    let diff = diff(&lines("a"), &lines("b"));
    assert_eq!(diff.rows().len(), 120);
    assert_eq!(diff.rows()[0], Row::Removed { old: 1 });
}

#[test]
fn texts_of_many_lines_are_cut_at_lines_that_occur_once_on_each_side() {
    let (old, new): (String, String) = (0..30_000)
        .map(|n| match n % 1_000 {
            0 => (format!("same {n}\n"), format!("same {n}\n")),
            _ => (format!("old {n}\n"), format!("new {n}\n")),
        })
        .unzip();
    let diff = diff(&old, &new);
    let same = diff.rows().iter().filter(|row| row.is_equal()).count();
    assert_eq!(same, 30);
}

#[test]
fn texts_of_many_repeated_lines_are_cut_into_parts() {
    let old: String = (0..60_000).map(|n| format!("{}\n", n % 7)).collect();
    let diff = diff(&old, &format!("first\n{old}last\n"));
    let differing = diff.rows().iter().filter(|row| !row.is_equal()).count();
    assert!(differing < 50, "{differing}");
}

proptest! {
    #[test]
    fn the_rows_hold_both_texts(old in text(), new in text()) {
        let diff = diff(&old, &new);
        for (side, text) in [(Side::From, &old), (Side::To, &new)] {
            let numbers: Vec<_> = diff.rows().iter().filter_map(|row| row.number(side)).collect();
            prop_assert!(numbers.iter().copied().eq(1..=numbers.len() as u32));
            let joined: String = numbers.iter().map(|number| diff.raw(side, *number)).collect();
            prop_assert_eq!(&joined, text);
        }
        for row in diff.rows() {
            let (old, new) = (row.number(Side::From), row.number(Side::To));
            if let (Some(old), Some(new)) = (old, new) {
                prop_assert_eq!(row.is_equal(), diff.raw(Side::From, old) == diff.raw(Side::To, new));
            }
            let pieces = diff.pieces(*row);
            for (side, pieces, number) in [(Side::From, pieces.from, old), (Side::To, pieces.to, new)] {
                let joined: String = pieces.iter().map(|piece| piece.text).collect();
                prop_assert_eq!(joined, number.map_or("", |number| diff.line(side, number)));
            }
        }
        let regions = diff.folds(1, Row::matters);
        let mut end = 0;
        for region in regions {
            let (rows, folded) = match region {
                Region::Shown(rows) => (rows, false),
                Region::Folded(fold) => (fold.rows, true),
            };
            prop_assert_eq!(rows.start, end);
            prop_assert!(!folded || diff.rows()[rows.clone()].iter().all(|row| !row.matters()));
            end = rows.end;
        }
        prop_assert_eq!(end, diff.rows().len());
    }
}

fn text() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "a: 1",
        "a: 2",
        "  - b",
        "c: one two",
        "c: one three",
        "",
        "é ü",
        "\t",
        "x\r",
    ]);
    (prop::collection::vec(line, 0..12), any::<bool>())
        .prop_map(|(lines, end)| lines.join("\n") + if end { "\n" } else { "" })
}

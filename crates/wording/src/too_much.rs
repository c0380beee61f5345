//! What was too much to compare.

use astern_compare::{Comparison, TooMuch};

use crate::{count, list, verb};

/// The remark about a changed field that stands for all that differs at and below it.
pub const ABRIDGED: &str = "more differs here than is listed";

/// Returns a sentence about what was left out of a comparison because there was too much of it: `Too much to compare: 9
/// fields are not listed.` `None` when nothing was.
#[must_use]
pub fn too_much(comparison: &Comparison) -> Option<String> {
    let parts: Vec<String> = comparison.too_much.iter().map(part).collect();
    (!parts.is_empty())
        .then(|| format!("Too much to compare: {}.", list(parts.iter(), parts.len())))
}

fn part(what: &TooMuch) -> String {
    match *what {
        TooMuch::Objects { left_out } => {
            let were = verb(left_out, "was", "were");
            format!(
                "{} that {} {were} not compared field by field",
                count(left_out, "object"),
                verb(left_out, "differs", "differ")
            )
        }
        TooMuch::Fields { left_out } => {
            let are = verb(left_out, "is", "are");
            format!(
                "{} that {} {are} not listed",
                count(left_out, "field"),
                verb(left_out, "differs", "differ")
            )
        }
        TooMuch::Secrets { not_searched } => format!(
            "{} {} not searched for secrets that also stand elsewhere",
            count(not_searched, "text"),
            verb(not_searched, "was", "were")
        ),
        TooMuch::Notes => "only the beginning of the notes was compared line by line".to_owned(),
        TooMuch::Origins { left_out } => {
            format!("not all origins of {} are named", count(left_out, "field"))
        }
        TooMuch::Renames { left_out } => {
            let were = verb(left_out, "was", "were");
            format!(
                "{} {were} not checked for a new name",
                count(left_out, "removed object")
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_a_clause() {
        let clauses = [
            TooMuch::Notes,
            TooMuch::Objects { left_out: 2 },
            TooMuch::Fields { left_out: 1 },
            TooMuch::Fields { left_out: 2 },
            TooMuch::Origins { left_out: 2 },
            TooMuch::Secrets { not_searched: 1 },
            TooMuch::Renames { left_out: 2 },
        ]
        .map(|what| part(&what));
        assert_eq!(
            clauses,
            [
                "only the beginning of the notes was compared line by line",
                "2 objects that differ were not compared field by field",
                "1 field that differs is not listed",
                "2 fields that differ are not listed",
                "not all origins of 2 fields are named",
                "1 text was not searched for secrets that also stand elsewhere",
                "2 removed objects were not checked for a new name",
            ]
        );
    }
}

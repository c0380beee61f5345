//! That the app's first load stays small.

use crate::places::Places;
use crate::step::say;
use crate::test::tally::Tally;
use crate::weight::{Weighed, Weights, packed};

/// The most bytes that the first load may take, every file packed with `gzip -9`.
const LIMIT: usize = 350_000;

/// How many of the largest files are named.
const NAMED: usize = 3;

/// Weighs the app that the stage before has built.
pub(super) fn test(places: &Places) -> Tally {
    match Weights::of(&places.dist()) {
        Err(error) => {
            say(&format!(
                "The first load was not weighed: the app in {} cannot be read: {error}",
                places.dist().display()
            ));
            Tally::of_check(false)
        }
        Ok(weights) => {
            let (said, held) = verdict(&weights.first);
            say(&said);
            Tally::of_check(held)
        }
    }
}

/// The sentence about it, and whether it holds.
fn verdict(first: &[Weighed]) -> (String, bool) {
    let total = packed(first);
    let named: Vec<_> = first
        .iter()
        .take(NAMED)
        .map(|file| format!("{} {}", file.name, file.packed))
        .collect();
    let over = match total.checked_sub(LIMIT) {
        Some(over) if over > 0 => format!("{over} more than"),
        _ => "within".to_owned(),
    };
    let said = format!(
        "The app's first load is {total} bytes, gzipped, {over} the {LIMIT} that are allowed. The largest files: {}.",
        named.join(", ")
    );
    (said, total <= LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(app: usize) -> Vec<Weighed> {
        let file = |name: &str, packed| Weighed {
            name: name.to_owned(),
            plain: 4 * packed,
            packed,
        };
        vec![file("app_bg.wasm", app), file("a.css", 7_000)]
    }

    #[test]
    fn a_first_load_that_is_too_large_is_told_with_its_largest_files() {
        let (said, held) = verdict(&files(LIMIT - 6_999));
        assert!(!held);
        assert!(
            said.contains("350001 bytes, gzipped, 1 more than"),
            "{said}"
        );
        assert!(said.ends_with("app_bg.wasm 343001, a.css 7000."), "{said}");
    }

    #[test]
    fn a_first_load_of_exactly_the_limit_holds() {
        let (said, held) = verdict(&files(LIMIT - 7_000));
        assert!(
            held && said.contains("gzipped, within the 350000"),
            "{said}"
        );
    }
}

//! Checks the size of the app's first load.

use crate::bundle_size::{BundleSize, FileSize, gzipped_total};
use crate::paths::Paths;
use crate::step::print_line;
use crate::test::tally::Tally;

/// The maximum size of the first load in bytes, each file compressed with `gzip -9`.
const LIMIT: usize = 250_000;

/// The number of largest files in the message.
const SHOWN_FILES: usize = 3;

/// Measures the app that an earlier stage has built.
pub(super) fn test(paths: &Paths) -> Tally {
    match BundleSize::of(&paths.dist()) {
        Err(error) => {
            print_line(&format!(
                "The first load was not measured: the app in {} cannot be read: {error}",
                paths.dist().display()
            ));
            Tally::of_check(false)
        }
        Ok(sizes) => {
            let (message, is_within) = verdict(&sizes.first_load);
            print_line(&message);
            Tally::of_check(is_within)
        }
    }
}

/// Returns the message and whether the size is within the limit.
fn verdict(first: &[FileSize]) -> (String, bool) {
    let total = gzipped_total(first);
    let largest: Vec<_> = first
        .iter()
        .take(SHOWN_FILES)
        .map(|file| format!("{} {}", file.name, file.gzipped))
        .collect();
    let comparison = match total.checked_sub(LIMIT) {
        Some(excess) if excess > 0 => format!("{excess} more than"),
        _ => "within".to_owned(),
    };
    let message = format!(
        "The app's first load is {total} bytes, gzipped, {comparison} the {LIMIT} that are allowed. The largest files: {}.",
        largest.join(", ")
    );
    (message, total <= LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(app: usize) -> Vec<FileSize> {
        let file = |name: &str, gzipped| FileSize {
            name: name.to_owned(),
            raw: 4 * gzipped,
            gzipped,
        };
        vec![file("app_bg.wasm", app), file("a.css", 7_000)]
    }

    #[test]
    fn a_first_load_that_is_too_large_fails_with_its_largest_files() {
        let (message, is_within) = verdict(&files(LIMIT - 6_999));
        assert!(!is_within);
        assert!(
            message.contains("250001 bytes, gzipped, 1 more than"),
            "{message}"
        );
        assert!(
            message.ends_with("app_bg.wasm 243001, a.css 7000."),
            "{message}"
        );
    }

    #[test]
    fn a_first_load_of_exactly_the_limit_passes() {
        let (message, is_within) = verdict(&files(LIMIT - 7_000));
        assert!(
            is_within && message.contains("gzipped, within the 250000"),
            "{message}"
        );
    }
}

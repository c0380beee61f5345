//! What kind of change it is and how much, as labels.

use astern_compare::{Change, Classification, Comparison};

/// What kind of change it is, as a label.
pub fn kind(classification: Classification) -> &'static str {
    match classification {
        Classification::Chart => "Chart only",
        Classification::Values => "Values only",
        Classification::ChartAndValues => "Chart and values, both at once",
        Classification::None => "None",
        Classification::Other => "Neither chart nor values",
    }
}

/// How many objects changed, were added and removed.
pub fn object_counts(comparison: &Comparison) -> String {
    let number = |change| {
        comparison
            .objects
            .iter()
            .filter(|o| o.change == change)
            .count()
    };
    format!(
        "{} changed, {} added, {} removed, {} the same",
        number(Change::Changed),
        number(Change::Added),
        number(Change::Removed),
        comparison.unchanged_objects,
    )
}

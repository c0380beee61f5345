//! All consequences of a comparison.

use astern_compare::Comparison;

use super::consequence::Consequence;
use super::writer::ConsequenceWriter;

/// Returns the consequences of a change from the one revision to the other, the most severe first. Empty when no object
/// differs and none is written otherwise.
#[must_use]
pub fn consequences(comparison: &Comparison) -> Vec<Consequence> {
    let mut writer = ConsequenceWriter::new(comparison);
    writer.immutable();
    writer.repeated_keys();
    writer.lost_data();
    writer.stopped();
    writer.not_undone();
    writer.renamed();
    writer.regrouped();
    writer.restarts();
    writer.reloaded();
    writer.deferred();
    writer.stale_configuration();
    writer.added_and_removed();
    writer.in_place();
    writer.written_otherwise();
    let mut consequences = writer.finish();
    astern_ledger::sort_by_key(&mut consequences, |consequence| consequence.severity);
    consequences
}

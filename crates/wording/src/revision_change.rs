//! What a revision changed, on one line of a history.

use astern_compare::{Change, Comparison, Verdict};

use crate::{at_least, count, value_change};

/// How many values are named.
const MAX_NAMED: usize = 2;

/// Returns what the newer revision changed: the chart's version, the first values, how many objects differ and how many
/// workloads restart.
#[must_use]
pub fn revision_change(comparison: &Comparison) -> String {
    if comparison.verdict == Verdict::Unknown {
        return "not known".to_owned();
    }
    let mut parts = Vec::new();
    if comparison.chart.differs() {
        let version =
            |version: &Option<String>| version.clone().unwrap_or_else(|| "none".to_owned());
        let versions = comparison.chart.version.as_ref().map(version);
        parts.push(format!("chart {} → {}", versions.from, versions.to));
    }
    let values = comparison.values.iter().take(MAX_NAMED);
    parts.extend(values.map(|value| format!("{} {}", value.path, value_change(value))));
    let more = comparison.values.len().saturating_sub(MAX_NAMED);
    parts.extend((more > 0).then(|| count(more, "more value")));
    let number = |change| {
        let objects = comparison.objects.iter();
        objects
            .filter(|object| object.change == change && !object.noise_only)
            .count()
    };
    for (number, what) in [
        (number(Change::Changed), "changed"),
        (number(Change::Added), "added"),
        (number(Change::Removed), "removed"),
    ] {
        parts.extend((number > 0).then(|| format!("{} {what}", count(number, "object"))));
    }
    let restarts = comparison.effects.restarts.len();
    let restart = if restarts == 1 { "restarts" } else { "restart" };
    parts.extend((restarts > 0).then(|| format!("{} {restart}", count(restarts, "workload"))));
    match (parts.is_empty(), comparison.verdict) {
        (true, Verdict::Identical) => "nothing".to_owned(),
        (true, _) => "version labels, hooks or notes only".to_owned(),
        (false, verdict) => at_least(verdict).to_owned() + &parts.join(", "),
    }
}

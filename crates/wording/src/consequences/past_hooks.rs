//! Hooks that ran on the way up, which a step back does not undo.

use astern_compare::{PastHook, Severity};

use super::writer::{ConsequenceWriter, MAX_NAMED};
use crate::utc_to_the_second;

impl ConsequenceWriter<'_> {
    /// Hooks that ran on the way to the newer revision.
    pub(super) fn not_undone(&mut self) {
        let all = &self.comparison.hooks_not_undone;
        let older = match &self.comparison.chart.version.to {
            Some(version) => version.clone(),
            None => format!("revision {}", self.comparison.revisions.to),
        };
        for hook in all.iter().take(MAX_NAMED) {
            self.push(Severity::NotUndone, sentence(hook, &older));
        }
        self.push_remaining(Severity::NotUndone, all.len(), "hook", "are not undone");
    }
}

fn sentence(hook: &PastHook, older: &str) -> String {
    let PastHook {
        kind,
        name,
        began,
        succeeded,
    } = hook;
    let ran = match succeeded {
        true => "ran at",
        false => "began at",
    };
    format!(
        "Hook {name} ({kind}) {ran} {}, not undone: does {older} work with what it did?",
        utc_to_the_second(*began)
    )
}

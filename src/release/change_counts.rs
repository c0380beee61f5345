//! What a revision changed against the one before, as counts that are small enough to keep for each revision.

use astern_compare::{Change, Comparison, ObjectChange, Verdict};
use astern_wording::{at_least, comparison_sentence, comparison_unread, count, value_change};

/// How many values are named.
const MAX_NAMED: usize = 2;

/// What a revision changed against the one before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangeCounts {
    /// Whether the revisions differ, as far as that is known.
    pub verdict: Verdict,
    /// What could not be read, one line for each of the two revisions.
    pub unread: Vec<String>,
    /// The summary of the comparison in one sentence.
    pub sentence: String,
    /// The first values that differ: the path, and how it changed.
    pub values: Vec<(String, String)>,
    /// The number of values that differ.
    pub value_count: usize,
    /// Objects that were added.
    pub added: usize,
    /// Objects that were removed.
    pub removed: usize,
    /// Objects that differ in more than noise.
    pub changed: usize,
    /// Objects that differ in noise only, such as version labels.
    pub noise: usize,
    /// Hooks that differ in more than noise.
    pub hooks: usize,
    /// Hooks that differ in noise only.
    pub hook_noise: usize,
    /// Workloads whose pods restart.
    pub restarts: usize,
}

impl From<&Comparison> for ChangeCounts {
    fn from(comparison: &Comparison) -> Self {
        let number = |is: fn(&ObjectChange) -> bool| {
            let objects = comparison.objects.iter();
            objects.filter(|object| is(object)).count()
        };
        let values = comparison.values.iter().take(MAX_NAMED);
        let hooks = comparison.hooks.iter();
        let hook_noise = hooks.filter(|hook| hook.object.noise_only).count();
        Self {
            verdict: comparison.verdict,
            unread: comparison_unread(comparison),
            sentence: comparison_sentence(comparison),
            values: values
                .map(|value| (value.path.to_string(), value_change(value)))
                .collect(),
            value_count: comparison.values.len(),
            added: number(|object| object.change == Change::Added),
            removed: number(|object| object.change == Change::Removed),
            changed: number(|object| object.change == Change::Changed && !object.noise_only),
            noise: number(|object| object.noise_only),
            hooks: comparison.hooks.len() - hook_noise,
            hook_noise,
            restarts: comparison.effects.restarts.len(),
        }
    }
}

impl ChangeCounts {
    /// Returns the counts of objects in words, each with the CSS class of its colour.
    pub fn objects(&self) -> Vec<(&'static str, String)> {
        in_words([
            ("n-add", self.added, "added"),
            ("n-del", self.removed, "removed"),
            ("n-chg", self.changed, "changed"),
            ("muted", self.noise, "in version labels only"),
        ])
    }

    /// Returns the counts of hooks in words, each with the CSS class of its colour.
    pub fn hooks(&self) -> Vec<(&'static str, String)> {
        in_words([
            ("n-chg", self.hooks, "changed"),
            ("muted", self.hook_noise, "in version labels only"),
        ])
    }

    /// Returns how many objects differ and how many workloads restart, in one sentence.
    pub fn object_sentence(&self) -> String {
        let objects: Vec<String> = self.objects().into_iter().map(|(_, text)| text).collect();
        let is_complete = self.verdict.is_complete();
        let objects = match (objects.is_empty(), is_complete) {
            (true, true) => "no object differs".to_owned(),
            (true, false) => "whether any differs is not known".to_owned(),
            (false, _) => format!("{}{}", at_least(self.verdict), objects.join(", ")),
        };
        let restarts = match (self.restarts, is_complete) {
            (0, true) => "no workload restarts its pods".to_owned(),
            (0, false) => "whether workloads restart is not known".to_owned(),
            (1, true) => "1 workload restarts its pods".to_owned(),
            (number, _) => format!(
                "{}{} restart",
                at_least(self.verdict),
                count(number, "workload")
            ),
        };
        format!("Objects: {objects}; {restarts}.")
    }

    /// Returns what to say where no value, object or hook is known to differ.
    pub fn nothing_found(&self) -> &'static str {
        match self.verdict {
            Verdict::Identical | Verdict::Differs => "No value, object or hook differs",
            Verdict::DiffersAtLeast | Verdict::Unknown => "What it changed is not known",
        }
    }
}

/// Returns the counts that are not 0 in words.
fn in_words<const N: usize>(
    numbers: [(&'static str, usize, &'static str); N],
) -> Vec<(&'static str, String)> {
    let counts = numbers.into_iter().filter(|(_, number, _)| *number > 0);
    counts
        .map(|(class, number, word)| (class, format!("{number} {word}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use astern_compare::compare;
    use astern_ledger::Release;
    use astern_masking::Masking;
    use serde_json::json;

    fn release(revision: u32, manifest: &str) -> Release {
        serde_json::from_value(json!({
            "name": "web", "namespace": "shop", "version": revision, "info": {"status": "deployed"},
            "chart": {"metadata": {"name": "web", "version": "1.0.0"}}, "manifest": manifest, "hooks": [],
        }))
        .unwrap()
    }

    #[test]
    fn nothing_is_said_to_be_the_same_while_something_is_unread() {
        let counts = |from: &str, to: &str| {
            let masking = Masking::new([7; 16]);
            ChangeCounts::from(&compare(&release(1, from), &release(2, to), &masking))
        };
        let same = counts("", "");
        assert_eq!(same.nothing_found(), "No value, object or hook differs");
        assert_eq!(
            same.object_sentence(),
            "Objects: no object differs; no workload restarts its pods."
        );
        let unread = counts("", "---\nkind: [\n");
        assert!(unread.unread[0].starts_with("Revision 2: 1 document could not be read"));
        assert_eq!(unread.nothing_found(), "What it changed is not known");
        assert_eq!(
            unread.object_sentence(),
            "Objects: whether any differs is not known; whether workloads restart is not known."
        );
        let service = "---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\n";
        let both = counts("", &format!("{service}---\nkind: [\n"));
        assert_eq!(
            both.object_sentence(),
            "Objects: at least 1 added; whether workloads restart is not known."
        );
    }
}

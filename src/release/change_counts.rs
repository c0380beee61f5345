//! What a revision changed against the one before, as counts that are small enough to keep for each revision.

use astern_compare::{Change, Comparison, ObjectChange};
use astern_wording::{comparison_sentence, count};

/// How many paths of values are named.
const MAX_NAMED: usize = 2;

/// What a revision changed against the one before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangeCounts {
    /// The summary of the comparison in one sentence.
    pub sentence: String,
    /// The paths of the first values that differ.
    pub values: Vec<String>,
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
    /// Documents that could not be read, and so were not compared.
    pub unreadable: usize,
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
            sentence: comparison_sentence(comparison),
            values: values.map(|value| value.path.to_string()).collect(),
            value_count: comparison.values.len(),
            added: number(|object| object.change == Change::Added),
            removed: number(|object| object.change == Change::Removed),
            changed: number(|object| object.change == Change::Changed && !object.noise_only),
            noise: number(|object| object.noise_only),
            hooks: comparison.hooks.len() - hook_noise,
            hook_noise,
            restarts: comparison.effects.restarts.len(),
            unreadable: comparison.unreadable.len(),
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
        let objects = match objects.is_empty() {
            true => "no object differs".to_owned(),
            false => objects.join(", "),
        };
        let restarts = match self.restarts {
            0 => "no workload restarts its pods".to_owned(),
            1 => "1 workload restarts its pods".to_owned(),
            number => format!("{} restart their pods", count(number, "workload")),
        };
        format!("Objects: {objects}; {restarts}.")
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

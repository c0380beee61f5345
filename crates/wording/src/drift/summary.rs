//! The summary of a drift comparison.

use astern_compare::{Drift, Verdict};

use crate::{at_least, known_to_differ};

/// Returns the numbers of hooks that differ and that do not, without absent ones: `1 hook differs, 2 are as revision 10
/// says`.
#[must_use]
pub fn drift_hooks_summary(drift: &Drift) -> String {
    let differ = drift.differing_hooks();
    let older = drift.hooks.len() - differ;
    let is = |number: usize| if number == 1 { "is" } else { "are" };
    let mut sentence = known_to_differ(drift.verdict, differ, "hook");
    if older > 0 {
        let is = is(older);
        sentence += &format!(", {older} {is} of another revision's run");
    }
    let (same, is) = (drift.unchanged_hooks, is(drift.unchanged_hooks));
    sentence + &format!(", {same} {is} as revision {} says", drift.revision)
}

/// Returns the result of a drift comparison, in one sentence. Where something was not read, it says of nothing that it is as
/// the revision says, and [`drift_unread`](crate::drift_unread) is shown before it.
#[must_use]
pub fn drift_sentence(drift: &Drift) -> String {
    let revision = drift.revision;
    let compared = drift.unchanged_objects + drift.unchanged_hooks + drift.hooks.len();
    match drift.verdict {
        Verdict::Identical => format!("The cluster matches revision {revision}."),
        Verdict::Unknown if compared == 0 => {
            format!("Nothing of revision {revision} could be compared with the cluster.")
        }
        Verdict::Unknown => {
            format!("Whether the cluster holds what revision {revision} says is not known.")
        }
        Verdict::Differs
            if drift.missing.len() > 1
                && drift.objects.is_empty()
                && drift.unchanged_objects == 0 =>
        {
            format!(
                "None of the {} objects of revision {revision} is in the cluster.",
                drift.missing.len()
            )
        }
        Verdict::Differs | Verdict::DiffersAtLeast => format!(
            "In the cluster {}{}.",
            at_least(drift.verdict),
            differences(drift)
        ),
    }
}

/// Returns the numbers of differences: `2 objects differ from what revision 10 says, 1 is missing`.
fn differences(drift: &Drift) -> String {
    let hooks = drift.differing_hooks();
    let from = format!(" from what revision {} says", drift.revision);
    let hooks = (hooks > 0).then(|| match hooks {
        1 => "1 hook differs".to_owned(),
        _ => format!("{hooks} hooks differ"),
    });
    let counts = [
        (drift.objects.len(), "differs", "differ"),
        (drift.missing.len(), "is missing", "are missing"),
        (drift.leftover.len(), "is left over", "are left over"),
    ];
    let mut counts = counts.into_iter().filter(|(number, ..)| *number > 0);
    let Some((number, one, many)) = counts.next() else {
        return hooks.unwrap_or_default() + &from;
    };
    let (objects, verb) = match number {
        1 => ("object", one),
        _ => ("objects", many),
    };
    let mut sentence = format!("{number} {objects} {verb}");
    if !drift.objects.is_empty() {
        sentence.push_str(&from);
    }
    for (number, one, many) in counts {
        let verb = if number == 1 { one } else { many };
        sentence.push_str(&format!(", {number} {verb}"));
    }
    if let Some(hooks) = hooks {
        sentence.push_str(&format!(", and {hooks}"));
    }
    sentence
}

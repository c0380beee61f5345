//! The summary of a drift comparison.

use astern_compare::Drift;

use crate::count::count;

/// Returns the numbers of hooks that differ and that do not, without absent ones: `1 hook differs, 2 are as revision 10
/// says`.
#[must_use]
pub fn drift_hooks_summary(drift: &Drift) -> String {
    let differ = drift.differing_hooks();
    let older = drift.hooks.len() - differ;
    let hooks = if differ == 1 {
        "hook differs"
    } else {
        "hooks differ"
    };
    let is = |number: usize| if number == 1 { "is" } else { "are" };
    let mut sentence = format!("{differ} {hooks}");
    if older > 0 {
        let is = is(older);
        sentence += &format!(", {older} {is} of another revision's run");
    }
    let (same, is) = (drift.unchanged_hooks, is(drift.unchanged_hooks));
    sentence + &format!(", {same} {is} as revision {} says", drift.revision)
}

/// Returns the result of a drift comparison, in one or two sentences.
#[must_use]
pub fn drift_sentence(drift: &Drift) -> String {
    let revision = drift.revision;
    let sentence = match differences(drift) {
        None if drift.unavailable.is_empty() && drift.unreadable.is_empty() => {
            format!("The cluster holds what revision {revision} says.")
        }
        None if drift.unchanged_objects + drift.unchanged_hooks + drift.hooks.len() == 0 => {
            format!("Nothing of revision {revision} could be compared with the cluster.")
        }
        None => format!("What could be read in the cluster is as revision {revision} says."),
        Some(_)
            if drift.missing.len() > 1
                && drift.objects.is_empty()
                && drift.unchanged_objects == 0 =>
        {
            format!(
                "None of the {} objects of revision {revision} is in the cluster.",
                drift.missing.len()
            )
        }
        Some(differences) => format!("In the cluster {differences}."),
    };
    let unavailable = count(drift.unavailable.len(), "object");
    let unread = count(drift.unreadable.len(), "document");
    match (drift.unavailable.is_empty(), drift.unreadable.is_empty()) {
        (true, true) => sentence,
        (false, true) => format!("{sentence} {unavailable} could not be read."),
        (true, false) => format!("{sentence} {unread} of the revision could not be read."),
        (false, false) => {
            format!("{sentence} {unavailable}, and {unread} of the revision, could not be read.")
        }
    }
}

/// Returns the numbers of differences: `2 objects differ from what revision 10 says, 1 is missing`.
fn differences(drift: &Drift) -> Option<String> {
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
        return hooks.map(|hooks| hooks + &from);
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
    Some(sentence)
}

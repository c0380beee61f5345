//! Why the object of a hook does not exist.

use astern_compare::HookAbsence;

/// Returns why the object of a hook does not exist, as a clause.
#[must_use]
pub fn hook_absence(absence: &HookAbsence) -> String {
    match absence {
        HookAbsence::NotRun { revision, events } => format!(
            "Helm has not run it for revision {revision}; it runs at {}",
            events.join(", ")
        ),
        HookAbsence::ByPolicy { policy } => {
            format!("Helm deleted it after its run, as its policy {policy} says")
        }
        HookAbsence::Expired { seconds } => format!(
            "Kubernetes deletes it {seconds} s after it has ended, as its ttlSecondsAfterFinished says"
        ),
        HookAbsence::Unknown => {
            "it ran, and somebody or something has deleted it since; Helm makes it anew when it runs it next"
                .to_owned()
        }
    }
}

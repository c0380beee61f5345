//! The changes that are no suspects, in words.

use astern_diagnosis::{Finding, Reach};

use crate::{count, verb};

/// How many changes are no suspects, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OtherChanges {
    /// How many: `11 other changes cannot be the cause`.
    pub heading: String,
    /// Why.
    pub reason: &'static str,
}

/// Returns how many changes are no suspects, and why; `None` where there are none.
#[must_use]
pub fn other_changes(finding: &Finding) -> Option<OtherChanges> {
    if finding.others == 0 {
        return None;
    }
    let changes = count(finding.others, "other change");
    let are_less_likely = finding.reach == Reach::Ran && !finding.suspects.is_empty();
    let heading = match are_less_likely {
        true => format!(
            "{changes} {} less likely, or cannot be the cause",
            verb(finding.others, "is", "are")
        ),
        false => format!("{changes} cannot be the cause"),
    };
    let reason = match finding.reach {
        Reach::NotCreated => {
            "Kubernetes did not create the pods, so image, command, configuration, probes and the Service had no effect yet. \
             They could still fail later."
        }
        Reach::NotScheduled => {
            "The pods never reached a node, so image, command, configuration, probes and the Service had no effect yet. They \
             could still fail later."
        }
        Reach::NotStarted => {
            "The container never started, so what it would have read, how it is probed and who reaches it had no effect yet. \
             They could still fail later."
        }
        Reach::Ran => {
            "They are in objects that these pods do not read, or in fields that do not matter for what fails."
        }
    };
    Some(OtherChanges { heading, reason })
}

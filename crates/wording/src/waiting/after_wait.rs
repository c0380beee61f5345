//! A rollback that was applied and whose wait failed, by what is seen of the cluster.

use astern_ledger::Revision;
use astern_manifest::ObjectId;

use super::unmet::kind_and_name;
use crate::list;

/// The most objects that the headline names.
const MAX_NAMED: usize = 3;

/// What is seen after a rollback was applied and helm's wait failed, where it changes what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AfterWait {
    /// Pods of older templates are not ready and nothing replaces them; a sentence about each.
    NotReplaced(Vec<String>),
    /// All workloads are ready as in the target, and helm waited for these objects.
    OnlyObjects(Vec<ObjectId>),
    /// All workloads are ready as in the target, and nothing else is known to be waited for.
    Ready,
}

impl AfterWait {
    /// Returns the headline, where it is another than that the rollback failed.
    #[must_use]
    pub fn sentence(&self) -> Option<String> {
        match self {
            Self::NotReplaced(_) => None,
            Self::OnlyObjects(objects) => Some(format!(
                "The workloads are back; only helm's wait for {} failed",
                list(objects.iter().map(kind_and_name), MAX_NAMED)
            )),
            Self::Ready => {
                Some("The workloads are back; they became ready after helm's wait".to_owned())
            }
        }
    }

    /// Returns what to do, with commands between backticks.
    #[must_use]
    pub fn advice(&self, target: Revision) -> String {
        let record = "Helm's ledger says failed until a rollback or an upgrade succeeds";
        match self {
            Self::NotReplaced(sentences) => format!(
                "{}. It is then made again as in revision {target}. {record}: roll back to {target} once more after that.",
                sentences.join(". ")
            ),
            Self::OnlyObjects(_) => format!(
                "Nothing has to be undone: what runs is as revision {target} says. {record}: roll back to {target} once \
                 more without “Wait until it is ready” (helm's `--wait`), because helm would wait for the same again."
            ),
            Self::Ready => format!(
                "Nothing has to be undone: what runs is as revision {target} says. {record}: roll back to {target} once more."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canary() -> ObjectId {
        ObjectId {
            group: "delivery.example.com".to_owned(),
            kind: "Canary".to_owned(),
            namespace: None,
            name: "shop".to_owned(),
        }
    }

    #[test]
    fn a_rollback_that_worked_is_not_called_failed() {
        let only = AfterWait::OnlyObjects(vec![canary()]);
        let sentence = "The workloads are back; only helm's wait for Canary/shop failed";
        assert_eq!(only.sentence().as_deref(), Some(sentence));
        assert!(
            only.advice(Revision::FIRST)
                .contains("without “Wait until it is ready”")
        );
        assert!(
            AfterWait::Ready
                .advice(Revision::FIRST)
                .starts_with("Nothing has to be undone")
        );
    }

    #[test]
    fn the_pod_to_delete_comes_before_the_next_rollback() {
        let after = AfterWait::NotReplaced(vec!["Delete pod db-2".to_owned()]);
        assert_eq!(after.sentence(), None);
        assert!(
            after
                .advice(Revision::FIRST)
                .starts_with("Delete pod db-2. It is then made again")
        );
    }
}

//! The journal: a ConfigMap in the namespace of a release that records its rollbacks.

use astern_ledger::{Namespace, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Outcome, RequestId, StartRollback};

/// One rollback in the journal. It is also the form of the ConfigMap's values, one for each request id.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// What was asked for: the request id, the release, from where to where, how, why, and who
    /// claims to have asked.
    pub rollback: StartRollback,
    /// The identity that the API server vouched for; none on a laptop, where the person's own
    /// kubeconfig acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<ReviewedIdentity>,
    /// When it was taken on, by the endpoint's clock.
    pub started: Timestamp,
    /// The helm that ran it, such as `v4.3.1`.
    pub helm: String,
    /// The astern that ran it.
    pub run_by: RunBy,
    /// How it ended. None: it is running, or the astern that ran it ended before it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<RollbackEnd>,
}

/// An identity from a TokenReview.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReviewedIdentity {
    /// `system:serviceaccount:NAMESPACE:NAME`.
    pub user: String,
    /// The token's own id (JTI), which the API server's audit log ties to the person who minted it
    /// (`authentication.kubernetes.io/issued-credential-id`). Kubernetes before 1.32 has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_id: Option<String>,
}

/// One process of Astern.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RunBy {
    /// Where it runs.
    pub place: RunLocation,
    /// Random at each start, so that a restarted one is told from the one before.
    pub run: String,
}

/// Where an astern runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunLocation {
    /// On somebody's own machine.
    Laptop,
    /// In the cluster. There is one at a time.
    Cluster,
}

/// How a rollback ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RollbackEnd {
    /// When, by the endpoint's clock.
    pub at: Timestamp,
    /// How long it took, in whole seconds.
    pub seconds: u64,
    /// The outcome.
    pub outcome: Outcome,
}

/// What a look-up answers: the rollbacks that are kept, newest first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Journal {
    /// Where.
    pub namespace: Namespace,
    /// Those that can be read.
    pub entries: Vec<Entry>,
    /// The keys of those that cannot.
    pub unreadable: Vec<String>,
}

impl Entry {
    /// What stands under a key of a namespace's journal; `None` when it is none, or one of another press or namespace:
    /// whoever may write one ConfigMap could otherwise speak for all.
    pub fn read(namespace: &Namespace, key: &str, text: &str) -> Option<Self> {
        let entry: Self = serde_json::from_str(text).ok()?;
        let rollback = &entry.rollback;
        let its_own = rollback.namespace == *namespace && rollback.request_id.to_string() == key;
        its_own.then_some(entry)
    }
}

impl Journal {
    /// What the keys and texts of the ConfigMap [`JOURNAL_NAME`](crate::JOURNAL_NAME) hold, newest first.
    pub fn read<'a>(namespace: Namespace, data: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let (mut entries, mut unreadable) = (Vec::<Entry>::new(), Vec::new());
        for (key, text) in data {
            match Entry::read(&namespace, key, text) {
                Some(entry) => entries.push(entry),
                None => unreadable.push(key.to_owned()),
            }
        }
        let newest_first = |entry: &Entry| std::cmp::Reverse(entry.started);
        astern_ledger::sort_by_key(&mut entries, newest_first);
        Self {
            namespace,
            entries,
            unreadable,
        }
    }

    /// Returns the rollback with a request id.
    pub fn find(&self, id: &RequestId) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.rollback.request_id == *id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_a_stable_form() {
        let json = r#"{"rollback":{"request_id":"00000000000000000000000000000001","namespace":"shop","release":"shop","target":3,"expected_current":4,"options":{"wait":true,"timeout_seconds":300,"cleanup_on_fail":true},"reason":"pods of 4 do not start","claimed_by":"jane"},"by":{"user":"system:serviceaccount:shop:astern-rollback","token_id":"JTI=1"},"started":"2026-11-22T03:04:05Z","helm":"v4.3.1","run_by":{"place":"cluster","run":"0123456789abcdef"},"end":{"at":"2026-11-22T03:04:09Z","seconds":4,"outcome":{"result":"done","revision":5}}}"#;
        let entry: Entry = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&entry).unwrap(), json);
        let shop = "shop".parse().unwrap();
        let key = "00000000000000000000000000000001";
        assert_eq!(Entry::read(&shop, key, json), Some(entry));
        // Under another key, or in another namespace's journal, it is nobody's.
        let other = "00000000000000000000000000000002";
        assert_eq!(Entry::read(&shop, other, json), None);
        assert_eq!(Entry::read(&"evil".parse().unwrap(), key, json), None);
    }
}

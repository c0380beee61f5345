//! The journal: a ConfigMap in the namespace of a release that records its rollbacks.

use astern_ledger::{Namespace, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Outcome, RequestId, StartRollback};

/// One rollback in the journal. The ConfigMap contains one entry for each request id, as JSON.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// The request, as the page sent it.
    pub rollback: StartRollback,
    /// The identity from the TokenReview. `None` on a laptop, where the rollback ran with the user's own kubeconfig.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<ReviewedIdentity>,
    /// When the request was accepted, by the clock of the endpoint.
    pub started: Timestamp,
    /// The version of the helm that ran the rollback, such as `v4.3.1`.
    pub helm: String,
    /// The endpoint process that ran the rollback.
    pub run_by: RunBy,
    /// The end of the rollback. `None` while it is running, or if the endpoint process ended before helm did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<RollbackEnd>,
}

/// An identity from a TokenReview.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReviewedIdentity {
    /// `system:serviceaccount:NAMESPACE:NAME`.
    pub user: String,
    /// The id of the token (JTI). The audit log of the API server contains it with the user who created the token
    /// (`authentication.kubernetes.io/issued-credential-id`). `None` for Kubernetes before 1.32.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_id: Option<String>,
}

/// One process of the endpoint.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RunBy {
    /// Where it runs.
    pub place: RunLocation,
    /// A random id, generated at each start, which distinguishes a restarted process from the one before.
    pub run: String,
}

/// Where the endpoint runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunLocation {
    /// On the user's own machine.
    Laptop,
    /// In the cluster, as a single replica.
    Cluster,
}

/// How a rollback ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RollbackEnd {
    /// When it ended, by the clock of the endpoint.
    pub at: Timestamp,
    /// The duration in whole seconds.
    pub seconds: u64,
    /// The outcome.
    pub outcome: Outcome,
}

/// The recorded rollbacks of a namespace, newest first. The response to a request for the journal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Journal {
    /// The namespace.
    pub namespace: Namespace,
    /// The valid entries.
    pub entries: Vec<Entry>,
    /// How many keys have no valid entry.
    pub unreadable: usize,
}

impl Entry {
    /// Parses the value of a key in the journal of a namespace. Returns `None` if it is invalid, or if its request id or
    /// namespace is another one: a user who may write one journal must not forge entries of other namespaces.
    pub fn read(namespace: &Namespace, key: &str, text: &str) -> Option<Self> {
        let entry: Self = serde_json::from_str(text).ok()?;
        let rollback = &entry.rollback;
        let matches = rollback.namespace == *namespace && rollback.request_id.to_string() == key;
        matches.then_some(entry)
    }
}

impl Journal {
    /// Parses the keys and values of the ConfigMap [`JOURNAL_NAME`](crate::JOURNAL_NAME).
    pub fn read<'a>(namespace: Namespace, data: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let (mut entries, mut unreadable) = (Vec::<Entry>::new(), 0);
        for (key, text) in data {
            match Entry::read(&namespace, key, text) {
                Some(entry) => entries.push(entry),
                None => unreadable += 1,
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
        let json = r#"{"rollback":{"request_id":"00000000000000000000000000000001","namespace":"shop","release":"shop","target":3,"expected_current":4,"seen":null,"options":{"wait":true,"timeout_seconds":300,"cleanup_on_fail":true},"reason":"pods of 4 do not start","claimed_by":"jane"},"by":{"user":"system:serviceaccount:shop:astern-rollback","token_id":"JTI=1"},"started":"2026-11-22T03:04:05Z","helm":"v4.3.1","run_by":{"place":"cluster","run":"0123456789abcdef"},"end":{"at":"2026-11-22T03:04:09Z","seconds":4,"outcome":{"result":"done","revision":5}}}"#;
        let entry: Entry = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&entry).unwrap(), json);
        let shop = "shop".parse().unwrap();
        let key = "00000000000000000000000000000001";
        assert_eq!(Entry::read(&shop, key, json), Some(entry));
        // It is invalid under another key and in the journal of another namespace.
        let other = "00000000000000000000000000000002";
        assert_eq!(Entry::read(&shop, other, json), None);
        assert_eq!(Entry::read(&"evil".parse().unwrap(), key, json), None);
    }
}

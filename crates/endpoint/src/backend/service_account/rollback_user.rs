//! The service account that rollbacks in a namespace run as.

use astern_ledger::Namespace;
use astern_protocol::ACCOUNT;

/// Returns the user name of the service account [`ACCOUNT`] in that namespace, as the API server writes it.
pub(crate) fn rollback_user(namespace: &Namespace) -> String {
    format!("system:serviceaccount:{namespace}:{ACCOUNT}")
}

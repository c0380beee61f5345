//! The user name of the service account that rollbacks in a namespace run as.

use astern_ledger::Namespace;
use astern_protocol::ACCOUNT;

/// Returns the user name of the service account [`ACCOUNT`] in that namespace, as the API server writes it.
pub(crate) fn rollback_user(namespace: &Namespace) -> String {
    format!("system:serviceaccount:{namespace}:{ACCOUNT}")
}

/// Returns the namespace of that user name, or `None` when it is not one of a [`rollback_user`].
pub(crate) fn rollback_namespace(user: &str) -> Option<Namespace> {
    let rest = user.strip_prefix("system:serviceaccount:")?;
    let namespace: Namespace = rest.split(':').next()?.parse().ok()?;
    (rollback_user(&namespace) == user).then_some(namespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_rollback_account_has_a_namespace() {
        let shop = rollback_namespace("system:serviceaccount:shop:astern-rollback");
        assert_eq!(shop, Some("shop".parse().unwrap()));
        for other in [
            "system:serviceaccount:shop:default",
            "system:serviceaccount:shop:astern-rollback:x",
            "system:serviceaccount::astern-rollback",
            "system:serviceaccount:Shop:astern-rollback",
            "system:serviceaccount:shop/astern-rollback",
            "shop:astern-rollback",
            "astern-rollback",
            "system:admin",
            "",
        ] {
            assert_eq!(rollback_namespace(other), None, "{other}");
        }
    }
}

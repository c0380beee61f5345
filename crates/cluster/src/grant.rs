//! What someone who may grant rights can run.

use std::collections::BTreeMap;

use astern_ledger::Namespace;

use crate::{Right, Verb};

/// The commands that grant these rights to `who`, one role for each namespace, under the name `role`.
///
/// The rights that reading a list or a Secret needs come together: whoever may do one of them is about to need the others.
pub fn grant(role: &str, rights: &[&Right], who: &str) -> String {
    let subject = subject(who);
    let mut places: BTreeMap<Option<&Namespace>, Vec<&Right>> = BTreeMap::new();
    for right in rights {
        places
            .entry(right.namespace.as_ref())
            .or_default()
            .push(right);
    }
    let mut commands = Vec::with_capacity(2 * places.len());
    for (namespace, rights) in places {
        let writes = |right: &&Right| matches!(right.verb, Verb::Create | Verb::Update);
        let reads_all = |right: &&Right| right.verb != Verb::Get || right.resource == "secrets";
        let verbs = match (rights.iter().any(writes), rights.iter().any(reads_all)) {
            (true, _) => "get,create,update",
            (false, true) => "get,list,watch",
            (false, false) => "get",
        };
        let mut resources: Vec<&str> = rights.iter().map(|right| right.resource.as_ref()).collect();
        astern_ledger::sort(&mut resources);
        resources.dedup();
        let resources = resources.join(",");
        let (kind, place) = match namespace {
            Some(namespace) => ("role", format!(" -n {namespace}")),
            None => ("clusterrole", String::new()),
        };
        commands.push(format!(
            "kubectl create {kind} {role}{place} --verb={verbs} --resource={resources}"
        ));
        commands.push(format!(
            "kubectl create {kind}binding {role}{place} --{kind}={role} {subject}"
        ));
    }
    commands.join("\n")
}

/// What somebody is given in a namespace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Given<'a> {
    /// A Role that is there already.
    Role(&'a str),
    /// A ClusterRole, for that namespace only.
    ClusterRole(&'a str),
}

/// The command that gives `who` a role in a namespace, by a binding called `NAME-WHO`: several people may hold the same.
pub fn grant_role(name: &str, given: Given<'_>, namespace: &Namespace, who: &str) -> String {
    // A name in a path of the API holds neither of these.
    let binding = quoted(&format!("{name}-{}", who.replace(['/', '%'], "-")));
    let role = match given {
        Given::Role(role) => format!("--role={role}"),
        Given::ClusterRole(role) => format!("--clusterrole={role}"),
    };
    let subject = subject(who);
    format!("kubectl create rolebinding {binding} -n {namespace} {role} {subject}")
}

/// `system:serviceaccount:NAMESPACE:NAME` is how the API server names a service account.
fn subject(who: &str) -> String {
    match who.strip_prefix("system:serviceaccount:") {
        Some(account) => format!("--serviceaccount={}", quoted(account)),
        None => format!("--user={}", quoted(who)),
    }
}

/// A name as one word of a shell.
fn quoted(name: &str) -> String {
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '.' | '@' | '/');
    match name.chars().all(is_plain) {
        true => name.to_owned(),
        false => format!("'{}'", name.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn right(verb: Verb, resource: &'static str, namespace: Option<&str>) -> Right {
        Right {
            verb,
            resource: resource.into(),
            namespace: namespace.map(|namespace| namespace.parse().unwrap()),
        }
    }

    #[test]
    fn one_role_for_each_namespace() {
        let rights = [
            right(Verb::Get, "services", Some("shop")),
            right(Verb::Get, "deployments.apps", Some("shop")),
            right(Verb::Get, "services", Some("shop")),
            right(Verb::List, "secrets", None),
        ];
        let rights: Vec<&Right> = rights.iter().collect();
        assert_eq!(
            grant("astern-live", &rights, "jane"),
            "kubectl create clusterrole astern-live --verb=get,list,watch --resource=secrets\n\
             kubectl create clusterrolebinding astern-live --clusterrole=astern-live --user=jane\n\
             kubectl create role astern-live -n shop --verb=get --resource=deployments.apps,services\n\
             kubectl create rolebinding astern-live -n shop --role=astern-live --user=jane"
        );
    }

    #[test]
    fn what_writes_an_object_reads_it_too() {
        let rights = right(Verb::Create, "configmaps", Some("shop"));
        let granted = grant("astern-journal", &[&rights], "jane");
        assert!(
            granted.contains("--verb=get,create,update --resource=configmaps"),
            "{granted}"
        );
    }

    #[test]
    fn a_service_account_is_named_as_kubectl_names_it_and_no_name_is_a_command() {
        let rights = right(Verb::Get, "pods", Some("shop"));
        let granted = grant("r", &[&rights], "system:serviceaccount:ops:reader");
        assert!(
            granted.ends_with("--serviceaccount=ops:reader"),
            "{granted}"
        );
        let granted = grant("r", &[&rights], "o'neil; rm");
        assert!(granted.ends_with(r"--user='o'\''neil; rm'"), "{granted}");
    }

    #[test]
    fn a_role_that_is_there_is_bound_with_one_command() {
        let shop = "shop".parse().unwrap();
        let one = |who: &str| {
            grant_role(
                "astern-rollback",
                Given::Role("astern-rollback"),
                &shop,
                who,
            )
        };
        assert_eq!(
            one("jane"),
            "kubectl create rolebinding astern-rollback-jane -n shop --role=astern-rollback --user=jane"
        );
        assert_eq!(
            one("oidc/jane doe"),
            "kubectl create rolebinding 'astern-rollback-oidc-jane doe' -n shop --role=astern-rollback \
             --user='oidc/jane doe'"
        );
        let account = "system:serviceaccount:ops:bot";
        let told = grant_role("helm", Given::ClusterRole("edit"), &shop, account);
        assert!(
            told.ends_with("-n shop --clusterrole=edit --serviceaccount=ops:bot"),
            "{told}"
        );
    }
}

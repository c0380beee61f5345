//! The `kubectl create` commands that grant a right. Whoever may grant rights runs them.

use std::collections::BTreeMap;

use astern_cluster::{Right, Verb};
use astern_ledger::Namespace;

use crate::shell::quote;

/// Returns the commands that grant these rights to a user, with one role for each namespace, under the name `role`.
///
/// The verbs that reading a list or a Secret takes are granted together, because whoever needs one needs the others next.
#[must_use]
pub fn grant_commands(role: &str, rights: &[&Right], user: &str) -> String {
    let subject = subject(user);
    let mut by_namespace: BTreeMap<Option<&Namespace>, Vec<&Right>> = BTreeMap::new();
    for right in rights {
        by_namespace
            .entry(right.namespace.as_ref())
            .or_default()
            .push(right);
    }
    let mut commands = Vec::with_capacity(2 * by_namespace.len());
    for (namespace, rights) in by_namespace {
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
        let (kind, namespace) = match namespace {
            Some(namespace) => ("role", format!(" -n {namespace}")),
            None => ("clusterrole", String::new()),
        };
        commands.push(format!(
            "kubectl create {kind} {role}{namespace} --verb={verbs} --resource={resources}"
        ));
        commands.push(format!(
            "kubectl create {kind}binding {role}{namespace} --{kind}={role} {subject}"
        ));
    }
    commands.join("\n")
}

/// A role that exists already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExistingRole<'a> {
    /// A Role of the namespace.
    Role(&'a str),
    /// A ClusterRole, bound in one namespace only.
    ClusterRole(&'a str),
}

/// Returns the command that binds a role to a user in a namespace. The binding is called `NAME-USER`, so that several users
/// can have one each.
#[must_use]
pub fn bind_role_command(
    name: &str,
    role: ExistingRole<'_>,
    namespace: &Namespace,
    user: &str,
) -> String {
    // A name in a path of the API must not contain these characters.
    let binding = quote(&format!("{name}-{}", user.replace(['/', '%'], "-")));
    let role = match role {
        ExistingRole::Role(role) => format!("--role={role}"),
        ExistingRole::ClusterRole(role) => format!("--clusterrole={role}"),
    };
    let subject = subject(user);
    format!("kubectl create rolebinding {binding} -n {namespace} {role} {subject}")
}

/// Returns the flag that names the subject. The API server calls a service account
/// `system:serviceaccount:NAMESPACE:NAME`.
fn subject(user: &str) -> String {
    match user.strip_prefix("system:serviceaccount:") {
        Some(account) => format!("--serviceaccount={}", quote(account)),
        None => format!("--user={}", quote(user)),
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
            grant_commands("astern-live", &rights, "jane"),
            "kubectl create clusterrole astern-live --verb=get,list,watch --resource=secrets\n\
             kubectl create clusterrolebinding astern-live --clusterrole=astern-live --user=jane\n\
             kubectl create role astern-live -n shop --verb=get --resource=deployments.apps,services\n\
             kubectl create rolebinding astern-live -n shop --role=astern-live --user=jane"
        );
    }

    #[test]
    fn whoever_writes_an_object_may_read_it() {
        let rights = right(Verb::Create, "configmaps", Some("shop"));
        let granted = grant_commands("astern-journal", &[&rights], "jane");
        assert!(
            granted.contains("--verb=get,create,update --resource=configmaps"),
            "{granted}"
        );
    }

    #[test]
    fn a_service_account_is_named_as_kubectl_names_it_and_no_name_is_a_command() {
        let rights = right(Verb::Get, "pods", Some("shop"));
        let granted = grant_commands("r", &[&rights], "system:serviceaccount:ops:reader");
        assert!(
            granted.ends_with("--serviceaccount=ops:reader"),
            "{granted}"
        );
        let granted = grant_commands("r", &[&rights], "o'neil; rm");
        assert!(granted.ends_with(r#"--user="o'neil; rm""#), "{granted}");
    }

    #[test]
    fn an_existing_role_is_bound_with_one_command() {
        let shop = "shop".parse().unwrap();
        let one = |user: &str| {
            bind_role_command(
                "astern-rollback",
                ExistingRole::Role("astern-rollback"),
                &shop,
                user,
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
        let command = bind_role_command("helm", ExistingRole::ClusterRole("edit"), &shop, account);
        assert!(
            command.ends_with("-n shop --clusterrole=edit --serviceaccount=ops:bot"),
            "{command}"
        );
    }
}

//! The `kubectl create` commands that grant a right. Whoever may grant rights runs them.

use std::collections::BTreeMap;

use astern_cluster::{Right, Verb, is_anonymous};
use astern_ledger::Namespace;

use crate::shell::quote;

/// A user whom a right can be granted to: a person or a service account.
///
/// Not `system:anonymous` or `system:unauthenticated`: a right of theirs is a right of everybody on the network. Nor another
/// name that begins with `system:`, which Kubernetes reserves for its own components
/// (<https://kubernetes.io/docs/reference/access-authn-authz/rbac/>, "Referring to subjects").
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grantee(String);

/// Why nothing is granted to a user.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotGrantable {
    /// It is the name of requests without credentials.
    #[error(
        "You are not logged in: the API server takes you for everybody on the network. Log in again the way you do for kubectl."
    )]
    Anonymous,
    /// It is a component of Kubernetes.
    #[error(
        "That user is a component of Kubernetes, which no right is granted to. Log in as yourself."
    )]
    Component,
}

impl Grantee {
    /// Takes the user name that the API server reports.
    ///
    /// # Errors
    /// [`NotGrantable`].
    pub fn new(user: &str) -> Result<Self, NotGrantable> {
        match user.strip_prefix("system:") {
            _ if is_anonymous(user) => Err(NotGrantable::Anonymous),
            Some(rest) if !rest.starts_with("serviceaccount:") => Err(NotGrantable::Component),
            _ => Ok(Self(user.to_owned())),
        }
    }

    /// A word that whoever runs the command replaces by the user's name.
    #[must_use]
    pub fn placeholder() -> Self {
        Self("YOUR-USER".to_owned())
    }

    /// Returns the user's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Returns the flag that names the subject. The API server calls a service account
    /// `system:serviceaccount:NAMESPACE:NAME`.
    fn subject(&self) -> String {
        match self.0.strip_prefix("system:serviceaccount:") {
            Some(account) => format!("--serviceaccount={}", quote(account)),
            None => format!("--user={}", quote(&self.0)),
        }
    }
}

/// Returns the commands that grant these rights to a user, with one role for each namespace, under the name `role`; `None`
/// where there is nothing to grant.
///
/// A right that spans all namespaces is granted in the namespace `begin_in`, and without one not at all: reading the Secrets of
/// the whole cluster is more than anybody needs for the releases of one namespace. The verbs that reading a list or a Secret
/// takes are granted together, because whoever needs one needs the others next.
#[must_use]
pub fn grant_commands(
    role: &str,
    rights: &[&Right],
    begin_in: Option<&Namespace>,
    user: &Grantee,
) -> Option<String> {
    let subject = user.subject();
    let mut by_namespace: BTreeMap<Option<&Namespace>, Vec<&Right>> = BTreeMap::new();
    for right in rights {
        let namespace = match (right.spans_namespaces(), begin_in) {
            (true, None) => continue,
            (true, Some(namespace)) => Some(namespace),
            (false, _) => right.namespace.as_ref(),
        };
        by_namespace.entry(namespace).or_default().push(right);
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
    (!commands.is_empty()).then(|| commands.join("\n"))
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
    user: &Grantee,
) -> String {
    // A name in a path of the API must not contain these characters.
    let binding = quote(&format!("{name}-{}", user.name().replace(['/', '%'], "-")));
    let role = match role {
        ExistingRole::Role(role) => format!("--role={role}"),
        ExistingRole::ClusterRole(role) => format!("--clusterrole={role}"),
    };
    let subject = user.subject();
    format!("kubectl create rolebinding {binding} -n {namespace} {role} {subject}")
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

    fn user(name: &str) -> Grantee {
        Grantee::new(name).unwrap()
    }

    #[test]
    fn one_role_for_each_namespace() {
        let rights = [
            right(Verb::Get, "services", Some("shop")),
            right(Verb::Get, "deployments.apps", Some("shop")),
            right(Verb::Get, "services", Some("shop")),
            right(Verb::Get, "clusterroles.rbac.authorization.k8s.io", None),
        ];
        let rights: Vec<&Right> = rights.iter().collect();
        assert_eq!(
            grant_commands("astern-live", &rights, None, &user("jane")).unwrap(),
            "kubectl create clusterrole astern-live --verb=get --resource=clusterroles.rbac.authorization.k8s.io\n\
             kubectl create clusterrolebinding astern-live --clusterrole=astern-live --user=jane\n\
             kubectl create role astern-live -n shop --verb=get --resource=deployments.apps,services\n\
             kubectl create rolebinding astern-live -n shop --role=astern-live --user=jane"
        );
    }

    #[test]
    fn no_secret_of_the_whole_cluster_is_granted_where_a_namespace_will_do() {
        for (verb, resource) in [(Verb::List, "secrets"), (Verb::Watch, "configmaps")] {
            let rights = right(verb, resource, None);
            let grant =
                |begin_in| grant_commands("astern-read", &[&rights], begin_in, &user("jane"));
            assert_eq!(grant(None), None);
            let team: Namespace = "team-a".parse().unwrap();
            assert_eq!(
                grant(Some(&team)).unwrap(),
                format!(
                    "kubectl create role astern-read -n team-a --verb=get,list,watch --resource={resource}\n\
                     kubectl create rolebinding astern-read -n team-a --role=astern-read --user=jane"
                )
            );
        }
    }

    #[test]
    fn nothing_is_granted_to_everybody_or_to_a_component() {
        for (user, expected) in [
            ("system:anonymous", NotGrantable::Anonymous),
            ("system:unauthenticated", NotGrantable::Anonymous),
            ("system:kube-scheduler", NotGrantable::Component),
            ("system:node:worker-1", NotGrantable::Component),
            ("system:serviceaccounts", NotGrantable::Component),
            ("system:", NotGrantable::Component),
        ] {
            assert_eq!(Grantee::new(user), Err(expected), "{user}");
        }
        for user in ["jane", "oidc:jane", "", "system:serviceaccount:ops:reader"] {
            assert!(Grantee::new(user).is_ok(), "{user}");
        }
    }

    #[test]
    fn whoever_writes_an_object_may_read_it() {
        let rights = right(Verb::Create, "configmaps", Some("shop"));
        let granted = grant_commands("astern-journal", &[&rights], None, &user("jane")).unwrap();
        assert!(
            granted.contains("--verb=get,create,update --resource=configmaps"),
            "{granted}"
        );
    }

    #[test]
    fn a_service_account_is_named_as_kubectl_names_it_and_no_name_is_a_command() {
        let rights = right(Verb::Get, "pods", Some("shop"));
        let granted = |name: &str| grant_commands("r", &[&rights], None, &user(name)).unwrap();
        let account = granted("system:serviceaccount:ops:reader");
        assert!(
            account.ends_with("--serviceaccount=ops:reader"),
            "{account}"
        );
        let hostile = granted("o'neil; rm");
        assert!(hostile.ends_with(r#"--user="o'neil; rm""#), "{hostile}");
    }

    #[test]
    fn an_existing_role_is_bound_with_one_command() {
        let shop = "shop".parse().unwrap();
        let one = |name: &str| {
            bind_role_command(
                "astern-rollback",
                ExistingRole::Role("astern-rollback"),
                &shop,
                &user(name),
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
        let command = bind_role_command(
            "helm",
            ExistingRole::ClusterRole("edit"),
            &shop,
            &user(account),
        );
        assert!(
            command.ends_with("-n shop --clusterrole=edit --serviceaccount=ops:bot"),
            "{command}"
        );
    }
}

//! Who would carry a rollback out, and what the person has to be allowed for that.

use astern_cluster::{Driver, Given, Right, Verb, grant_role, minting_right};
use astern_ledger::{Namespace, Record};
use astern_protocol::{Helm, Minting, Mode};

use crate::connection::{Cluster, Endpoint};

/// Whether there is someone to carry it out.
pub enum Executor {
    /// The endpoint, in these words, for whoever has this right.
    Ready(String, Needed),
    /// Nobody, and why.
    Nobody(String),
}

/// What the person has to be allowed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Needed {
    /// Nothing: it is played.
    Nothing,
    /// What helm, with the person's own rights, does first: it writes the new record.
    Record(Namespace, Driver),
    /// Minting the token that opens the endpoint in the cluster.
    Token(Namespace, Minting),
}

impl Needed {
    /// The right, and the name of the object that it is needed on.
    pub fn right(&self) -> Option<(Right, Option<String>)> {
        match self {
            Self::Nothing => None,
            Self::Record(namespace, driver) => {
                let resource = match driver {
                    Driver::Secret => "secrets",
                    Driver::ConfigMap => "configmaps",
                };
                let right = Right {
                    verb: Verb::Create,
                    resource: resource.into(),
                    namespace: Some(namespace.clone()),
                };
                Some((right, None))
            }
            Self::Token(namespace, minting) => {
                Some((minting_right(namespace), Some(minting.account.clone())))
            }
        }
    }

    /// The command with which someone who may grant rights gives it to `who`, and what to know about it.
    pub fn grant(&self, who: &str) -> Option<(String, &'static str)> {
        match self {
            Self::Nothing => None,
            Self::Record(namespace, _) => Some((
                grant_role("astern-edit", Given::ClusterRole("edit"), namespace, who),
                "It lets them change most of what is in that namespace, its Secrets too, which is what a rollback \
                 with their own rights takes. For a release with Roles in it, take the ClusterRole admin; for objects of \
                 custom kinds, which neither knows, a Role that names them besides: without it the rollback stops halfway.",
            )),
            Self::Token(namespace, minting) => {
                let role = minting.account.as_str();
                Some((
                    grant_role(role, Given::Role(role), namespace, who),
                    "It lets them act as that account, in this namespace only. Astern's chart makes the Role in each \
                     namespace of its values; where kubectl says that it is not found, add this namespace there first.",
                ))
            }
        }
    }
}

/// Who would carry out a rollback of `current`'s release.
pub fn executor(cluster: &Cluster, current: &Record) -> Executor {
    let Endpoint::Serves { session, .. } = &cluster.endpoint else {
        return Executor::Nobody(
            "This page is read only: it is served by kubectl proxy alone, with nothing behind it \
             that could run helm."
                .to_owned(),
        );
    };
    let namespace = current.namespace.clone();
    match (&session.helm, &session.mode) {
        (Helm::Missing { message }, _) => Executor::Nobody(message.clone()),
        (Helm::Played, _) | (_, Mode::Demo) => Executor::Ready(
            "This is a sample: the rollback is played, not run.".to_owned(),
            Needed::Nothing,
        ),
        (Helm::Found { version }, Mode::Laptop) => Executor::Ready(
            format!("helm {version} runs it on this machine, with your own kubeconfig."),
            Needed::Record(namespace, current.driver),
        ),
        (Helm::Found { version }, Mode::InCluster(minting)) => Executor::Ready(
            format!(
                "helm {version} runs it in the cluster, as the service account {} in {namespace}.",
                minting.account
            ),
            Needed::Token(namespace, minting.clone()),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> Namespace {
        "shop".parse().unwrap()
    }

    #[test]
    fn in_the_cluster_it_is_one_rule_on_one_account() {
        let needed = Needed::Token(shop(), Minting::default());
        let (right, name) = needed.right().unwrap();
        assert_eq!(
            right.to_string(),
            "create serviceaccounts/token in namespace shop"
        );
        assert_eq!(name.as_deref(), Some("astern-rollback"));
        assert_eq!(
            needed.grant("jane").unwrap().0,
            "kubectl create rolebinding astern-rollback-jane -n shop --role=astern-rollback --user=jane"
        );
    }

    #[test]
    fn on_a_laptop_it_is_what_helm_does_first() {
        for (driver, said) in [
            (Driver::Secret, "create secrets in namespace shop"),
            (Driver::ConfigMap, "create configmaps in namespace shop"),
        ] {
            let needed = Needed::Record(shop(), driver);
            assert_eq!(needed.right().unwrap().0.to_string(), said);
        }
        let needed = Needed::Record(shop(), Driver::Secret);
        assert_eq!(
            needed.grant("jane").unwrap().0,
            "kubectl create rolebinding astern-edit-jane -n shop --clusterrole=edit --user=jane"
        );
    }
}

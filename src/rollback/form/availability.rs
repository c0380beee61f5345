//! Whether the endpoint can run a rollback, and which permission the person needs for it.

use astern_cluster::{Driver, Right, Verb, minting_right};
use astern_ledger::{Namespace, Record};
use astern_protocol::{Helm, Mode, TokenParameters};
use astern_wording::{ExistingRole, Grantee, bind_role_command};

use crate::connection::{Cluster, Endpoint};

/// Whether the endpoint can run a rollback.
pub enum Availability {
    /// It can.
    Available {
        /// How it runs one, as a sentence.
        description: String,
        /// What the person has to be permitted.
        required: RequiredPermission,
    },
    /// It cannot, and why.
    Unavailable(String),
}

/// What the person has to be permitted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RequiredPermission {
    /// Nothing: the rollback is simulated.
    None,
    /// Creating the new record, which helm does first with the person's own rights.
    CreateRecord(Namespace, Driver),
    /// Creating the token that the endpoint in the cluster requires.
    CreateToken(Namespace, TokenParameters),
}

impl RequiredPermission {
    /// Returns the right, and the name of the object that it is needed on.
    pub fn right(&self) -> Option<(Right, Option<String>)> {
        match self {
            Self::None => None,
            Self::CreateRecord(namespace, driver) => {
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
            Self::CreateToken(namespace, minting) => {
                Some((minting_right(namespace), Some(minting.account.clone())))
            }
        }
    }

    /// Returns the command that grants the right to a user, and what to know about it.
    pub fn grant(&self, user: &Grantee) -> Option<(String, &'static str)> {
        match self {
            Self::None => None,
            Self::CreateRecord(namespace, _) => Some((
                bind_role_command(
                    "astern-edit",
                    ExistingRole::ClusterRole("edit"),
                    namespace,
                    user,
                ),
                "It lets them change most of what is in that namespace, its Secrets too, which is what a rollback \
                 with their own rights takes. For a release with Roles in it, take the ClusterRole admin; for objects of \
                 custom kinds, which neither knows, a Role that names them besides: without it the rollback stops halfway.",
            )),
            Self::CreateToken(namespace, minting) => {
                let role = minting.account.as_str();
                Some((
                    bind_role_command(role, ExistingRole::Role(role), namespace, user),
                    "It lets them act as that account, in this namespace only. Astern's chart makes the Role in each \
                     namespace of its values; where kubectl says that it is not found, add this namespace there first.",
                ))
            }
        }
    }
}

/// Returns whether the endpoint can roll back `current`'s release.
pub fn rollback_availability(cluster: &Cluster, current: &Record) -> Availability {
    let Endpoint::Serves { session, .. } = &cluster.endpoint else {
        return Availability::Unavailable(
            "This page is read only: it is served by kubectl proxy alone, with nothing behind it \
             that could run helm."
                .to_owned(),
        );
    };
    let namespace = current.namespace.clone();
    match (&session.helm, &session.mode) {
        (Helm::Missing { message }, _) => Availability::Unavailable(message.clone()),
        (Helm::Simulated, _) | (_, Mode::Demo) => Availability::Available {
            description: "This is a sample: the rollback is played, not run.".to_owned(),
            required: RequiredPermission::None,
        },
        (Helm::Found { version }, Mode::Laptop) => Availability::Available {
            description: format!(
                "helm {version} runs it on this machine, with your own kubeconfig."
            ),
            required: RequiredPermission::CreateRecord(namespace, current.driver),
        },
        (Helm::Found { version }, Mode::InCluster(minting)) => Availability::Available {
            description: format!(
                "helm {version} runs it in the cluster, as the service account {} in {namespace}.",
                minting.account
            ),
            required: RequiredPermission::CreateToken(namespace, minting.clone()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> Namespace {
        "shop".parse().unwrap()
    }

    #[test]
    fn in_the_cluster_it_takes_one_right_on_one_service_account() {
        let required = RequiredPermission::CreateToken(shop(), TokenParameters::default());
        let (right, name) = required.right().unwrap();
        assert_eq!(
            right.to_string(),
            "create serviceaccounts/token in namespace shop"
        );
        assert_eq!(name.as_deref(), Some("astern-rollback"));
        assert_eq!(
            required.grant(&Grantee::new("jane").unwrap()).unwrap().0,
            "kubectl create rolebinding astern-rollback-jane -n shop --role=astern-rollback --user=jane"
        );
    }

    #[test]
    fn on_a_laptop_it_takes_what_helm_does_first() {
        for (driver, expected) in [
            (Driver::Secret, "create secrets in namespace shop"),
            (Driver::ConfigMap, "create configmaps in namespace shop"),
        ] {
            let required = RequiredPermission::CreateRecord(shop(), driver);
            assert_eq!(required.right().unwrap().0.to_string(), expected);
        }
        let required = RequiredPermission::CreateRecord(shop(), Driver::Secret);
        assert_eq!(
            required.grant(&Grantee::new("jane").unwrap()).unwrap().0,
            "kubectl create rolebinding astern-edit-jane -n shop --clusterrole=edit --user=jane"
        );
    }
}

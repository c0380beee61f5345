//! Objects and keys that pods refer to and that do not exist. Sources: `pkg/kubelet/kubelet_pods.go`, `pkg/volume`, the admission
//! plugins and the scheduler.

use std::fmt;

use crate::words::{after, between, has_any, quoted_after};

/// An object, or a key in one, that does not exist.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing {
    /// The kind of the object.
    pub kind: MissingKind,
    /// Its name.
    pub name: String,
    /// The key in it that is missing, where the object itself exists.
    pub key: Option<String>,
}

/// The kinds of objects that pods refer to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissingKind {
    /// A Secret.
    Secret,
    /// A ConfigMap.
    ConfigMap,
    /// A ServiceAccount.
    ServiceAccount,
    /// A PersistentVolumeClaim.
    PersistentVolumeClaim,
    /// A PriorityClass.
    PriorityClass,
    /// A RuntimeClass.
    RuntimeClass,
    /// A StorageClass.
    StorageClass,
    /// A SecretProviderClass of the Secrets Store CSI driver.
    SecretProviderClass,
}

/// The kind as Kubernetes writes it.
impl fmt::Display for MissingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Missing {
    /// Returns whether a field of this name refers to objects of the kind.
    pub(crate) fn is_referred_by(&self, path: &[&str]) -> bool {
        use MissingKind as Kind;
        matches!(
            (self.kind, path),
            (
                Kind::Secret,
                [.., "secretKeyRef" | "secretRef" | "secret", "name"]
            ) | (Kind::Secret, [.., "secretName"])
                | (Kind::Secret, ["imagePullSecrets", ..])
                | (
                    Kind::ConfigMap,
                    [.., "configMapKeyRef" | "configMapRef" | "configMap", "name"]
                )
                | (
                    Kind::ServiceAccount,
                    ["serviceAccountName" | "serviceAccount"]
                )
                | (Kind::PersistentVolumeClaim, [.., "claimName"])
                | (Kind::PriorityClass, ["priorityClassName"])
                | (Kind::RuntimeClass, ["runtimeClassName"])
                | (Kind::StorageClass, [.., "storageClassName"])
                | (Kind::SecretProviderClass, [.., "secretProviderClass"])
        )
    }

    /// Returns whether an object of this kind and name is the missing one.
    pub(crate) fn is(&self, kind: &str, name: &str) -> bool {
        self.kind.to_string() == kind && self.name == name
    }
}

/// Reads which Secret, ConfigMap or key is missing, as the kubelet writes it for environments and volumes.
pub(super) fn missing_object(message: &str) -> Option<Missing> {
    let missing = |kind, name: &str, key: Option<&str>| {
        Some(Missing {
            kind,
            name: name.to_owned(),
            key: key.map(str::to_owned),
        })
    };
    // `couldn't find key databaseUrl in Secret shop/shop-database`
    if let Some(rest) = after(message, "couldn't find key ") {
        let (key, place) = rest.split_once(" in ")?;
        let (kind, path) = place.split_once(' ')?;
        let kind = match kind {
            "Secret" => MissingKind::Secret,
            "ConfigMap" => MissingKind::ConfigMap,
            _ => return None,
        };
        let path = path.split(|c: char| c.is_whitespace() || c == ',').next()?;
        let name = path.rsplit('/').next()?;
        return missing(kind, name, Some(key));
    }
    for (word, kind) in [
        ("secret", MissingKind::Secret),
        ("configmap", MissingKind::ConfigMap),
        ("serviceaccount", MissingKind::ServiceAccount),
        ("persistentvolumeclaim", MissingKind::PersistentVolumeClaim),
        ("storageclass.storage.k8s.io", MissingKind::StorageClass),
        ("storageclass", MissingKind::StorageClass),
        ("RuntimeClass", MissingKind::RuntimeClass),
        ("runtimeclass.node.k8s.io", MissingKind::RuntimeClass),
    ] {
        let rest = after(message, &format!("{word} \""));
        if let Some((name, rest)) = rest.and_then(|rest| rest.split_once('"'))
            && rest.trim_start().starts_with("not found")
        {
            return missing(kind, name, None);
        }
    }
    if let Some(name) = between(message, "no PriorityClass with name ", " was found") {
        return missing(MissingKind::PriorityClass, name, None);
    }
    if has_any(message, &["secretproviderclass"]) && has_any(message, &["not found"]) {
        let name = quoted_after(message, "secretproviderclasses.secrets-store.csi.x-k8s.io ");
        let path = after(message, "failed to get secretproviderclass ");
        let path = path.and_then(|rest| rest.split([',', ':']).next());
        let name = name.or_else(|| path?.rsplit('/').next());
        return missing(MissingKind::SecretProviderClass, name?, None);
    }
    None
}

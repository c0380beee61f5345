//! The fields that cannot be changed in place, from Kubernetes' own validation (`Validate…Update` in `pkg/apis/*/validation`
//! and in `apiextensions-apiserver`); each kind was tried on an API server of Kubernetes 1.36.
//!
//! What depends on more than one field stands in `immutable.rs`: a Service's addresses, a claim's size, `immutable: true`.

/// A field of a kind that the API server refuses to change.
pub(super) struct Fixed {
    pub(super) group: &'static str,
    pub(super) kind: &'static str,
    /// Where it stands, as a JSON pointer.
    pub(super) field: &'static str,
    /// What below it may be changed all the same, as JSON pointers from there. With these, each field directly below
    /// [`Fixed::field`] is told by itself.
    pub(super) except: &'static [&'static str],
}

const RBAC: &str = "rbac.authorization.k8s.io";
const STORAGE: &str = "storage.k8s.io";
const CRDS: &str = "apiextensions.k8s.io";
const CRD: &str = "CustomResourceDefinition";

pub(super) const FIXED: [Fixed; 36] = [
    one("apps", "Deployment", "/spec/selector"),
    one("apps", "DaemonSet", "/spec/selector"),
    one("apps", "ReplicaSet", "/spec/selector"),
    Fixed {
        group: "apps",
        kind: "StatefulSet",
        field: "/spec",
        except: &[
            "/minReadySeconds",
            "/ordinals",
            "/persistentVolumeClaimRetentionPolicy",
            "/replicas",
            "/revisionHistoryLimit",
            "/template",
            "/updateStrategy",
        ],
    },
    one("batch", "Job", "/spec/template"),
    one("batch", "Job", "/spec/selector"),
    one("batch", "Job", "/spec/completionMode"),
    one("batch", "Job", "/spec/podFailurePolicy"),
    one("batch", "Job", "/spec/successPolicy"),
    one("batch", "Job", "/spec/backoffLimitPerIndex"),
    one("batch", "Job", "/spec/managedBy"),
    Fixed {
        group: "",
        kind: "PersistentVolumeClaim",
        field: "/spec",
        except: &["/resources/requests", "/volumeAttributesClassName"],
    },
    Fixed {
        group: "",
        kind: "PersistentVolume",
        field: "/spec",
        except: &[
            "/accessModes",
            "/capacity",
            "/claimRef",
            "/mountOptions",
            "/nodeAffinity",
            "/persistentVolumeReclaimPolicy",
            "/storageClassName",
            "/volumeAttributesClassName",
        ],
    },
    Fixed {
        group: "",
        kind: "Pod",
        field: "/spec",
        except: &[
            "/activeDeadlineSeconds",
            "/containers",
            "/initContainers",
            "/schedulingGates",
            "/tolerations",
        ],
    },
    one("", "Secret", "/type"),
    one("discovery.k8s.io", "EndpointSlice", "/addressType"),
    one("networking.k8s.io", "IngressClass", "/spec/controller"),
    one("node.k8s.io", "RuntimeClass", "/handler"),
    one(RBAC, "RoleBinding", "/roleRef"),
    one(RBAC, "ClusterRoleBinding", "/roleRef"),
    one("resource.k8s.io", "ResourceClaim", "/spec"),
    one("resource.k8s.io", "ResourceClaimTemplate", "/spec"),
    one("scheduling.k8s.io", "PriorityClass", "/value"),
    one("scheduling.k8s.io", "PriorityClass", "/preemptionPolicy"),
    one(STORAGE, "StorageClass", "/parameters"),
    one(STORAGE, "StorageClass", "/provisioner"),
    one(STORAGE, "StorageClass", "/reclaimPolicy"),
    one(STORAGE, "StorageClass", "/volumeBindingMode"),
    one(STORAGE, "VolumeAttributesClass", "/driverName"),
    one(STORAGE, "VolumeAttributesClass", "/parameters"),
    one(STORAGE, "CSIDriver", "/spec/attachRequired"),
    one(STORAGE, "CSIDriver", "/spec/volumeLifecycleModes"),
    one(CRDS, CRD, "/spec/group"),
    one(CRDS, CRD, "/spec/scope"),
    one(CRDS, CRD, "/spec/names/kind"),
    one(CRDS, CRD, "/spec/names/plural"),
];

const fn one(group: &'static str, kind: &'static str, field: &'static str) -> Fixed {
    Fixed {
        group,
        kind,
        field,
        except: &[],
    }
}

/// What Kubernetes puts where nothing is written: writing it out is no change.
pub(super) fn default_of(kind: &str, field: &str) -> Option<&'static str> {
    Some(match (kind, field) {
        ("Secret", "/type") => "Opaque",
        ("Job", "/spec/completionMode") => "NonIndexed",
        ("StatefulSet", "/spec/podManagementPolicy") => "OrderedReady",
        ("PersistentVolumeClaim" | "PersistentVolume", "/spec/volumeMode") => "Filesystem",
        ("StorageClass", "/reclaimPolicy") => "Delete",
        ("StorageClass", "/volumeBindingMode") => "Immediate",
        ("PriorityClass", "/preemptionPolicy") => "PreemptLowerPriority",
        ("Pod", "/spec/restartPolicy") => "Always",
        _ => return None,
    })
}

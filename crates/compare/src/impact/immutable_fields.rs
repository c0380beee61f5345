//! The table of fields that cannot be changed in place. Source: the validation of Kubernetes (`Validate…Update` in
//! `pkg/apis/*/validation` and in `apiextensions-apiserver`). Each kind was verified with an API server of Kubernetes 1.36.
//!
//! Rules that depend on several fields are in `immutable.rs`: a Service's `clusterIP`, the size of a claim, `immutable: true`.

/// A field of a kind that the API server refuses to change.
pub(super) struct ImmutableField {
    pub(super) group: &'static str,
    pub(super) kind: &'static str,
    /// The JSON pointer to the field.
    pub(super) field: &'static str,
    /// The exceptions below it, as JSON pointers relative to the field. With exceptions, each field directly below
    /// [`ImmutableField::field`] is reported separately.
    pub(super) except: &'static [&'static str],
}

const RBAC: &str = "rbac.authorization.k8s.io";
const STORAGE: &str = "storage.k8s.io";
const CRDS: &str = "apiextensions.k8s.io";
const CRD: &str = "CustomResourceDefinition";

pub(super) const IMMUTABLE_FIELDS: [ImmutableField; 36] = [
    field("apps", "Deployment", "/spec/selector"),
    field("apps", "DaemonSet", "/spec/selector"),
    field("apps", "ReplicaSet", "/spec/selector"),
    ImmutableField {
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
    field("batch", "Job", "/spec/template"),
    field("batch", "Job", "/spec/selector"),
    field("batch", "Job", "/spec/completionMode"),
    field("batch", "Job", "/spec/podFailurePolicy"),
    field("batch", "Job", "/spec/successPolicy"),
    field("batch", "Job", "/spec/backoffLimitPerIndex"),
    field("batch", "Job", "/spec/managedBy"),
    ImmutableField {
        group: "",
        kind: "PersistentVolumeClaim",
        field: "/spec",
        except: &["/resources/requests", "/volumeAttributesClassName"],
    },
    ImmutableField {
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
    ImmutableField {
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
    field("", "Secret", "/type"),
    field("discovery.k8s.io", "EndpointSlice", "/addressType"),
    field("networking.k8s.io", "IngressClass", "/spec/controller"),
    field("node.k8s.io", "RuntimeClass", "/handler"),
    field(RBAC, "RoleBinding", "/roleRef"),
    field(RBAC, "ClusterRoleBinding", "/roleRef"),
    field("resource.k8s.io", "ResourceClaim", "/spec"),
    field("resource.k8s.io", "ResourceClaimTemplate", "/spec"),
    field("scheduling.k8s.io", "PriorityClass", "/value"),
    field("scheduling.k8s.io", "PriorityClass", "/preemptionPolicy"),
    field(STORAGE, "StorageClass", "/parameters"),
    field(STORAGE, "StorageClass", "/provisioner"),
    field(STORAGE, "StorageClass", "/reclaimPolicy"),
    field(STORAGE, "StorageClass", "/volumeBindingMode"),
    field(STORAGE, "VolumeAttributesClass", "/driverName"),
    field(STORAGE, "VolumeAttributesClass", "/parameters"),
    field(STORAGE, "CSIDriver", "/spec/attachRequired"),
    field(STORAGE, "CSIDriver", "/spec/volumeLifecycleModes"),
    field(CRDS, CRD, "/spec/group"),
    field(CRDS, CRD, "/spec/scope"),
    field(CRDS, CRD, "/spec/names/kind"),
    field(CRDS, CRD, "/spec/names/plural"),
];

const fn field(group: &'static str, kind: &'static str, field: &'static str) -> ImmutableField {
    ImmutableField {
        group,
        kind,
        field,
        except: &[],
    }
}

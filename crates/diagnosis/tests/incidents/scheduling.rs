//! Pods that no node takes.

use astern_cluster::WorkloadKind;

use crate::{Incident, Report, check};

#[test]
fn what_the_scheduler_misses_is_asked_for_since() {
    check(&[
        Incident {
            report: Report::unschedulable(
                "0/6 nodes are available: 6 Insufficient cpu. preemption: 0/6 nodes are available: 6 No preemption victims found for incoming pod.",
            ),
            cause: &[
                ("cpu: 100m", "cpu: \"64\""),
                ("replicas: 2", "replicas: 3"),
                ("shop-web:1.0.0", "shop-web:1.1.0"),
            ],
            suspect: ("Deployment/web", "containers[web].resources.requests.cpu"),
        },
        Incident {
            report: Report::unschedulable(
                "0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 Insufficient memory. preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.",
            ),
            cause: &[
                ("memory: 256Mi", "memory: 256Gi"),
                ("shop-web:1.0.0", "shop-web:1.1.0"),
            ],
            suspect: (
                "Deployment/web",
                "containers[web].resources.requests.memory",
            ),
        },
        Incident {
            report: Report::unschedulable(
                "0/6 nodes are available: 6 Insufficient nvidia.com/gpu.",
            ),
            cause: &[(
                "              cpu: 500m\n",
                "              cpu: 500m\n              nvidia.com/gpu: 1\n",
            )],
            suspect: ("Deployment/web", "limits[\"nvidia.com/gpu\"]"),
        },
        Incident {
            report: Report::unschedulable(
                "0/6 nodes are available: 6 node(s) didn't match Pod's node affinity/selector. preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.",
            ),
            cause: &[
                (
                    "        kubernetes.io/os: linux\n",
                    "        kubernetes.io/os: linux\n        disk: nvme\n",
                ),
                ("cpu: 100m", "cpu: 200m"),
            ],
            suspect: ("Deployment/web", "nodeSelector.disk"),
        },
        Incident {
            report: Report::unschedulable(
                "0/6 nodes are available: 6 node(s) didn't match node selector.",
            ),
            cause: &[("kubernetes.io/os: linux", "kubernetes.io/os: windows")],
            suspect: ("Deployment/web", "nodeSelector[\"kubernetes.io/os\"]"),
        },
        Incident {
            report: Report::unschedulable(
                "0/6 nodes are available: 6 node(s) had untolerated taint {spot: true}. preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.",
            ),
            cause: &[(
                "      tolerations:\n        - key: spot\n          operator: Exists\n          effect: NoSchedule\n",
                "",
            )],
            suspect: ("Deployment/web", "tolerations"),
        },
        Incident {
            report: Report::unschedulable(
                "0/6 nodes are available: 6 node(s) had untolerated taint {spot: true}.",
            ),
            cause: &[("key: spot", "key: preemptible")],
            suspect: ("Deployment/web", "tolerations["),
        },
        Incident {
            report: Report::unschedulable(
                "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules.",
            ),
            cause: &[
                (
                    "      securityContext:\n        runAsNonRoot",
                    "      affinity:\n        podAntiAffinity:\n          requiredDuringSchedulingIgnoredDuringExecution:\n            - topologyKey: kubernetes.io/hostname\n              labelSelector:\n                matchLabels:\n                  app: web\n      securityContext:\n        runAsNonRoot",
                ),
                ("replicas: 2", "replicas: 3"),
            ],
            suspect: ("Deployment/web", "affinity"),
        },
        Incident {
            report: Report::unschedulable(
                "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints (missing required label).",
            ),
            cause: &[(
                "      securityContext:\n        runAsNonRoot",
                "      topologySpreadConstraints:\n        - topologyKey: example.com/rack\n          maxSkew: 1\n          whenUnsatisfiable: DoNotSchedule\n      securityContext:\n        runAsNonRoot",
            )],
            suspect: ("Deployment/web", "topologySpreadConstraints"),
        },
        Incident {
            report: Report::unschedulable(
                "0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports.",
            ),
            cause: &[(
                "containerPort: 8080\n",
                "containerPort: 8080\n              hostPort: 80\n",
            )],
            suspect: ("Deployment/web", "hostPort"),
        },
        Incident {
            report: Report::unschedulable(
                "0/6 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.",
            ),
            cause: &[(
                "storageClassName: standard\n  accessModes",
                "storageClassName: fast\n  accessModes",
            )],
            suspect: ("PersistentVolumeClaim/web-data", "storageClassName"),
        },
        Incident {
            report: Report::unschedulable(
                "0/6 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
            )
            .of(WorkloadKind::StatefulSet, "db"),
            cause: &[(
                "storageClassName: standard\n        accessModes",
                "storageClassName: fast\n        accessModes",
            )],
            suspect: ("StatefulSet/db", "storageClassName"),
        },
        Incident {
            report: Report::unschedulable(
                "0/6 nodes are available: persistentvolumeclaim \"web-data-2\" not found. preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.",
            ),
            cause: &[
                ("claimName: web-data", "claimName: web-data-2"),
                ("cpu: 100m", "cpu: 150m"),
            ],
            suspect: ("Deployment/web", "claimName"),
        },
        Incident {
            report: Report::unschedulable("0/6 nodes are available: 6 Insufficient cpu."),
            cause: &[(
                "        - name: metrics\n",
                "        - name: proxy\n          image: registry.example.com/proxy:3\n          resources:\n            requests:\n              cpu: \"20\"\n        - name: metrics\n",
            )],
            suspect: ("Deployment/web", "containers[proxy].resources.requests.cpu"),
        },
        Incident {
            report: Report::unschedulable("0/6 nodes are available: 6 Too many pods."),
            cause: &[("replicas: 2", "replicas: 900")],
            suspect: ("Deployment/web", "spec.replicas"),
        },
    ]);
}

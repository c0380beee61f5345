//! Pods that the API server refuses.

use astern_cluster::ProblemCause;

use crate::{Incident, Report, check};

#[test]
fn quotas_and_ranges_name_the_resource() {
    check(&[
        Incident {
            report: Report::refused(
                ProblemCause::Quota,
                "pods \"web-5d8f9c7b6-x2x4z\" is forbidden: exceeded quota: compute, requested: requests.cpu=64, used: requests.cpu=1, limited: requests.cpu=4",
            ),
            cause: &[
                ("cpu: 100m", "cpu: \"64\""),
                ("memory: 256Mi", "memory: 300Mi"),
            ],
            suspect: ("Deployment/web", "containers[web].resources.requests.cpu"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Quota,
                "pods \"web-5d8f9c7b6-x2x4z\" is forbidden: failed quota: compute: must specify limits.memory for: web",
            ),
            cause: &[
                (
                    "              cpu: 500m\n              memory: 512Mi\n",
                    "              cpu: 500m\n",
                ),
                ("cpu: 100m", "cpu: 200m"),
            ],
            suspect: ("Deployment/web", "limits.memory"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Quota,
                "pods \"web-5d8f9c7b6-x2x4z\" is forbidden: exceeded quota: compute, requested: requests.memory=266Mi, used: requests.memory=256Mi, limited: requests.memory=300Mi",
            ),
            cause: &[("requests.memory: 8Gi", "requests.memory: 300Mi")],
            suspect: ("ResourceQuota/compute", "hard[\"requests.memory\"]"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Quota,
                "pods \"web-5d8f9c7b6-x2x4z\" is forbidden: exceeded quota: objects, requested: pods=1, used: pods=10, limited: pods=10",
            ),
            cause: &[("replicas: 2", "replicas: 12"), ("cpu: 100m", "cpu: 200m")],
            suspect: ("Deployment/web", "spec.replicas"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Policy,
                "pods \"web-5d8f9c7b6-x2x4z\" is forbidden: maximum memory usage per Container is 1Gi, but limit is 4Gi",
            ),
            cause: &[("memory: 512Mi", "memory: 4Gi"), ("cpu: 100m", "cpu: 200m")],
            suspect: ("Deployment/web", "limits.memory"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Policy,
                "pods \"web-5d8f9c7b6-x2x4z\" is forbidden: cpu max limit to request ratio per Container is 10, but provided ratio is 50.000000",
            ),
            cause: &[
                ("cpu: 100m", "cpu: 10m"),
                ("memory: 512Mi", "memory: 600Mi"),
            ],
            suspect: ("Deployment/web", "containers[web].resources.requests.cpu"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Policy,
                "pods \"web-5d8f9c7b6-x2x4z\" is forbidden: [minimum cpu usage per Container is 50m, but request is 1m, minimum memory usage per Container is 4Mi, but request is 1Mi]",
            ),
            cause: &[("cpu: 100m", "cpu: 1m")],
            suspect: ("Deployment/web", "containers[web].resources.requests.cpu"),
        },
    ]);
}

#[test]
fn policies_name_the_field() {
    check(&[
        Incident {
            report: Report::refused(
                ProblemCause::Policy,
                "pods \"web-5d8f9c7b6-x2x4z\" is forbidden: violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false (container \"web\" must set securityContext.allowPrivilegeEscalation=false)",
            ),
            cause: &[
                (
                    "allowPrivilegeEscalation: false",
                    "allowPrivilegeEscalation: true",
                ),
                ("shop-web:1.0.0", "shop-web:1.1.0"),
            ],
            suspect: ("Deployment/web", "allowPrivilegeEscalation"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Policy,
                "pods \"web-5d8f9c7b6-x2x4z\" is forbidden: violates PodSecurity \"restricted:v1.36\": seccompProfile (pod or containers \"web\", \"metrics\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")",
            ),
            cause: &[(
                "        seccompProfile:\n          type: RuntimeDefault\n",
                "",
            )],
            suspect: ("Deployment/web", "seccompProfile"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Policy,
                "pods \"web-5d8f9c7b6-x2x4z\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)",
            ),
            cause: &[(
                "      priorityClassName: normal",
                "      priorityClassName: normal\n      hostNetwork: true",
            )],
            suspect: ("Deployment/web", "hostNetwork"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Policy,
                "pods \"web-5d8f9c7b6-x2x4z\" is forbidden: violates PodSecurity \"restricted:latest\": restricted volume types (volume \"data\" uses restricted volume type \"hostPath\")",
            ),
            cause: &[(
                "          persistentVolumeClaim:\n            claimName: web-data\n",
                "          hostPath:\n            path: /srv\n",
            )],
            suspect: ("Deployment/web", "hostPath"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Policy,
                "pods \"web-5d8f9c7b6-x2x4z\" is forbidden: violates PodSecurity \"restricted:latest\": unrestricted capabilities (container \"metrics\" must set securityContext.capabilities.drop=[\"ALL\"])",
            ),
            cause: &[(
                "pod-security.kubernetes.io/enforce: baseline",
                "pod-security.kubernetes.io/enforce: restricted",
            )],
            suspect: ("Namespace/shop", "enforce\"]"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Webhook,
                "admission webhook \"validation.gatekeeper.sh\" denied the request: [allowed-repos] container <web> has an invalid image repo <docker.io/shop-web:1.0.0>, allowed repos are [\"registry.example.com\"]",
            ),
            cause: &[
                (
                    "registry.example.com/shop-web:1.0.0",
                    "docker.io/shop-web:1.0.0",
                ),
                ("cpu: 100m", "cpu: 200m"),
            ],
            suspect: ("Deployment/web", "containers[web].image"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Webhook,
                "admission webhook \"validation.gatekeeper.sh\" denied the request: [must-have-tier] you must provide labels: {\"tier\"}",
            ),
            cause: &[("        tier: front\n", ""), ("cpu: 100m", "cpu: 200m")],
            suspect: ("Deployment/web", "metadata.labels.tier"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Webhook,
                "admission webhook \"validate.kyverno.svc-fail\" denied the request: resource Pod/shop/web-5d8f9c7b6- was blocked due to the following policies require-limits: autogen-check: 'validation error: memory limits are required. rule check failed at path /spec/containers/0/resources/limits/memory/'",
            ),
            cause: &[
                (
                    "              cpu: 500m\n              memory: 512Mi\n",
                    "              cpu: 500m\n",
                ),
                ("shop-web:1.0.0", "shop-web:1.1.0"),
            ],
            suspect: ("Deployment/web", "limits.memory"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Policy,
                "pods \"web-5d8f9c7b6-\" is forbidden: unable to validate against any security context constraint: [provider restricted-v2: .spec.securityContext.fsGroup: Invalid value: []int64{2000}: 2000 is not an allowed group, provider \"anyuid\": Forbidden: not usable by user or serviceaccount]",
            ),
            cause: &[
                ("fsGroup: 1000", "fsGroup: 2000"),
                ("shop-web:1.0.0", "shop-web:1.1.0"),
            ],
            suspect: ("Deployment/web", "fsGroup"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Policy,
                "pods \"web-5d8f9c7b6-\" is forbidden: ValidatingAdmissionPolicy 'no-latest' with binding 'no-latest' denied request: image tag must not be latest",
            ),
            cause: &[
                ("shop-web:1.0.0", "shop-web:latest"),
                ("cpu: 100m", "cpu: 200m"),
            ],
            suspect: ("Deployment/web", "containers[web].image"),
        },
    ]);
}

//! Secrets, ConfigMaps, keys and accounts that are missing, and containers that cannot be made.

use astern_cluster::ProblemCause;

use crate::{Incident, Report, check};

#[test]
fn what_is_missing_was_removed_or_is_referred_to_since() {
    check(&[
        Incident {
            report: Report::configuration(
                "CreateContainerConfigError",
                "secret \"shop-database\" not found",
            ),
            cause: &[(
                "  name: shop-database\nstringData",
                "  name: shop-db-credentials\nstringData",
            )],
            suspect: ("Secret/shop-database", ""),
        },
        Incident {
            report: Report::configuration(
                "CreateContainerConfigError",
                "secret \"shop-database-v2\" not found",
            ),
            cause: &[(
                "name: shop-database\n                  key",
                "name: shop-database-v2\n                  key",
            )],
            suspect: (
                "Deployment/web",
                "env[DATABASE_URL].valueFrom.secretKeyRef.name",
            ),
        },
        Incident {
            report: Report::configuration(
                "CreateContainerConfigError",
                "couldn't find key databaseUrl in Secret shop/shop-database",
            ),
            cause: &[("  databaseUrl: postgres", "  database_url: postgres")],
            suspect: ("Secret/shop-database", "stringData.databaseUrl"),
        },
        Incident {
            report: Report::configuration(
                "CreateContainerConfigError",
                "couldn't find key url in Secret shop/shop-database",
            ),
            cause: &[("key: databaseUrl", "key: url")],
            suspect: (
                "Deployment/web",
                "env[DATABASE_URL].valueFrom.secretKeyRef.key",
            ),
        },
        Incident {
            report: Report::configuration(
                "CreateContainerConfigError",
                "configmap \"web-environment\" not found",
            ),
            cause: &[(
                "name: web-env\n          resources",
                "name: web-environment\n          resources",
            )],
            suspect: ("Deployment/web", "configMapRef.name"),
        },
        Incident {
            report: Report::configuration(
                "CreateContainerConfigError",
                "configmap \"web-env\" not found",
            ),
            cause: &[(
                "  name: web-env\ndata:\n  LOG_LEVEL: info\n  CURRENCY: EUR",
                "  name: elsewhere\ndata:\n  a: b",
            )],
            suspect: ("ConfigMap/web-env", ""),
        },
        Incident {
            report: Report::configuration(
                "CreateContainerConfigError",
                "secret \"shop-optional\" not found",
            ),
            cause: &[("                  optional: true\n", "")],
            suspect: (
                "Deployment/web",
                "env[OPTIONAL_TOKEN].valueFrom.secretKeyRef.optional",
            ),
        },
        Incident {
            report: Report::configuration(
                "CreateContainerConfigError",
                "secret \"shop-mail\" not found",
            ),
            cause: &[(
                "            - name: JAVA_OPTS\n",
                "            - name: MAIL_PASSWORD\n              valueFrom:\n                secretKeyRef:\n                  name: shop-mail\n                  key: password\n            - name: JAVA_OPTS\n",
            )],
            suspect: (
                "Deployment/web",
                "env[MAIL_PASSWORD].valueFrom.secretKeyRef.name",
            ),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Policy,
                "pods \"web-5d8f9c7b6-\" is forbidden: error looking up service account shop/web-next: serviceaccount \"web-next\" not found",
            ),
            cause: &[("serviceAccountName: web", "serviceAccountName: web-next")],
            suspect: ("Deployment/web", "serviceAccountName"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Policy,
                "pods \"web-5d8f9c7b6-\" is forbidden: error looking up service account shop/web: serviceaccount \"web\" not found",
            ),
            cause: &[(
                "kind: ServiceAccount\nmetadata:\n  name: web",
                "kind: ServiceAccount\nmetadata:\n  name: other",
            )],
            suspect: ("ServiceAccount/web", ""),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Policy,
                "pods \"web-5d8f9c7b6-\" is forbidden: no PriorityClass with name urgent was found",
            ),
            cause: &[("priorityClassName: normal", "priorityClassName: urgent")],
            suspect: ("Deployment/web", "priorityClassName"),
        },
        Incident {
            report: Report::refused(
                ProblemCause::Policy,
                "pods \"web-5d8f9c7b6-\" is forbidden: pod rejected: RuntimeClass \"kata\" not found",
            ),
            cause: &[(
                "      priorityClassName: normal",
                "      priorityClassName: normal\n      runtimeClassName: kata",
            )],
            suspect: ("Deployment/web", "runtimeClassName"),
        },
    ]);
}

#[test]
fn the_kubelet_names_what_it_refuses() {
    check(&[
        Incident {
            report: Report::configuration(
                "CreateContainerConfigError",
                "container has runAsNonRoot and image will run as root (pod: \"web-5d8f9c7b6-x2x4z_shop(3f4)\", container: web)",
            ),
            cause: &[("        runAsUser: 1000\n", "")],
            suspect: ("Deployment/web", "runAsUser"),
        },
        Incident {
            report: Report::configuration(
                "CreateContainerConfigError",
                "container's runAsUser breaks non-root policy (pod: \"web-5d8f9c7b6-x2x4z_shop(3f4)\", container: web)",
            ),
            cause: &[("        runAsUser: 1000\n", "        runAsUser: 0\n")],
            suspect: ("Deployment/web", "runAsUser"),
        },
    ]);
}

#[test]
fn a_program_that_cannot_be_started_is_named() {
    check(&[
        Incident {
            report: Report::start_error(
                "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: \"/app/server\": stat /app/server: no such file or directory: unknown",
            ),
            cause: &[
                ("\"/app/serve\"", "\"/app/server\""),
                ("shop-web:1.0.0", "shop-web:1.1.0"),
            ],
            suspect: ("Deployment/web", "command[0]"),
        },
        Incident {
            report: Report::configuration(
                "RunContainerError",
                "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"serve\": executable file not found in $PATH: unknown",
            ),
            cause: &[("\"/app/serve\"", "\"serve\"")],
            suspect: ("Deployment/web", "command[0]"),
        },
        Incident {
            report: Report::start_error(
                "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"/app/serve\": stat /app/serve: no such file or directory: unknown",
            ),
            cause: &[("shop-web:1.0.0", "shop-web:2.0.0")],
            suspect: ("Deployment/web", "containers[web].image"),
        },
        Incident {
            report: Report::start_error(
                "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: chdir to cwd (\"/srv\") set in config.json failed: no such file or directory: unknown",
            ),
            cause: &[
                ("workingDir: /app", "workingDir: /srv"),
                ("shop-web:1.0.0", "shop-web:1.1.0"),
            ],
            suspect: ("Deployment/web", "workingDir"),
        },
    ]);
}

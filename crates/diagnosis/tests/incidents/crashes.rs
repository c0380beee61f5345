//! Containers that end, or that need too much memory.

use crate::{Incident, Report, check};

/// Changes that a program could notice, beside the cause.
const IMAGE: (&str, &str) = ("shop-web:1.0.0", "shop-web:1.1.0");
const FLAGS: (&str, &str) = ("value: basket", "value: basket,search");
const TTL: (&str, &str) = ("ttl: 30m", "ttl: 45m");

#[test]
fn what_the_container_wrote_names_the_cause() {
    check(&[
        Incident {
            report: Report::crash(
                1,
                "",
                &[
                    "starting shop-web",
                    "fatal: environment variable CURRENCY is required but not set",
                ],
            ),
            cause: &[("  CURRENCY: EUR\n", ""), IMAGE, FLAGS, TTL],
            suspect: ("ConfigMap/web-env", "data.CURRENCY"),
        },
        Incident {
            report: Report::crash(1, "", &["starting", "KeyError: 'DATABASE_HOST'"]),
            cause: &[
                (
                    "            - name: DATABASE_HOST\n              value: db\n",
                    "",
                ),
                IMAGE,
                FLAGS,
            ],
            suspect: ("Deployment/web", "env[DATABASE_HOST]"),
        },
        Incident {
            report: Report::crash(
                1,
                "",
                &[
                    "could not connect to server: could not translate host name \"database.internal\" to address: Name or service not known",
                ],
            ),
            cause: &[
                ("value: db\n", "value: database.internal\n"),
                IMAGE,
                FLAGS,
                TTL,
            ],
            suspect: ("Deployment/web", "env[DATABASE_HOST].value"),
        },
        Incident {
            report: Report::crash(
                2,
                "",
                &[
                    "Error: unknown flag: --verbose",
                    "Usage:",
                    "  serve [flags]",
                ],
            ),
            cause: &[("\"--quiet\"", "\"--verbose\""), IMAGE, FLAGS],
            suspect: ("Deployment/web", "args[1]"),
        },
        Incident {
            report: Report::crash(1, "config: invalid value for server.workers: \"many\"", &[]),
            cause: &[("workers: 4", "workers: many"), IMAGE, FLAGS],
            suspect: ("ConfigMap/web-config", "server.workers"),
        },
        Incident {
            report: Report::crash(1, "", &["open /tmp/shop.pid: read-only file system"]),
            cause: &[
                (
                    "readOnlyRootFilesystem: false",
                    "readOnlyRootFilesystem: true",
                ),
                IMAGE,
            ],
            suspect: ("Deployment/web", "readOnlyRootFilesystem"),
        },
        Incident {
            report: Report::crash(1, "", &["panic: open /data/index: permission denied"]),
            cause: &[
                (
                    "        runAsUser: 1000\n        fsGroup",
                    "        runAsUser: 2000\n        fsGroup",
                ),
                IMAGE,
            ],
            suspect: ("Deployment/web", "runAsUser"),
        },
        Incident {
            report: Report::crash(
                1,
                "",
                &["dial tcp: lookup search on 10.96.0.10:53: no such host"],
            ),
            cause: &[
                (
                    "kind: Service\nmetadata:\n  name: search",
                    "kind: Service\nmetadata:\n  name: search-v2",
                ),
                IMAGE,
                FLAGS,
            ],
            suspect: ("Service/search-v2", ""),
        },
        Incident {
            report: Report::crash(
                1,
                "",
                &[
                    "endpoints is forbidden: User \"system:serviceaccount:shop:web\" cannot list resource \"endpoints\" in API group \"\" in the namespace \"shop\"",
                ],
            ),
            cause: &[
                (
                    "resources: [\"endpoints\", \"configmaps\"]",
                    "resources: [\"configmaps\"]",
                ),
                FLAGS,
            ],
            suspect: ("Role/web", "resources[0]"),
        },
        Incident {
            report: Report::crash(1, "", &["Error: listen tcp :80: bind: permission denied"]),
            cause: &[("\"--listen=:8080\"", "\"--listen=:80\""), FLAGS],
            suspect: ("Deployment/web", "args[0]"),
        },
        Incident {
            report: Report::crash(1, "", &["error: unsupported feature \"checkout\""]),
            cause: &[("value: basket", "value: checkout"), TTL],
            suspect: ("Deployment/web", "env[FEATURE_FLAGS].value"),
        },
    ]);
}

#[test]
fn where_nothing_was_written_the_exit_code_weighs() {
    check(&[
        Incident {
            report: Report::crash(127, "", &[]),
            cause: &[("\"/app/serve\"", "\"/app/start.sh\""), IMAGE, FLAGS],
            suspect: ("Deployment/web", "command[0]"),
        },
        Incident {
            report: Report::crash(1, "", &[]),
            cause: &[IMAGE],
            suspect: ("Deployment/web", "containers[web].image"),
        },
        Incident {
            report: Report::crash(139, "", &[]),
            cause: &[IMAGE],
            suspect: ("Deployment/web", "containers[web].image"),
        },
        Incident {
            report: Report::crash(1, "", &[]).in_container("wait"),
            cause: &[
                ("[\"--for\", \"db:5432\"]", "[\"--for\", \"database:5432\"]"),
                IMAGE,
            ],
            suspect: ("Deployment/web", "initContainers[wait].args[1]"),
        },
    ]);
}

#[test]
fn a_container_needs_more_memory_than_its_limit() {
    check(&[
        Incident {
            report: Report::memory(&[]),
            cause: &[("memory: 512Mi", "memory: 128Mi"), IMAGE, FLAGS],
            suspect: ("Deployment/web", "limits.memory"),
        },
        Incident {
            report: Report::memory(&[]),
            cause: &[("value: -Xmx256m", "value: -Xmx4g"), IMAGE],
            suspect: ("Deployment/web", "env[JAVA_OPTS].value"),
        },
        Incident {
            report: Report::memory(&[]),
            cause: &[("workers: 4", "workers: 64")],
            suspect: ("ConfigMap/web-config", "server.workers"),
        },
        Incident {
            report: Report::crash(137, "", &[]),
            cause: &[("memory: 512Mi", "memory: 64Mi"), IMAGE],
            suspect: ("Deployment/web", "limits.memory"),
        },
    ]);
}

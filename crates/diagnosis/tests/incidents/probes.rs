//! Probes that fail.

use crate::{Incident, Report, check};

const IMAGE: (&str, &str) = ("shop-web:1.0.0", "shop-web:1.1.0");

#[test]
fn the_probe_or_what_it_asks_changed() {
    check(&[
        Incident {
            report: Report::probe("Readiness probe failed: HTTP probe failed with statuscode: 404"),
            cause: &[("path: /shop/ready", "path: /ready"), IMAGE],
            suspect: ("Deployment/web", "readinessProbe.httpGet.path"),
        },
        Incident {
            report: Report::probe(
                "Readiness probe failed: Get \"http://10.244.1.7:8081/shop/ready\": dial tcp 10.244.1.7:8081: connect: connection refused",
            ),
            cause: &[
                (
                    "path: /shop/ready\n              port: 8080",
                    "path: /shop/ready\n              port: 8081",
                ),
                IMAGE,
            ],
            suspect: ("Deployment/web", "readinessProbe.httpGet.port"),
        },
        Incident {
            report: Report::probe(
                "Readiness probe failed: Get \"http://10.244.1.7:8080/shop/ready\": dial tcp 10.244.1.7:8080: connect: connection refused",
            ),
            cause: &[("value: \"8080\"", "value: \"9090\""), IMAGE],
            suspect: ("Deployment/web", "env[PORT].value"),
        },
        Incident {
            report: Report::probe(
                "Liveness probe failed: Get \"http://10.244.1.7:8080/shop/healthz\": dial tcp 10.244.1.7:8080: connect: connection refused",
            ),
            cause: &[
                ("port: 8080\n      workers", "port: 9090\n      workers"),
                IMAGE,
            ],
            suspect: ("ConfigMap/web-config", "server.port"),
        },
        Incident {
            report: Report::probe(
                "Liveness probe failed: Get \"http://10.244.1.7:8080/shop/healthz\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
            ),
            cause: &[
                (
                    "port: 8080\n            timeoutSeconds: 5\n          readinessProbe",
                    "port: 8080\n            timeoutSeconds: 1\n          readinessProbe",
                ),
                IMAGE,
            ],
            suspect: ("Deployment/web", "livenessProbe.timeoutSeconds"),
        },
        Incident {
            report: Report::probe(
                "Readiness probe failed: Get \"https://10.244.1.7:8080/shop/ready\": http: server gave HTTP response to HTTPS client",
            ),
            cause: &[("scheme: HTTP", "scheme: HTTPS"), IMAGE],
            suspect: ("Deployment/web", "readinessProbe.httpGet.scheme"),
        },
        Incident {
            report: Report::probe("Readiness probe failed: HTTP probe failed with statuscode: 404"),
            cause: &[("value: /shop\n", "value: /\n")],
            suspect: ("Deployment/web", "env[BASE_PATH].value"),
        },
        Incident {
            report: Report::probe("Readiness probe failed: HTTP probe failed with statuscode: 503")
                .in_web()
                .logs(&[
                    "ready: search backend http://search-2:9200 is unreachable: connection refused",
                ]),
            cause: &[("http://search:9200", "http://search-2:9200"), IMAGE],
            suspect: ("ConfigMap/web-config", "search.backend"),
        },
        Incident {
            report: Report::probe(
                "Liveness probe failed: Get \"http://10.244.1.7:8080/shop/healthz\": dial tcp 10.244.1.7:8080: connect: connection refused",
            ),
            cause: &[
                (
                    "          startupProbe:\n            httpGet:\n              path: /shop/healthz\n              port: 8080\n            failureThreshold: 30\n",
                    "",
                ),
                IMAGE,
            ],
            suspect: ("Deployment/web", "startupProbe"),
        },
        Incident {
            report: Report::probe(
                "Readiness probe failed: cat: can't open '/tmp/healthy': No such file or directory",
            ),
            cause: &[
                (
                    "            httpGet:\n              path: /shop/ready\n              port: 8080\n              scheme: HTTP\n",
                    "            exec:\n              command: [\"cat\", \"/tmp/healthy\"]\n",
                ),
                IMAGE,
            ],
            suspect: ("Deployment/web", "readinessProbe.exec"),
        },
    ]);
}

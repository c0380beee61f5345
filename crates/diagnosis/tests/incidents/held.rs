//! Fields that make pods wait, evictions, and init containers that run on.

use astern_cluster::ProblemCause;

use crate::{Incident, Report, check};

#[test]
fn the_field_that_makes_it_wait_is_suspected() {
    check(&[
        Incident {
            report: Report::new(
                ProblemCause::ReadinessGate,
                "lb.example/ready",
                "the pod has no such condition",
            ),
            cause: &[
                (
                    "      priorityClassName: normal",
                    "      priorityClassName: normal\n      readinessGates:\n        - conditionType: lb.example/ready",
                ),
                ("shop-web:1.0.0", "shop-web:1.1.0"),
            ],
            suspect: ("Deployment/web", "readinessGates"),
        },
        Incident {
            report: Report::new(
                ProblemCause::Unschedulable,
                "SchedulingGated",
                "Scheduling is blocked due to non-empty scheduling gates",
            ),
            cause: &[
                (
                    "      priorityClassName: normal",
                    "      priorityClassName: normal\n      schedulingGates:\n        - name: example.com/budget",
                ),
                ("cpu: 100m", "cpu: 200m"),
            ],
            suspect: ("Deployment/web", "schedulingGates"),
        },
        Incident {
            report: Report::new(ProblemCause::MinReadySeconds, "minReadySeconds 600", ""),
            cause: &[
                ("minReadySeconds: 0", "minReadySeconds: 600"),
                ("shop-web:1.0.0", "shop-web:1.1.0"),
            ],
            suspect: ("Deployment/web", "minReadySeconds"),
        },
        Incident {
            report: Report::new(ProblemCause::Paused, "Paused", ""),
            cause: &[(
                "  minReadySeconds: 0",
                "  minReadySeconds: 0\n  paused: true",
            )],
            suspect: ("Deployment/web", "spec.paused"),
        },
        Incident {
            report: Report::new(
                ProblemCause::Other,
                "Evicted",
                "Usage of EmptyDir volume \"scratch\" exceeds the limit \"16Mi\". ",
            ),
            cause: &[
                ("sizeLimit: 1Gi", "sizeLimit: 16Mi"),
                ("shop-web:1.0.0", "shop-web:1.1.0"),
            ],
            suspect: ("Deployment/web", "emptyDir.sizeLimit"),
        },
        Incident {
            report: Report::new(ProblemCause::InitContainer, "wait", "")
                .in_container("wait")
                .logs(&["waiting for database:5432"]),
            cause: &[
                ("\"db:5432\"", "\"database:5432\""),
                ("shop-web:1.0.0", "shop-web:1.1.0"),
            ],
            suspect: ("Deployment/web", "initContainers[wait].args[1]"),
        },
        Incident {
            report: Report::new(
                ProblemCause::Crash,
                "FailedPostStartHook",
                "PostStartHook failed",
            )
            .in_web(),
            cause: &[
                ("/app/warm-up", "/app/warmup"),
                ("shop-web:1.0.0", "shop-web:1.1.0"),
            ],
            suspect: ("Deployment/web", "lifecycle.postStart.exec.command[0]"),
        },
    ]);
}

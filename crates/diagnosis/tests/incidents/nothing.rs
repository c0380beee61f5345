//! Incidents of which no change is the cause: none may be suspected.

use astern_cluster::ProblemCause;

use crate::{Report, described, finding_of};

#[test]
fn nothing_is_suspected_where_nothing_that_changed_could_be_the_cause() {
    let own = [
        ("value: basket", "value: all"),
        ("failureThreshold: 30", "failureThreshold: 60"),
        ("command: [\"/app/warm-up\"]", "command: [\"/app/warm\"]"),
    ];
    let image = ("shop-web:1.0.0", "shop-web:1.1.0");
    for (report, more) in [
        (
            Report::image(
                "Back-off pulling image \"registry.example.com/shop-web:1.1.0\": ErrImagePull: failed to do request: Head \"https://registry.example.com/v2/shop-web/manifests/1.1.0\": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-29T07:00:00Z is after 2026-11-28T00:00:00Z",
            ),
            Some(image),
        ),
        (
            Report::image(
                "Back-off pulling image \"registry.example.com/shop-web:1.1.0\": ErrImagePull: failed to do request: Head \"https://registry.example.com/v2/shop-web/manifests/1.1.0\": dial tcp 10.1.2.3:443: i/o timeout",
            ),
            Some(image),
        ),
        (
            Report::unschedulable("0/6 nodes are available: 6 Insufficient cpu."),
            Some(("cpu: 100m", "cpu: 50m")),
        ),
        (
            Report::unschedulable("0/6 nodes are available: 6 node(s) were unschedulable."),
            Some(("cpu: 100m", "cpu: 200m")),
        ),
        (
            Report::unschedulable(
                "0/6 nodes are available: 6 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }.",
            ),
            Some(image),
        ),
        (
            Report::configuration(
                "CreateContainerConfigError",
                "secret \"somebody-elses\" not found",
            ),
            Some(image),
        ),
        (
            Report::volume(
                "MountVolume.SetUp failed for volume \"data\" : mount failed: exit status 32",
            ),
            Some(image),
        ),
        (
            Report::refused(
                ProblemCause::Quota,
                "pods \"web-5d8f9c7b6-x2x4z\" is forbidden: exceeded quota: compute, requested: requests.cpu=110m, used: requests.cpu=4, limited: requests.cpu=4",
            ),
            Some(image),
        ),
        (
            Report::refused(
                ProblemCause::Webhook,
                "Internal error occurred: failed calling webhook \"policy.example.com\": failed to call webhook: Post \"https://policy.security.svc:443/validate?timeout=10s\": no endpoints available for service \"policy\"",
            ),
            Some(image),
        ),
        (Report::memory(&[]), None),
        (
            Report::new(ProblemCause::NotSaid, "ContainerCreating", "phase Pending"),
            Some(image),
        ),
    ] {
        let mut changes = own.to_vec();
        changes.extend(more);
        let finding = finding_of(&report, &changes);
        let suspects: Vec<String> = finding.suspects.iter().map(described).collect();
        assert!(suspects.is_empty(), "{}: {suspects:#?}", report.message);
        assert!(finding.others >= 8, "{}", finding.others);
    }
}

#[test]
fn a_container_that_ends_is_not_explained_by_what_it_does_not_notice() {
    let changes = [
        ("cpu: 100m", "cpu: 200m"),
        (
            "registry.example.com/metrics:1",
            "registry.example.com/metrics:2",
        ),
        ("replicas: 2", "replicas: 3"),
        ("periodSeconds: 10", "periodSeconds: 20"),
        ("name: QUEUE", "name: TOPIC"),
    ];
    let finding = finding_of(&Report::crash(1, "", &["panic: boom"]), &changes);
    let suspects: Vec<String> = finding.suspects.iter().map(described).collect();
    assert!(suspects.is_empty(), "{suspects:#?}");
}

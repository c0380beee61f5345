//! Tests of the test cluster: it behaves as the other tests expect.

use end_to_end::{Failure, HelmVersion, Scenario, TestEnvironment, User, eventually, statuses};

fn incident_is_installed(helm: HelmVersion, namespace: &'static str) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::incident(helm, namespace);
    scenario.run(&environment.access, &environment.charts)?;
    assert_eq!(
        statuses(&environment, &scenario)?,
        ["superseded", "superseded", "superseded", "deployed"]
    );
    // Helm records revision 4 as deployed, but its pods do not start.
    let path = "jsonpath={.items[*].status.containerStatuses[*].state.waiting.reason}";
    let selector = "app.kubernetes.io/component=web";
    eventually("the reason why pods do not start", || {
        let arguments = [
            "get",
            "pods",
            "--namespace",
            namespace,
            "--selector",
            selector,
            "--output",
            path,
        ];
        let reasons = environment.access.kubectl(arguments)?;
        Ok(reasons.contains("CreateContainerConfigError").then_some(()))
    })?;
    let arguments = [
        "rollout",
        "status",
        "deployment/shop-web",
        "--namespace",
        namespace,
        "--watch=false",
    ];
    let text = environment.access.kubectl(arguments)?;
    assert!(text.starts_with("Waiting for deployment"), "{text}");
    Ok(())
}

#[test]
fn helm_3_leaves_the_incident_in_its_ledger() -> Result<(), Failure> {
    incident_is_installed(HelmVersion::V3, "cluster-incident-3")
}

#[test]
fn helm_4_leaves_the_incident_in_its_ledger() -> Result<(), Failure> {
    incident_is_installed(HelmVersion::V4, "cluster-incident-4")
}

#[test]
fn rolling_back_to_revision_3_makes_the_workload_ready() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::incident(HelmVersion::V4, "cluster-rollback");
    scenario.run(&environment.access, &environment.charts)?;
    environment.access.helm(
        scenario.helm,
        [
            "rollback",
            "shop",
            "3",
            "--namespace",
            scenario.namespace,
            "--wait",
        ],
    )?;
    assert_eq!(
        statuses(&environment, &scenario)?
            .last()
            .map(String::as_str),
        Some("deployed")
    );
    let arguments = [
        "rollout",
        "status",
        "deployment/shop-web",
        "--namespace",
        scenario.namespace,
        "--watch=false",
    ];
    let text = environment.access.kubectl(arguments)?;
    assert!(text.contains("successfully rolled out"), "{text}");
    Ok(())
}

#[test]
fn a_user_without_rights_is_refused_and_the_audit_log_has_the_request() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let audit = environment.access.audit().from_now();
    let output = environment.access.output(
        User::Nobody,
        "kubectl",
        ["get", "secrets", "--namespace", "kube-public"],
    )?;
    assert!(!output.success);
    assert!(
        output
            .stderr
            .contains("User \"nobody\" cannot list resource \"secrets\""),
        "{}",
        output.stderr
    );
    eventually("the request in the audit log", || {
        let requests = audit.requests()?;
        let refused = requests
            .into_iter()
            .find(|request| request.user == "nobody" && request.verb == "list");
        Ok(refused.map(|request| assert_eq!(request.status, 403)))
    })
}

#[test]
fn a_job_whose_pod_ends_with_an_error_fails() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    environment.access.apply(
        r#"
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "ends-badly", "namespace": "default"},
         "spec": {"backoffLimit": 0, "template": {
            "metadata": {"annotations": {"astern.test/exit": "1"}},
            "spec": {"restartPolicy": "Never", "containers": [{"name": "job", "image": "registry.example/job:1"}]}}}}
        "#,
    )?;
    let arguments = [
        "wait",
        "job/ends-badly",
        "--for=condition=Failed",
        "--timeout=60s",
    ];
    environment.access.kubectl(arguments)?;
    Ok(())
}

//! Tests of the chart: it installs, rejects unsafe values, and hardens its pod.

use end_to_end::{Chart, Failure, HelmVersion, TestEnvironment, User};
use serde_json::Value;

const BOTH: [HelmVersion; 2] = [HelmVersion::V3, HelmVersion::V4];

/// The namespace admits only pods of the Pod Security Standard `restricted`, so a ready pod conforms to it.
fn chart_installs(
    helm: HelmVersion,
    namespace: &'static str,
    open: &'static str,
) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let chart = Chart::install(&environment, helm, namespace, &[open])?;
    let address = format!("http://localhost:8001{}/", chart.path());
    assert!(chart.notes.contains(&address), "{}", chart.notes);

    let endpoint = object(&environment, namespace, "statefulset/astern")?;
    assert_eq!(endpoint["status"]["readyReplicas"], 1);
    let pod = &endpoint["spec"]["template"]["spec"];
    assert_hardened(pod)?;
    assert_eq!(endpoint["spec"]["replicas"], 1);
    assert!(pod["terminationGracePeriodSeconds"].as_u64() > Some(3600));
    assert_eq!(
        pod["containers"][0]["args"][3],
        "--cluster-name=test-cluster: \"one\" # of them"
    );

    // kwok completes the Job of the test hook, which shows that helm runs it and the API server admits it.
    let tested = environment
        .access
        .helm(helm, ["test", "astern", "--namespace", namespace])?;
    assert!(tested.contains("Succeeded"), "{tested}");
    Ok(())
}

#[test]
fn helm_3_installs_the_chart() -> Result<(), Failure> {
    chart_installs(HelmVersion::V3, "chart-3", "chart-3-shop")
}

#[test]
fn helm_4_installs_the_chart() -> Result<(), Failure> {
    chart_installs(HelmVersion::V4, "chart-4", "chart-4-shop")
}

fn assert_hardened(pod: &Value) -> Result<(), Failure> {
    let account = &pod["securityContext"];
    assert_eq!(account["runAsNonRoot"], true);
    assert!(account["runAsUser"].as_u64() > Some(0));
    assert_eq!(account["seccompProfile"]["type"], "RuntimeDefault");
    for word in ["hostNetwork", "hostPID", "hostIPC"] {
        assert!(pod[word].is_null(), "{word}");
    }
    let containers = pod["containers"].as_array();
    let containers = containers.ok_or_else(|| Failure::new("a pod without containers"))?;
    for container in containers {
        let context = &container["securityContext"];
        assert_eq!(context["allowPrivilegeEscalation"], false);
        assert_eq!(context["readOnlyRootFilesystem"], true);
        assert_eq!(context["capabilities"]["drop"][0], "ALL");
        assert!(context["capabilities"]["add"].is_null());
        for kind in ["requests", "limits"] {
            for amount in ["cpu", "memory"] {
                let given = &container["resources"][kind][amount];
                assert!(given.is_string(), "{kind} of {amount}: {given}");
            }
        }
    }
    Ok(())
}

#[test]
fn helm_lint_finds_nothing() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let chart = environment.chart.display().to_string();
    for helm in BOTH {
        for open in ["namespaces=[]", r#"namespaces=["shop","search"]"#] {
            let text = environment
                .access
                .helm(helm, ["lint", "--strict", &chart, "--set-json", open])?;
            assert!(!text.contains("[INFO]"), "{helm:?}: {text}");
            assert!(text.contains("0 chart(s) failed"), "{helm:?}: {text}");
        }
    }
    Ok(())
}

/// Unknown values are rejected, not ignored, and so are those that would grant more than the right to roll back.
#[test]
fn invalid_and_unsafe_values_are_rejected() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let chart = environment.chart.display().to_string();
    let refused = [
        ("namespace=shop", "namespace"),
        ("namespaces={Shop}", "Shop"),
        (
            "namespaces={astern}",
            "Install Astern into a namespace of its own",
        ),
        ("namespaces={kube-system}", "the cluster's administrator"),
        ("rollback.clusterRole=cluster-admin", "clusterRole"),
        ("resources.limits=null", "limits"),
        ("image.tag=a b", "tag"),
        ("networkPolicy.enabled=maybe", "enabled"),
    ];
    for helm in BOTH {
        for (value, named) in refused {
            let arguments = ["template", "astern", &chart, "--namespace", "astern"];
            let options = ["--kube-version", "1.36.0", "--set", value];
            let output = environment.access.output(
                User::Nobody,
                helm.program(),
                arguments.into_iter().chain(options),
            )?;
            assert!(!output.success, "{helm:?} took {value}");
            assert!(output.stderr.contains(named), "{value}: {}", output.stderr);
        }
    }
    Ok(())
}

fn object(environment: &TestEnvironment, namespace: &str, name: &str) -> Result<Value, Failure> {
    let text =
        environment
            .access
            .kubectl(["get", name, "--namespace", namespace, "--output", "json"])?;
    Ok(serde_json::from_str(&text)?)
}

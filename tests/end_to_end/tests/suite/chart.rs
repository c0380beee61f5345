//! Tests of the chart: it installs, rejects unsafe values, and hardens its pod.

use end_to_end::{Chart, Failure, HelmVersion, TestEnvironment, User, eventually, make_namespace};
use serde_json::{Value, json};
use xtask::test_cluster::TestClusterError;

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
    assert_eq!(
        pod["containers"][0]["env"],
        json!([{ "name": "HELM_MAX_HISTORY", "value": "10" }])
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

/// A namespace that gives each pod its user, has a quota, bounds each container and denies traffic by default.
const RESTRICTIONS: &str = include_str!("restricted_namespace.yaml");

/// Installs, upgrades, tests and uninstalls the chart in such a namespace, and looks for what is left.
fn chart_lives_in_a_restricted_namespace(
    helm: HelmVersion,
    namespace: &'static str,
    open: &'static str,
) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let access = &environment.access;
    make_namespace(&environment, namespace)?;
    let file = access.dir().join(format!("restrictions-{namespace}.yaml"));
    std::fs::write(&file, RESTRICTIONS.replace("NAMESPACE", namespace))?;
    let file = file.display().to_string();
    access.kubectl(["apply", "--filename", &file])?;
    eventually("that a pod with another user is refused", || {
        let overrides = r#"{"spec": {"securityContext": {"runAsUser": 65532}}}"#;
        let arguments = ["run", "probe", "--image=none", "--namespace", namespace];
        let options = ["--dry-run=server", "--overrides", overrides];
        let refusal = access.kubectl(arguments.into_iter().chain(options));
        let Err(TestClusterError::Command { stderr, .. }) = refusal else {
            return Ok(None);
        };
        Ok(stderr.contains("must be in the ranges").then_some(()))
    })?;

    Chart::install(&environment, helm, namespace, &[open])?;
    let chart = environment.chart.display().to_string();
    let upgrade = ["upgrade", "astern", &chart, "--namespace", namespace];
    let values = [
        "--reuse-values",
        "--set",
        "podSecurityContext.runAsUser=1000700001,podSecurityContext.fsGroup=1000700001",
        "--set",
        "test.podSecurityContext.runAsUser=null",
        "--wait",
        "--timeout",
        "2m",
    ];
    access.helm(helm, upgrade.into_iter().chain(values))?;
    let endpoint = object(&environment, namespace, "statefulset/astern")?;
    let pod = &endpoint["spec"]["template"]["spec"];
    assert_eq!(pod["securityContext"]["runAsUser"], 1_000_700_001);
    let tested = access.helm(helm, ["test", "astern", "--namespace", namespace])?;
    assert!(tested.contains("Succeeded"), "{tested}");

    access.helm(
        helm,
        ["uninstall", "astern", "--namespace", namespace, "--wait"],
    )?;
    let kinds = "all,networkpolicies,serviceaccounts,roles,rolebindings,configmaps,secrets,\
                 clusterroles,clusterrolebindings,validatingadmissionpolicies";
    let selector = "app.kubernetes.io/instance=astern,app.kubernetes.io/managed-by=Helm";
    let listed = access.kubectl([
        "get",
        kinds,
        "--namespace",
        namespace,
        "-l",
        selector,
        "-o",
        "name",
    ])?;
    // Other tests have installed the chart in other namespaces.
    let is_cluster_scoped = |name: &str| {
        ["clusterrole", "validatingadmission"]
            .iter()
            .any(|kind| name.starts_with(kind))
    };
    let left = listed
        .lines()
        .filter(|name| !is_cluster_scoped(name) || name.contains(namespace));
    assert_eq!(left.collect::<Vec<_>>(), [""; 0], "{listed}");
    access.kubectl(["delete", "--filename", &file, "--ignore-not-found"])?;
    Ok(())
}

#[test]
fn helm_3_installs_tests_and_uninstalls_the_chart_where_pods_are_restricted() -> Result<(), Failure>
{
    chart_lives_in_a_restricted_namespace(HelmVersion::V3, "chart-limits-3", "chart-limits-3-shop")
}

#[test]
fn helm_4_installs_tests_and_uninstalls_the_chart_where_pods_are_restricted() -> Result<(), Failure>
{
    chart_lives_in_a_restricted_namespace(HelmVersion::V4, "chart-limits-4", "chart-limits-4-shop")
}

fn assert_hardened(pod: &Value) -> Result<(), Failure> {
    let account = &pod["securityContext"];
    assert_eq!(account["runAsNonRoot"], true);
    // The image's own user has a number, and a namespace of OpenShift refuses every other than its own.
    for id in ["runAsUser", "runAsGroup", "fsGroup"] {
        assert!(account[id].is_null(), "{id}: {account}");
    }
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
        ("rollback.maxHistory=-1", "maxHistory"),
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

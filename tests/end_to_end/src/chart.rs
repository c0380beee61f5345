//! Astern's own chart on the test cluster.

use xtask::test_cluster::TestClusterError;

use crate::{Failure, HelmVersion, TestEnvironment, User, eventually};

/// The chart, installed by helm in a namespace of its own. kwok makes its pod ready; the test decides which process
/// listens on the address of the pod.
#[derive(Clone, Debug)]
pub struct Chart<'a> {
    /// The environment.
    pub environment: &'a TestEnvironment,
    /// The version of helm that installed it.
    pub helm: HelmVersion,
    /// The namespace that it is installed in.
    pub namespace: &'static str,
    /// The output of helm, which contains the notes.
    pub notes: String,
}

impl<'a> Chart<'a> {
    /// Creates `namespace`, which admits only pods of the Pod Security Standard `restricted`, and installs the chart
    /// there. Releases of `rollback_namespaces` may be rolled back.
    ///
    /// # Errors
    /// When helm fails, for example because the pod is not admitted or not ready.
    pub fn install(
        environment: &'a TestEnvironment,
        helm: HelmVersion,
        namespace: &'static str,
        rollback_namespaces: &[&str],
    ) -> Result<Self, Failure> {
        make_namespace(environment, namespace)?;
        environment.access.kubectl([
            "label",
            "namespace",
            namespace,
            "pod-security.kubernetes.io/enforce=restricted",
        ])?;
        for namespace in rollback_namespaces {
            make_namespace(environment, namespace)?;
        }
        let chart = environment.chart.display().to_string();
        let rollback_namespaces = format!("namespaces={}", serde_json::json!(rollback_namespaces));
        let notes = environment.access.helm(
            helm,
            [
                "install",
                "astern",
                &chart,
                "--namespace",
                namespace,
                "--set-json",
                &rollback_namespaces,
                "--set",
                "clusterName=test-cluster: \"one\" # of them",
                "--wait",
                "--timeout",
                "2m",
            ],
        )?;
        Ok(Self {
            environment,
            helm,
            namespace,
            notes,
        })
    }

    /// Grants `user` access to the page.
    ///
    /// # Errors
    /// When kubectl fails.
    pub fn grant_page_access(&self, user: User) -> Result<(), Failure> {
        self.bind(self.namespace, "astern-page", user)
    }

    /// Grants `user` the right to roll back in `namespace`.
    ///
    /// # Errors
    /// When kubectl fails.
    pub fn grant_rollback(&self, user: User, namespace: &str) -> Result<(), Failure> {
        self.bind(namespace, "astern-rollback", user)
    }

    fn bind(&self, namespace: &str, role: &str, user: User) -> Result<(), Failure> {
        let name = format!("{role}-{}", user.name());
        let role = format!("--role={role}");
        let user = format!("--user={}", user.name());
        let arguments = ["create", "rolebinding", &name, "--namespace", namespace];
        self.environment
            .access
            .kubectl(arguments.into_iter().chain([&*role, &*user]))?;
        Ok(())
    }

    /// Returns the address of its pod.
    ///
    /// # Errors
    /// When there is no pod.
    pub fn pod_address(&self) -> Result<String, Failure> {
        let address = self.environment.access.kubectl([
            "get",
            "pods",
            "--namespace",
            self.namespace,
            "--selector",
            "app.kubernetes.io/component=endpoint",
            "--output",
            "jsonpath={.items[0].status.podIP}",
        ])?;
        if address.is_empty() {
            return Err(Failure::new("the chart's pod has no address"));
        }
        Ok(address)
    }

    /// Deletes its pod, which terminates slowly; no other pod is started beside it.
    ///
    /// # Errors
    /// When kubectl fails.
    pub fn delete_pod(&self) -> Result<(), Failure> {
        let selected = ["--namespace", self.namespace, "--selector"];
        let selected = selected
            .into_iter()
            .chain(["app.kubernetes.io/component=endpoint"]);
        let kubectl = |arguments: &[&'static str]| {
            let arguments = arguments.iter().copied().chain(selected.clone());
            self.environment.access.kubectl(arguments)
        };
        kubectl(&["annotate", "pods", "astern.test/ends=slowly"])?;
        kubectl(&["delete", "pods", "--wait=false"])?;
        eventually("that the Service's pod is ending", || {
            let path = "jsonpath={.items[*].endpoints[*].conditions.terminating}";
            let arguments = ["get", "endpointslices", "--output", path];
            let options = ["--namespace", self.namespace];
            let text = self
                .environment
                .access
                .kubectl(arguments.into_iter().chain(options))?;
            Ok((text == "true").then_some(()))
        })
    }

    /// Returns its API path through the service proxy, without a trailing slash.
    #[must_use]
    pub fn path(&self) -> String {
        format!(
            "/api/v1/namespaces/{}/services/https:astern:443/proxy",
            self.namespace
        )
    }
}

/// Creates a namespace unless it exists.
///
/// # Errors
/// When kubectl fails for another reason.
pub fn make_namespace(
    environment: &TestEnvironment,
    namespace: &str,
) -> Result<(), TestClusterError> {
    match environment
        .access
        .kubectl(["create", "namespace", namespace])
    {
        Err(TestClusterError::Command { stderr, .. }) if stderr.contains("AlreadyExists") => Ok(()),
        result => result.map(drop),
    }
}

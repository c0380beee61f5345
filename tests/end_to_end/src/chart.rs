//! Astern's own chart on the test cluster.

use xtask::test_cluster::TestClusterError;

use crate::{Failure, HelmVersion, TestEnvironment, User, eventually};

/// The chart, installed by a real helm in a namespace of its own. kwok makes its pod ready; what answers at the pod's
/// address is up to the test.
#[derive(Clone, Debug)]
pub struct Chart<'a> {
    /// Where everything is.
    pub environment: &'a TestEnvironment,
    /// The helm that installed it.
    pub helm: HelmVersion,
    /// Where it is installed.
    pub namespace: &'static str,
    /// What helm printed: the notes.
    pub notes: String,
}

impl<'a> Chart<'a> {
    /// Installs it into `namespace`, which is made and admits only pods of the standard `restricted`; releases of the
    /// namespaces `open` may be rolled back.
    ///
    /// # Errors
    /// When helm fails, as it does when the pod is not admitted or not ready.
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

    /// Lets `user` open the page.
    ///
    /// # Errors
    /// When kubectl fails.
    pub fn grant_page_access(&self, user: User) -> Result<(), Failure> {
        self.bind(self.namespace, "astern-page", user)
    }

    /// Gives `user` the one rule in `namespace`.
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

    /// The address of its pod.
    ///
    /// # Errors
    /// When there is none.
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

    /// Tells its pod to end, which takes the pod as long as its container likes; no other is started beside it.
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

    /// Its path below the API server, through the service proxy; without a slash at the end.
    #[must_use]
    pub fn path(&self) -> String {
        format!(
            "/api/v1/namespaces/{}/services/https:astern:443/proxy",
            self.namespace
        )
    }
}

/// Makes a namespace unless it is there.
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

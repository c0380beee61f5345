//! The sample releases and the sample incident as data, so that each run creates the same revisions and statuses.

use std::path::Path;

use super::access::{Access, HelmVersion};
use super::{TestClusterError, User};

/// An action on a release.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    /// `helm upgrade --install` to a version of the chart with these values (`--set`), without waiting.
    Deploy(&'static str, &'static [&'static str]),
    /// The same with `--wait`.
    DeployAndWait(&'static str, &'static [&'static str]),
    /// The same, but the workload does not become ready in time, so helm records the revision as failed.
    FailToDeploy(&'static str, &'static [&'static str]),
    /// `helm rollback --wait` to this revision.
    RollBack(&'static str),
}

/// A release and the actions on it, each of which creates one revision.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// The version of helm.
    pub helm: HelmVersion,
    /// The namespace, which is created.
    pub namespace: &'static str,
    /// The name of the release.
    pub release: &'static str,
    /// The folder of the chart in `tests/charts`.
    pub chart: &'static str,
    /// The actions, oldest first.
    pub actions: &'static [Action],
}

/// The incident: revision 3 works; revision 4 refers to a Secret key that does not exist, so its pods do not start, but
/// helm records it as deployed.
pub const INCIDENT: &[Action] = &[
    Action::DeployAndWait("1.0.0", &["database.password=correct-horse"]),
    Action::DeployAndWait(
        "1.0.0",
        &[
            "database.password=correct-horse",
            "autoscaling.minReplicas=3",
        ],
    ),
    Action::DeployAndWait(
        "1.1.0",
        &[
            "database.password=battery-staple",
            "autoscaling.minReplicas=3",
        ],
    ),
    Action::Deploy(
        "1.2.0",
        &[
            "database.password=battery-staple",
            "autoscaling.minReplicas=3",
            "image.tag=1.2.0-rc1",
            "fail.web=CreateContainerConfigError",
            "fail.message=couldn't find key databaseUrl in Secret shop/shop-database",
        ],
    ),
];

/// The releases that `cargo xtask cluster` installs.
pub const FLEET: &[Scenario] = &[
    Scenario {
        helm: HelmVersion::V3,
        namespace: "shop",
        release: "shop",
        chart: "shop",
        actions: INCIDENT,
    },
    Scenario {
        helm: HelmVersion::V3,
        namespace: "shop",
        release: "sessions",
        chart: "cache",
        actions: &[
            Action::DeployAndWait("1.0.0", &[]),
            Action::DeployAndWait("1.1.0", &["maxMemory=256mb"]),
        ],
    },
    Scenario {
        helm: HelmVersion::V4,
        namespace: "search",
        release: "suggestions",
        chart: "cache",
        actions: &[
            Action::DeployAndWait("1.0.0", &[]),
            Action::DeployAndWait("1.0.0", &["replicas=2"]),
            Action::DeployAndWait("1.1.0", &["replicas=2"]),
        ],
    },
    Scenario {
        helm: HelmVersion::V3,
        namespace: "billing",
        release: "rates",
        chart: "cache",
        actions: &[
            Action::DeployAndWait("1.0.0", &[]),
            Action::FailToDeploy(
                "1.1.0",
                &["fail=ImagePullBackOff", "image.tag=1.1.0-missing"],
            ),
        ],
    },
    Scenario {
        helm: HelmVersion::V3,
        namespace: "billing",
        release: "invoices",
        chart: "cache",
        actions: &[
            Action::DeployAndWait("1.0.0", &[]),
            Action::DeployAndWait("1.1.0", &["maxMemory=16mb"]),
            Action::RollBack("1"),
        ],
    },
];

impl Scenario {
    /// Returns the incident in a namespace of its own: revision 3 works, revision 4 does not.
    #[must_use]
    pub fn incident(helm: HelmVersion, namespace: &'static str) -> Self {
        Self {
            helm,
            namespace,
            release: "shop",
            chart: "shop",
            actions: INCIDENT,
        }
    }

    /// Returns a small cache in a namespace of its own, upgraded once: both revisions work.
    #[must_use]
    pub fn sessions(helm: HelmVersion, namespace: &'static str) -> Self {
        Self {
            helm,
            namespace,
            release: "sessions",
            chart: "cache",
            actions: &[
                Action::DeployAndWait("1.0.0", &[]),
                Action::DeployAndWait("1.1.0", &[]),
            ],
        }
    }

    /// Performs the actions with the charts in `charts`.
    ///
    /// # Errors
    /// When an action fails that should succeed, or the other way round.
    pub fn run(&self, access: &Access, charts: &Path) -> Result<(), TestClusterError> {
        for action in self.actions {
            self.run_action(*action, access, charts)?;
        }
        Ok(())
    }

    fn run_action(
        &self,
        action: Action,
        access: &Access,
        charts: &Path,
    ) -> Result<(), TestClusterError> {
        let in_namespace = ["--namespace", self.namespace];
        let wait = ["--wait", "--timeout", "2m"];
        match action {
            Action::Deploy(version, values) => self.deploy(access, charts, version, values, &[]),
            Action::DeployAndWait(version, values) => {
                self.deploy(access, charts, version, values, &wait)
            }
            Action::FailToDeploy(version, values) => {
                let short_wait = ["--wait", "--timeout", "3s"];
                match self.deploy(access, charts, version, values, &short_wait) {
                    Err(TestClusterError::Command { .. }) => Ok(()),
                    Err(other) => Err(other),
                    Ok(()) => Err(TestClusterError::Command {
                        command: format!("helm upgrade {} {version}", self.release),
                        stderr: "it was to fail, and did not".to_owned(),
                    }),
                }
            }
            Action::RollBack(revision) => {
                let arguments = ["rollback", self.release, revision]
                    .into_iter()
                    .chain(in_namespace)
                    .chain(wait);
                access.helm(self.helm, arguments).map(drop)
            }
        }
    }

    fn deploy(
        &self,
        access: &Access,
        charts: &Path,
        version: &str,
        values: &[&str],
        extra: &[&str],
    ) -> Result<(), TestClusterError> {
        let mut command = access.command(User::Admin, self.helm.program());
        command.args([
            "upgrade",
            "--install",
            "--create-namespace",
            "--namespace",
            self.namespace,
            self.release,
        ]);
        command.arg(charts.join(self.chart).join(version));
        for value in values {
            command.args(["--set", value]);
        }
        command.args(extra);
        super::access::run(&mut command).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chart_of_the_fleet_exists() {
        let charts = crate::paths::Paths::find().root.join("tests/charts");
        for scenario in FLEET {
            for action in scenario.actions {
                if let Action::Deploy(version, _)
                | Action::DeployAndWait(version, _)
                | Action::FailToDeploy(version, _) = action
                {
                    let chart = charts.join(scenario.chart).join(version).join("Chart.yaml");
                    let text = std::fs::read_to_string(&chart).unwrap();
                    assert!(
                        text.contains(&format!("\nversion: {version}\n")),
                        "{}",
                        chart.display()
                    );
                }
            }
        }
    }
}

//! A helm that is killed while it waits.

use crate::{Failure, Scenario, TestEnvironment, User, eventually};

/// Runs helm for the scenario's release until it has recorded `revision`, and kills it then.
///
/// # Errors
/// When helm does not start, or records no such revision in time.
pub fn killed_after(
    environment: &TestEnvironment,
    scenario: &Scenario,
    revision: u32,
    arguments: &[&str],
) -> Result<(), Failure> {
    let (release, namespace) = (scenario.release, scenario.namespace);
    let chart = environment.charts.join("cache/1.0.0");
    let mut helm = environment
        .access
        .command(User::Admin, scenario.helm.program())
        .args(arguments)
        .arg(release)
        .arg(chart)
        .args(["--namespace", namespace, "--create-namespace"])
        .args(["--set", "fail=ImagePullBackOff", "--wait"])
        .spawn()?;
    let record = format!("sh.helm.release.v1.{release}.v{revision}");
    let recorded = eventually("the record of the revision", || {
        let arguments = ["get", "secret", &record, "--namespace", namespace];
        Ok(environment.access.kubectl(arguments).ok().map(drop))
    });
    helm.kill()?;
    helm.wait()?;
    recorded
}

//! The kubeconfig of the test cluster's administrator, for tests that make another one of it.

use serde_json::Value;

use crate::{Failure, TestEnvironment, User};

/// Returns the administrator's kubeconfig, with nothing but their context in it.
///
/// # Errors
/// When kubectl cannot be run.
pub fn admins_kubeconfig(environment: &TestEnvironment) -> Result<Value, Failure> {
    let view = [
        "config",
        "view",
        "--raw",
        "--minify",
        "--flatten",
        "--output=json",
    ];
    let output = environment.access.output(User::Admin, "kubectl", view)?;
    Ok(serde_json::from_str(&output.stdout)?)
}

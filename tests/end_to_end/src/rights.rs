//! The rights of a user, as the API server reports them.

use std::collections::BTreeSet;

use crate::{Failure, TestEnvironment};

/// Returns the rights of `who` in a namespace, without those of every service account: lines of `RESOURCES [PATHS]
/// [NAMES] [VERBS]`.
///
/// # Errors
/// When kubectl fails.
pub fn rights(
    environment: &TestEnvironment,
    who: &str,
    namespace: &str,
) -> Result<Vec<String>, Failure> {
    let default_rights = list_rights(
        environment,
        "system:serviceaccount:default:default",
        namespace,
    )?;
    let own_rights = list_rights(environment, who, namespace)?;
    Ok(own_rights.difference(&default_rights).cloned().collect())
}

fn list_rights(
    environment: &TestEnvironment,
    who: &str,
    namespace: &str,
) -> Result<BTreeSet<String>, Failure> {
    let arguments = ["auth", "can-i", "--list", "--no-headers", "--as", who];
    let text = environment
        .access
        .kubectl(arguments.into_iter().chain(["--namespace", namespace]))?;
    let row = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(text.lines().map(row).collect())
}

/// Grants `user` the right to read in a namespace everything that the page reads: releases, workloads, and the journal.
///
/// # Errors
/// When kubectl fails.
pub fn grant_read(
    environment: &TestEnvironment,
    user: crate::User,
    namespace: &str,
) -> Result<(), Failure> {
    let in_namespace = ["--namespace", namespace];
    let role = ["create", "role", "reads", "--verb=get,list,watch"];
    let resources = "--resource=secrets,configmaps,pods,events,deployments.apps,statefulsets.apps,\
        daemonsets.apps,jobs.batch";
    environment
        .access
        .kubectl(role.into_iter().chain([resources]).chain(in_namespace))?;
    let user = format!("--user={}", user.name());
    let binding = ["create", "rolebinding", "reads", "--role=reads", &user];
    environment
        .access
        .kubectl(binding.into_iter().chain(in_namespace))?;
    Ok(())
}

/// Returns whether `who` may do something, such as `["get", "secrets", "--namespace", "shop"]`.
///
/// # Errors
/// When kubectl fails.
pub fn can_i(environment: &TestEnvironment, who: &str, what: &[&str]) -> Result<bool, Failure> {
    let arguments = ["auth", "can-i", "--as", who]
        .into_iter()
        .chain(what.iter().copied());
    let output = environment
        .access
        .output(crate::User::Admin, "kubectl", arguments)?;
    match output.stdout.trim() {
        "yes" => Ok(true),
        text if text.starts_with("no") => Ok(false),
        _ => Err(Failure::new(format!(
            "kubectl auth can-i {what:?}: {}",
            output.stderr
        ))),
    }
}

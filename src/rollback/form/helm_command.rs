//! The `helm rollback` command that does the same in a terminal.

use astern_ledger::{HistoryLimit, Record, Revision};
use astern_protocol::Options;

/// Returns the command line for a rollback of `current`'s release. `cluster_flags` select the cluster.
pub fn helm_rollback_command(
    current: &Record,
    target: Revision,
    options: &Options,
    max_history: HistoryLimit,
    cluster_flags: &[String],
) -> String {
    let (namespace, release) = (&current.namespace, &current.release);
    let (revision, flags) = (target.to_string(), options.flags());
    let max_history = max_history.to_string();
    let words = ["rollback", release.as_str(), revision.as_str()].into_iter();
    let words = words
        .chain(["--namespace", namespace.as_str()])
        .chain(flags.iter().map(AsRef::as_ref))
        .chain(["--history-max", max_history.as_str()])
        .chain(cluster_flags.iter().map(String::as_str));
    astern_wording::shell::helm_command(current.driver, words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use astern_ledger::{Driver, ObjectVersion, Status};

    fn current(driver: Driver) -> Record {
        Record {
            driver,
            namespace: "shop".parse().unwrap(),
            release: "storefront".parse().unwrap(),
            revision: 10.try_into().unwrap(),
            status: Status::Deployed,
            created: None,
            object: String::new(),
            version: ObjectVersion::default(),
        }
    }

    #[test]
    fn has_the_options_of_the_runbook() {
        let nine = 9.try_into().unwrap();
        let line = helm_rollback_command(
            &current(Driver::Secret),
            nine,
            &Options::default(),
            25.into(),
            &[],
        );
        assert_eq!(
            line,
            "helm rollback storefront 9 --namespace shop --wait --timeout 5m --cleanup-on-fail --history-max 25"
        );
    }

    #[test]
    fn selects_the_same_cluster_and_storage_driver() {
        let flags = ["--kube-context=it's prod".to_owned()];
        let nine = 9.try_into().unwrap();
        let line = helm_rollback_command(
            &current(Driver::ConfigMap),
            nine,
            &Options::default(),
            HistoryLimit::default(),
            &flags,
        );
        assert!(
            line.starts_with("HELM_DRIVER=configmap helm rollback"),
            "{line}"
        );
        assert!(line.ends_with(r#"--kube-context="it's prod""#), "{line}");
    }
}

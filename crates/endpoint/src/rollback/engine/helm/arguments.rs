//! The command line of `helm rollback`.

use std::borrow::Cow;
use std::ffi::OsString;

use astern_ledger::HistoryLimit;
use astern_protocol::StartRollback;

/// Returns the arguments. Names and revision stand after `--`, so that helm reads none of them as a flag. helm is
/// always run with the number of revisions to keep, because without it it keeps ten and deletes the others.
pub(super) fn arguments(
    request: &StartRollback,
    max_history: Option<HistoryLimit>,
    cluster_flags: &[OsString],
) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec!["rollback".into()];
    arguments.extend(["--namespace".into(), request.namespace.as_str().into()]);
    arguments.extend(request.options.flags().into_iter().map(OsString::from));
    if let Some(limit) = max_history {
        arguments.extend(["--history-max".into(), limit.to_string().into()]);
    }
    arguments.extend(cluster_flags.iter().cloned());
    arguments.push("--".into());
    arguments.push(request.release.as_str().into());
    arguments.push(request.target.to_string().into());
    arguments
}

/// Returns the command line with these arguments, as it is typed in a shell.
pub(super) fn shell_command(arguments: &[OsString]) -> String {
    let arguments: Vec<Cow<'_, str>> = arguments.iter().map(|a| a.to_string_lossy()).collect();
    let words = ["helm"]
        .into_iter()
        .chain(arguments.iter().map(AsRef::as_ref));
    astern_wording::shell::command(words)
}

/// Returns the command line for the current context of a kubeconfig. `max_history` is `None` for a rollback that another process
/// ran: the journal does not hold it.
pub(crate) fn command_line(request: &StartRollback, max_history: Option<HistoryLimit>) -> String {
    shell_command(&arguments(request, max_history, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_after_the_dashes() {
        let request: StartRollback = serde_json::from_str(
            r#"{"request_id":"00000000000000000000000000000001","namespace":"shop","release":"shop",
            "target":3,"expected_current":4}"#,
        )
        .unwrap();
        let flags = ["--kube-context=my cluster's".into()];
        assert_eq!(
            shell_command(&arguments(&request, Some(25.into()), &flags)),
            r#"helm rollback --namespace shop --wait --timeout 5m --cleanup-on-fail --history-max 25 --kube-context="my cluster's" -- shop 3"#
        );
    }
}

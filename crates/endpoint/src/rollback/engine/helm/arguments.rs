//! The command line of `helm rollback`.

use std::ffi::OsString;

use astern_protocol::StartRollback;

/// The arguments. Nothing after `--` is read as a flag, whatever it looks like.
pub(super) fn arguments(request: &StartRollback, cluster_flags: &[OsString]) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec!["rollback".into()];
    arguments.extend(["--namespace".into(), request.namespace.as_str().into()]);
    arguments.extend(request.options.flags().into_iter().map(OsString::from));
    arguments.extend(cluster_flags.iter().cloned());
    arguments.push("--".into());
    arguments.push(request.release.as_str().into());
    arguments.push(request.target.to_string().into());
    arguments
}

/// The command line, as one could type it.
pub(super) fn as_typed(arguments: &[OsString]) -> String {
    let quoted = |word: &OsString| {
        let word = word.to_string_lossy();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:@,+".contains(c);
        if !word.is_empty() && word.chars().all(plain) {
            word.into_owned()
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        }
    };
    let words: Vec<String> = arguments.iter().map(quoted).collect();
    format!("helm {}", words.join(" "))
}

/// The command line on whatever cluster is the current one.
pub(crate) fn command_line(request: &StartRollback) -> String {
    as_typed(&arguments(request, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_stand_after_the_dashes() {
        let request: StartRollback = serde_json::from_str(
            r#"{"request_id":"00000000000000000000000000000001","namespace":"shop","release":"shop",
            "target":3,"expected_current":4}"#,
        )
        .unwrap();
        let flags = ["--kube-context=my cluster's".into()];
        assert_eq!(
            as_typed(&arguments(&request, &flags)),
            r"helm rollback --namespace shop --wait --timeout 5m --cleanup-on-fail '--kube-context=my cluster'\''s' -- shop 3"
        );
    }
}

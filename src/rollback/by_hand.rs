//! The command that does the same in a terminal.

use astern_ledger::{Namespace, ReleaseName, Revision};
use astern_protocol::Options;

/// The `helm` command line for a rollback. Names are of a form that needs no quoting.
pub fn command(
    namespace: &Namespace,
    release: &ReleaseName,
    target: Revision,
    options: &Options,
) -> String {
    let flags = options.flags().join(" ");
    format!("helm rollback {release} {target} --namespace {namespace} {flags}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_the_runbook_says() {
        let (namespace, release) = ("shop".parse().unwrap(), "storefront".parse().unwrap());
        let line = command(
            &namespace,
            &release,
            9.try_into().unwrap(),
            &Options::default(),
        );
        assert_eq!(
            line,
            "helm rollback storefront 9 --namespace shop --wait --timeout 5m --cleanup-on-fail"
        );
    }
}

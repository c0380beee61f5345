//! What laptop mode and in-cluster mode print at the start.

use astern_protocol::Helm;

use crate::stderr;

/// Prints which helm runs the rollbacks, or why none does.
pub(super) fn print_helm(helm: &Helm) {
    match helm {
        Helm::Found { version } => {
            stderr::write_line(format_args!("Rollbacks are run by helm {version}."));
        }
        Helm::Missing { message } => {
            stderr::write_line(format_args!("Rollbacks cannot be run: {message}"));
        }
        Helm::Simulated => {}
    }
}

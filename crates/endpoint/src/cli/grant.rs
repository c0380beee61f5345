//! The commands that grant a missing right.

use astern_cluster::{Refusal, Right};
use astern_ledger::Namespace;
use astern_wording::{Grantee, grant_commands};

use crate::stderr;

/// Prints the commands on stderr that grant the rights which the refusals name as missing, or why there are none. A right in all
/// namespaces is granted in `begin_in` only.
pub(super) fn print_grant(role: &str, refusals: &[Refusal], begin_in: Option<&Namespace>) {
    let rights: Vec<&Right> = refusals
        .iter()
        .filter_map(|refusal| refusal.missing.as_ref())
        .collect();
    let who = refusals.iter().find_map(|refusal| refusal.who.as_deref());
    let user = match who.map(Grantee::new) {
        None => Grantee::placeholder(),
        Some(Ok(user)) => user,
        Some(Err(reason)) => return stderr::write_line(reason),
    };
    if let Some(commands) = grant_commands(role, &rights, begin_in, &user) {
        stderr::write_line("Someone who may grant rights can run:");
        stderr::write_lines(&commands);
    }
}

//! The commands that grant a missing right.

use astern_cluster::{Refusal, Right};
use astern_wording::grant_commands;

use crate::stderr;

/// Prints the commands on stderr that grant the rights which the refusals name as missing.
pub(super) fn print_grant(role: &str, refusals: &[Refusal]) {
    let rights: Vec<&Right> = refusals
        .iter()
        .filter_map(|refusal| refusal.missing.as_ref())
        .collect();
    let who = refusals.iter().find_map(|refusal| refusal.who.as_deref());
    if rights.is_empty() {
        return;
    }
    stderr::write_line("Someone who may grant rights can run:");
    stderr::write_lines(&grant_commands(role, &rights, who.unwrap_or("YOUR-USER")));
}

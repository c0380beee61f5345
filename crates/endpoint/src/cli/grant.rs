//! The way to a right that is missing.

use astern_cluster::{Refusal, Right, grant};

use crate::stderr;

/// Writes to stderr what someone who may grant rights can run, where the refusals name what is missing.
pub(super) fn tell_grant(role: &str, refusals: &[Refusal]) {
    let rights: Vec<&Right> = refusals
        .iter()
        .filter_map(|refusal| refusal.missing.as_ref())
        .collect();
    let who = refusals.iter().find_map(|refusal| refusal.who.as_deref());
    if rights.is_empty() {
        return;
    }
    stderr::write_line("Someone who may grant rights can run:");
    stderr::write_line(grant(role, &rights, who.unwrap_or("YOUR-USER")));
}

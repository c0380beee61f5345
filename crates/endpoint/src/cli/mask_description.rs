//! Masks the descriptions of revisions: helm writes its errors into them, with the values that the API server quotes.

use std::sync::LazyLock;

use astern_compare::masked_description;
use astern_ledger::Release;
use astern_masking::{Masked, Masking};

/// Masks under a random key of this process.
static MASKING: LazyLock<Masking> = LazyLock::new(|| {
    let mut key = [0; 16];
    // Without random numbers the masks of equal secrets are the same in every process; the secrets are masked all the same.
    let _ = getrandom::fill(&mut key);
    Masking::new(key)
});

/// Returns the description of a revision without the values that it quotes, and with the secrets of the revision masked.
pub(super) fn mask_description(release: &Release) -> Option<Masked<String>> {
    masked_description(release, &MASKING)
}

//! Masks the output of `helm` before it goes into the journal and Events, which more people can read than the Secrets whose
//! values it quotes.

use std::sync::LazyLock;

use astern_compare::masked_description;
use astern_ledger::Release;
use astern_masking::{Masked, Masking};

/// Masks under a random key of this process.
static MASKING: LazyLock<Masking> = LazyLock::new(|| {
    let mut key = [0; 16];
    // No server starts on a system without random numbers: it could not make a token. The command line masks under a key of
    // zeros then.
    let _ = getrandom::fill(&mut key);
    Masking::new(key)
});

/// Returns the output without the values that it quotes, and with the secrets in the rest masked.
pub(crate) fn redact_output(output: &str) -> Masked<String> {
    MASKING.mask_error_output(output).into_owned()
}

/// Returns the description of a revision without the values that it quotes, and with the secrets of the revision masked.
pub(crate) fn redact_description(release: &Release) -> Option<Masked<String>> {
    masked_description(release, &MASKING)
}

#[cfg(test)]
mod tests {
    use super::redact_output;

    #[test]
    fn no_quoted_value_and_no_password_is_kept() {
        let output = redact_output(
            "Error: failed to create typed patch object (shop/db; /v1, Kind=Secret): .stringData.password: expected \
             string, got &value.valueUnstructured{Value:81734655}",
        );
        assert!(output.starts_with("Error: failed to create typed patch object"));
        assert!(!output.contains("81734655"), "{output}");
        let output = redact_output("cannot reach postgres://app:hunter2@db");
        assert!(
            !output.contains("hunter2") && output.contains("@db"),
            "{output}"
        );
    }
}

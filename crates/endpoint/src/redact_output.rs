//! What helm says, as it may be told on: it goes into the journal and an Event, which more people read than the Secrets
//! whose values it quotes.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::LazyLock;

use astern_masking::Masking;

/// Random for this run. The masks in a text are only there to be seen.
static MASKING: LazyLock<Masking> = LazyLock::new(|| {
    let random = || RandomState::new().hash_one(0_u8).to_le_bytes();
    let (first, second) = (random(), random());
    Masking::new(std::array::from_fn(|at| match at {
        0..8 => first[at],
        _ => second[at - 8],
    }))
});

/// The words without the values that they quote, and with secrets in the rest masked.
pub(crate) fn redact_output(said: &str) -> String {
    MASKING.mask_error_output(said).into_owned()
}

#[cfg(test)]
mod tests {
    use super::redact_output;

    #[test]
    fn no_value_is_told_on() {
        let said = redact_output(
            "Error: failed to create typed patch object (shop/db; /v1, Kind=Secret): .stringData.password: expected \
             string, got &value.valueUnstructured{Value:81734655}",
        );
        assert!(said.starts_with("Error: failed to create typed patch object"));
        assert!(!said.contains("81734655"), "{said}");
        let said = redact_output("cannot reach postgres://app:hunter2@db");
        assert!(!said.contains("hunter2") && said.contains("@db"), "{said}");
    }
}

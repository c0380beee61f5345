//! Cryptographically secure random bits.

use leptos::prelude::window;

/// Returns 128 bits of the browser's `crypto.getRandomValues`, or `None` where there is none.
pub fn random_bits() -> Option<u128> {
    let mut bytes = [0; 16];
    window()
        .crypto()
        .ok()?
        .get_random_values_with_u8_array(&mut bytes)
        .ok()?;
    Some(u128::from_ne_bytes(bytes))
}

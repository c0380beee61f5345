//! Random bits that nobody can guess.

use leptos::prelude::window;

/// 128 bits from the browser's own generator, or `None` where there is none.
pub fn random_bits() -> Option<u128> {
    let mut bytes = [0; 16];
    window()
        .crypto()
        .ok()?
        .get_random_values_with_u8_array(&mut bytes)
        .ok()?;
    Some(u128::from_ne_bytes(bytes))
}

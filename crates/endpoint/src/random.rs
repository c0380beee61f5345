//! Random identifiers.

use std::fmt::Write as _;

/// Returns `N` random bytes as lowercase hexadecimal digits.
///
/// # Errors
/// When the system provides no random numbers.
pub(crate) fn hex_digits<const N: usize>() -> Result<String, getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    let mut digits = String::with_capacity(2 * N);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    Ok(digits)
}

#[cfg(test)]
mod tests {
    use super::hex_digits;

    #[test]
    fn each_byte_is_two_digits_and_no_two_values_are_equal() {
        let (first, second) = (hex_digits::<8>().unwrap(), hex_digits::<8>().unwrap());
        assert_eq!(first.len(), 16);
        assert!(first.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_ne!(first, second);
    }
}

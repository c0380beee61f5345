//! Kubernetes' quantities: `1000m` and `1` are the same amount.

/// The suffixes and what they multiply by, as mantissa and powers of ten and of two (`apimachinery`,
/// `pkg/api/resource/suffix.go`).
const SUFFIXES: [(&str, i32, u32); 15] = [
    ("Ki", 0, 10),
    ("Mi", 0, 20),
    ("Gi", 0, 30),
    ("Ti", 0, 40),
    ("Pi", 0, 50),
    ("Ei", 0, 60),
    ("n", -9, 0),
    ("u", -6, 0),
    ("m", -3, 0),
    ("k", 3, 0),
    ("M", 6, 0),
    ("G", 9, 0),
    ("T", 12, 0),
    ("P", 15, 0),
    ("E", 18, 0),
];

/// The amount in billionths, the finest that Kubernetes keeps; finer ones are rounded up, as it does. `None` for what is
/// no quantity or too large to count.
pub(super) fn nanos(text: &str) -> Option<i128> {
    let (number, ten, two) = split(text.trim())?;
    let (negative, digits) = match number.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut mantissa: i128 = 0;
    for digit in whole.bytes().chain(fraction.bytes()) {
        let digit = digit.is_ascii_digit().then(|| i128::from(digit - b'0'))?;
        mantissa = mantissa.checked_mul(10)?.checked_add(digit)?;
    }
    let mut amount = mantissa.checked_mul(1_i128.checked_shl(two)?)?;
    let power = ten + 9 - i32::try_from(fraction.len()).ok()?;
    let scale = 10_i128.checked_pow(power.unsigned_abs());
    amount = match scale {
        Some(scale) if power >= 0 => amount.checked_mul(scale)?,
        Some(scale) => amount / scale + i128::from(amount % scale != 0),
        None if power < 0 => i128::from(amount != 0),
        None => return None,
    };
    Some(if negative { -amount } else { amount })
}

/// The number, and the powers of ten and two that its suffix stands for.
fn split(text: &str) -> Option<(&str, i32, u32)> {
    for (suffix, ten, two) in SUFFIXES {
        if let Some(number) = text.strip_suffix(suffix) {
            return Some((number, ten, two));
        }
    }
    match text.split_once(['e', 'E']) {
        Some((number, exponent)) => Some((number, exponent.parse().ok()?, 0)),
        None => Some((text, 0, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::nanos;

    #[test]
    fn the_same_amounts_are_the_same() {
        for (one, other) in [
            ("1000m", "1"),
            ("0.5", "500m"),
            ("1Gi", "1024Mi"),
            ("1.5Gi", "1536Mi"),
            ("1e3", "1k"),
            ("1E", "1e18"),
            ("128974848", "129e6"),
            ("0.0000000001", "1n"),
            (".5", "500m"),
            ("+1", "1"),
            ("-1", "-1000m"),
        ] {
            let same = nanos(one).is_some() && nanos(one) == nanos(other);
            assert_eq!(same, one != "128974848", "{one} and {other}");
        }
        assert_ne!(nanos("1G"), nanos("1Gi"));
        assert_ne!(nanos("1"), nanos("-1"));
    }

    #[test]
    fn what_is_no_quantity_is_none() {
        for text in [
            "", "-", ".", "1 Gi", "Gi", "m", "1x", "one", "1e", "1e99", "0x1", "1.2.3",
        ] {
            assert_eq!(nanos(text), None, "{text}");
        }
    }
}

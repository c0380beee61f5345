//! Kubernetes quantities: amounts of CPU, memory and storage such as `500m`, `1.5Gi` or `1e3`.
//!
//! Source: `apimachinery`, `pkg/api/resource/quantity.go` and `suffix.go`.

use std::cmp::Ordering;
use std::str::FromStr;

use serde_json::Value;

/// The suffixes, each with the power of ten and the power of two that it multiplies by.
const SUFFIXES: [(&str, i64, u32); 15] = [
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

/// The smallest power of ten that a quantity keeps. Finer amounts are rounded away from zero, as Kubernetes does.
const NANO: i64 = -9;

/// The most bytes that a quantity is read from. Longer texts are no quantities.
const MAX_LENGTH: usize = 256;

/// An amount as Kubernetes' `resource.Quantity` reads it.
///
/// Two quantities are equal when they are the same amount, however they are written. The amount is exact: unlike Kubernetes,
/// which caps some amounts above 2^63-1, it has no upper limit.
///
/// ```
/// use astern_manifest::Quantity;
///
/// let quantity = |text: &str| text.parse::<Quantity>().ok();
/// assert_eq!(quantity("1Gi"), quantity("1024Mi"));
/// assert!(quantity("500m") < quantity("1"));
/// assert!(quantity("1 Gi").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Quantity {
    is_negative: bool,
    /// The decimal digits without leading and trailing zeros; none for zero.
    digits: Vec<u8>,
    /// The power of ten that the last digit counts.
    exponent: i64,
}

/// A text is not a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not a quantity such as 500m or 1.5Gi")]
pub struct InvalidQuantity;

impl Quantity {
    /// Reads a quantity from a field: a string or a number. Returns `None` for anything else.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => text.parse().ok(),
            Value::Number(number) => number.to_string().parse().ok(),
            _ => None,
        }
    }

    fn new(is_negative: bool, digits: Vec<u8>, exponent: i64) -> Self {
        let mut quantity = Self {
            is_negative,
            digits,
            exponent,
        };
        quantity.normalize();
        quantity.round();
        quantity
    }

    /// Removes leading and trailing zeros.
    fn normalize(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
            self.exponent += 1;
        }
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..zeros);
        if self.digits.is_empty() {
            self.exponent = 0;
            self.is_negative = false;
        }
    }

    /// Rounds amounts finer than a billionth away from zero.
    fn round(&mut self) {
        if self.exponent >= NANO {
            return;
        }
        let kept = self.digits.len() as i64 - (NANO - self.exponent);
        self.digits.truncate(usize::try_from(kept).unwrap_or(0));
        self.exponent = NANO;
        // The last digit was not a zero, so something was cut off.
        add_one(&mut self.digits);
        self.normalize();
    }

    /// The power of ten above the first digit.
    fn magnitude(&self) -> i64 {
        self.exponent + self.digits.len() as i64
    }

    fn cmp_absolute(&self, other: &Self) -> Ordering {
        match (self.digits.is_empty(), other.digits.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self
                .magnitude()
                .cmp(&other.magnitude())
                .then_with(|| self.digits.cmp(&other.digits)),
        }
    }
}

impl FromStr for Quantity {
    type Err = InvalidQuantity;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() > MAX_LENGTH {
            return Err(InvalidQuantity);
        }
        let (number, ten, two) = split_suffix(text).ok_or(InvalidQuantity)?;
        let (is_negative, number) = match number.strip_prefix('-') {
            Some(number) => (true, number),
            None => (false, number.strip_prefix('+').unwrap_or(number)),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits: Option<Vec<u8>> = whole
            .bytes()
            .chain(fraction.bytes())
            .map(|byte| byte.is_ascii_digit().then(|| byte - b'0'))
            .collect();
        let mut digits = digits
            .filter(|digits| !digits.is_empty())
            .ok_or(InvalidQuantity)?;
        multiply(&mut digits, 1 << two);
        Ok(Self::new(is_negative, digits, ten - fraction.len() as i64))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.is_negative, other.is_negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.cmp_absolute(other),
            (true, true) => other.cmp_absolute(self),
        }
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Splits a text into its number, and the powers of ten and of two that its suffix stands for.
fn split_suffix(text: &str) -> Option<(&str, i64, u32)> {
    for (suffix, ten, two) in SUFFIXES {
        if let Some(number) = text.strip_suffix(suffix) {
            return Some((number, ten, two));
        }
    }
    match text.split_once(['e', 'E']) {
        Some((number, exponent)) => {
            let exponent: i32 = exponent.parse().ok()?;
            Some((number, exponent.into(), 0))
        }
        None => Some((text, 0, 0)),
    }
}

/// Multiplies decimal digits by a factor.
fn multiply(digits: &mut Vec<u8>, factor: u64) {
    let mut carry: u128 = 0;
    for digit in digits.iter_mut().rev() {
        let product = u128::from(*digit) * u128::from(factor) + carry;
        *digit = (product % 10) as u8;
        carry = product / 10;
    }
    while carry > 0 {
        digits.insert(0, (carry % 10) as u8);
        carry /= 10;
    }
}

/// Adds one to the last decimal digit.
fn add_one(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return;
        }
        *digit = 0;
    }
    digits.insert(0, 1);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quantity(text: &str) -> Option<Quantity> {
        text.parse().ok()
    }

    #[test]
    fn the_same_amounts_are_equal() {
        for (one, other) in [
            ("1000m", "1"),
            ("0.5", "500m"),
            ("1Gi", "1024Mi"),
            ("1.5Gi", "1536Mi"),
            ("1Ei", "1024Pi"),
            ("1e3", "1k"),
            ("1E3", "1k"),
            ("1e-3", "1m"),
            ("1e+3", "1k"),
            ("1E", "1e18"),
            ("129e6", "129M"),
            ("0.0000000001", "1n"),
            ("-0.0000000001", "-1n"),
            ("1.9999999999", "2"),
            (".5", "500m"),
            ("5.", "5"),
            ("+1", "1"),
            ("-1", "-1000m"),
            ("-0", "0Gi"),
            ("1e99", "10e98"),
            ("1000000n", "1m"),
            ("1u", "1000n"),
        ] {
            assert!(quantity(one).is_some(), "{one}");
            assert_eq!(quantity(one), quantity(other), "{one} and {other}");
        }
    }

    #[test]
    fn amounts_are_ordered_across_suffixes() {
        for (small, large) in [
            ("1Gi", "1.5Gi"),
            ("1G", "1Gi"),
            ("500m", "1"),
            ("1023Mi", "1Gi"),
            ("0.5Ti", "1T"),
            ("1Ei", "2Ei"),
            ("2Ei", "1000Ei"),
            ("-2", "-1"),
            ("-1Gi", "1n"),
            ("0", "1n"),
            ("-1n", "0"),
            ("9e98", "1e99"),
            ("1.999999999", "2"),
        ] {
            assert!(quantity(small) < quantity(large), "{small} and {large}");
            assert!(quantity(small).is_some(), "{small}");
        }
    }

    #[test]
    fn other_texts_are_no_quantities() {
        let long = "1".repeat(MAX_LENGTH + 1);
        for text in [
            "",
            "-",
            ".",
            "1 Gi",
            " 1",
            "Gi",
            "m",
            "1x",
            "one",
            "1e",
            "e3",
            "1e1.5",
            "0x1",
            "1.2.3",
            "1ki",
            "1mi",
            "--1",
            "1e99999999999",
            &long,
        ] {
            assert_eq!(quantity(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn comparison_agrees_with_integers(
            one in (-1_000_000_000_i64..1_000_000_000, 0..SUFFIXES.len()),
            other in (-1_000_000_000_i64..1_000_000_000, 0..SUFFIXES.len()),
        ) {
            let nanos = |(number, suffix): (i64, usize)| {
                let (_, ten, two) = SUFFIXES[suffix];
                let power = u32::try_from(ten - NANO).unwrap_or_default();
                i128::from(number) * 10_i128.pow(power) * (1_i128 << two)
            };
            let text = |(number, suffix): (i64, usize)| format!("{number}{}", SUFFIXES[suffix].0);
            let (a, b) = (quantity(&text(one)), quantity(&text(other)));
            prop_assert!(a.is_some() && b.is_some());
            prop_assert_eq!(a.cmp(&b), nanos(one).cmp(&nanos(other)));
        }

        #[test]
        fn no_text_panics(text in "[-+]?[0-9.]{0,40}[eEinumkKMGTP]{0,2}[-+]?[0-9]{0,12}") {
            if let Some(amount) = quantity(&text) {
                prop_assert_eq!(amount.cmp(&amount), Ordering::Equal);
            }
        }
    }
}

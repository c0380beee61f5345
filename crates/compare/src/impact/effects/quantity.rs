//! Amounts as Kubernetes writes them, as far as they have to be compared.

/// A quantity such as `10Gi` or `0.5`, in thousandths; `None` for anything else, also for exponents such as `1e3`.
pub(super) fn thousandths(text: &str) -> Option<u128> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor: u128 = match &text[digits.len()..] {
        "m" => 1,
        "" => 1_000,
        "k" => 1_000_000,
        "M" => 1_000_000_000,
        "G" => 1_000_000_000_000,
        "T" => 1_000_000_000_000_000,
        "P" => 1_000_000_000_000_000_000,
        "Ki" => 1_000 << 10,
        "Mi" => 1_000 << 20,
        "Gi" => 1_000 << 30,
        "Ti" => 1_000 << 40,
        "Pi" => 1_000 << 50,
        _ => return None,
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let number: u128 = [whole, part].concat().parse().ok()?;
    let scale = 10_u128.checked_pow(u32::try_from(part.len()).ok()?)?;
    Some(number.checked_mul(factor)? / scale)
}

#[cfg(test)]
mod tests {
    use super::thousandths;

    #[test]
    fn amounts_are_compared_across_suffixes() {
        for (small, large) in [
            ("1Gi", "1.5Gi"),
            ("1G", "1Gi"),
            ("500m", "1"),
            ("1023Mi", "1Gi"),
            ("0.5Ti", "1T"),
        ] {
            assert!(thousandths(small) < thousandths(large), "{small} {large}");
            assert!(thousandths(small).is_some());
        }
        assert_eq!(thousandths("1Gi"), thousandths("1024Mi"));
        assert_eq!(thousandths("2"), thousandths("2000m"));
    }

    #[test]
    fn what_is_no_plain_amount_is_not_guessed() {
        for text in ["", "Gi", "-1Gi", "1e3", "1 Gi", "much", "1.2.3Gi"] {
            assert_eq!(thousandths(text), None, "{text:?}");
        }
    }
}

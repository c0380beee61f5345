//! Resolves plain scalars by YAML 1.1 as go-yaml v2 does, which `sigs.k8s.io/yaml`, Kubernetes and Helm use. Source:
//! `resolve.go` of go.yaml.in/yaml/v2.

/// A typed scalar. There are no timestamps: go-yaml passes them on as strings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'a> {
    /// `~`, `null`, or an empty text.
    Null,
    /// `true`, `yes`, `on`, …
    Bool(bool),
    /// An integer that fits `i64`.
    Int(i64),
    /// An integer that fits `u64` but not `i64`.
    Unsigned(u64),
    /// A number with a decimal point or an exponent, or an integer beyond 64 bits.
    Float(f64),
    /// Any other text.
    Text(&'a str),
}

/// Resolves an untagged plain scalar.
#[must_use]
pub fn resolve(text: &str) -> Scalar<'_> {
    if let Some(scalar) = keyword(text) {
        return scalar;
    }
    let number = match text.as_bytes().first() {
        Some(b'.') => float(text),
        Some(b'+' | b'-' | b'0'..=b'9') => {
            if text.contains('_') {
                number(&text.replace('_', ""))
            } else {
                number(text)
            }
        }
        _ => None,
    };
    number.unwrap_or(Scalar::Text(text))
}

fn keyword(text: &str) -> Option<Scalar<'static>> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Scalar::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Scalar::Bool(false)
        }
        ".nan" | ".NaN" | ".NAN" => Scalar::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Scalar::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Scalar::Float(f64::NEG_INFINITY),
        _ => return None,
    })
}

/// Parses a text that starts with a sign or a digit, without underscores.
fn number(plain: &str) -> Option<Scalar<'static>> {
    integer(plain)
        .or_else(|| {
            is_float(plain)
                .then(|| float_value(plain))
                .flatten()
                .map(Scalar::Float)
        })
        .or_else(|| signed_binary(plain))
}

/// Parses as Go's `strconv.ParseInt(s, 0, 64)` does, then as `ParseUint`, which accepts no sign.
fn integer(plain: &str) -> Option<Scalar<'static>> {
    let (sign, unsigned) = match plain.as_bytes().first()? {
        b'-' => (Some('-'), &plain[1..]),
        b'+' => (Some('+'), &plain[1..]),
        _ => (None, plain),
    };
    let (radix, digits) = radix(unsigned);
    if unsigned.is_empty() || !digits.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let magnitude = if digits.is_empty() {
        0
    } else {
        u64::from_str_radix(digits, radix).ok()?
    };
    match (sign, i64::try_from(magnitude)) {
        (Some('-'), _) => 0_i64.checked_sub_unsigned(magnitude).map(Scalar::Int),
        (_, Ok(int)) => Some(Scalar::Int(int)),
        (None, Err(_)) => Some(Scalar::Unsigned(magnitude)),
        (Some(_), Err(_)) => None,
    }
}

/// Returns the radix of a prefix and the digits after it. A single leading zero means octal.
fn radix(unsigned: &str) -> (u32, &str) {
    let bytes = unsigned.as_bytes();
    match (bytes.first(), bytes.get(1), bytes.len()) {
        (Some(b'0'), Some(b'x' | b'X'), 3..) => (16, &unsigned[2..]),
        (Some(b'0'), Some(b'o' | b'O'), 3..) => (8, &unsigned[2..]),
        (Some(b'0'), Some(b'b' | b'B'), 3..) => (2, &unsigned[2..]),
        (Some(b'0'), _, _) => (8, &unsigned[1..]),
        _ => (10, unsigned),
    }
}

/// Parses `0b-101`, with the sign after the prefix: an additional rule of go-yaml.
fn signed_binary(plain: &str) -> Option<Scalar<'static>> {
    let digits = plain.strip_prefix("0b")?;
    i64::from_str_radix(digits, 2).ok().map(Scalar::Int)
}

/// Matches `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`
fn is_float(plain: &str) -> bool {
    let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(plain);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let some_digits = |s: &str| !s.is_empty() && digits(s);
    let mantissa_fits = match mantissa.split_once('.') {
        Some(("", fraction)) => some_digits(fraction),
        Some((whole, fraction)) => some_digits(whole) && digits(fraction),
        None => some_digits(mantissa),
    };
    mantissa_fits && exponent.is_none_or(|e| some_digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}

/// Parses a text that starts with a point as Go's `strconv.ParseFloat` does, which accepts underscores between digits.
fn float(text: &str) -> Option<Scalar<'static>> {
    if !text.contains('_') {
        return float_value(text).map(Scalar::Float);
    }
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    let separates_digits =
        |at: usize| digit(bytes.get(at.wrapping_sub(1))) && digit(bytes.get(at + 1));
    text.match_indices('_')
        .all(|(at, _)| separates_digits(at))
        .then(|| float_value(&text.replace('_', "")))
        .flatten()
        .map(Scalar::Float)
}

/// Parses a finite float. Go reports a float out of range as an error, so the text remains a string.
fn float_value(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|float| float.is_finite())
}

#[cfg(test)]
mod tests {
    use super::{Scalar, resolve};

    #[test]
    fn scalars_resolve_as_in_go_yaml() {
        use Scalar::{Bool, Float, Int, Null, Text, Unsigned};
        let table = [
            ("", Null),
            ("~", Null),
            ("null", Null),
            ("Null", Null),
            ("NULL", Null),
            ("nULL", Text("nULL")),
            ("y", Bool(true)),
            ("Y", Bool(true)),
            ("yes", Bool(true)),
            ("Yes", Bool(true)),
            ("YES", Bool(true)),
            ("yEs", Text("yEs")),
            ("on", Bool(true)),
            ("On", Bool(true)),
            ("true", Bool(true)),
            ("n", Bool(false)),
            ("no", Bool(false)),
            ("Off", Bool(false)),
            ("OFF", Bool(false)),
            ("False", Bool(false)),
            ("fALSE", Text("fALSE")),
            ("0", Int(0)),
            ("-0", Int(0)),
            ("8080", Int(8080)),
            ("+12", Int(12)),
            ("-12", Int(-12)),
            ("0777", Int(511)),
            ("-0777", Int(-511)),
            ("0o17", Int(15)),
            ("0O17", Int(15)),
            ("0x1F", Int(31)),
            ("0X1f", Int(31)),
            ("0b101", Int(5)),
            ("-0b101", Int(-5)),
            ("0b-101", Int(-5)),
            ("0b", Text("0b")),
            ("0x", Text("0x")),
            ("08", Float(8.0)),
            ("09.5", Float(9.5)),
            ("1_000", Int(1000)),
            ("1_", Int(1)),
            ("_1", Text("_1")),
            ("0x_ff", Int(255)),
            ("9223372036854775807", Int(i64::MAX)),
            ("-9223372036854775808", Int(i64::MIN)),
            ("9223372036854775808", Unsigned(9_223_372_036_854_775_808)),
            ("18446744073709551615", Unsigned(u64::MAX)),
            ("+18446744073709551615", Float(18_446_744_073_709_551_615.0)),
            ("18446744073709551616", Float(18_446_744_073_709_551_616.0)),
            ("0xffffffffffffffffff", Text("0xffffffffffffffffff")),
            ("1e3", Float(1000.0)),
            ("1E+3", Float(1000.0)),
            ("1e", Text("1e")),
            ("1.", Float(1.0)),
            (".5", Float(0.5)),
            ("+.5", Float(0.5)),
            (".5_0", Float(0.5)),
            (".5__0", Text(".5__0")),
            ("._5", Text("._5")),
            ("-1.5e-3", Float(-0.0015)),
            (".", Text(".")),
            ("..", Text("..")),
            ("-", Text("-")),
            ("+", Text("+")),
            ("1e400", Text("1e400")),
            (".inf", Float(f64::INFINITY)),
            ("+.INF", Float(f64::INFINITY)),
            ("-.Inf", Float(f64::NEG_INFINITY)),
            ("inf", Text("inf")),
            ("nan", Text("nan")),
            ("12:30", Text("12:30")),
            ("190:20:30", Text("190:20:30")),
            ("1.2.3", Text("1.2.3")),
            ("10.0.0.0/8", Text("10.0.0.0/8")),
            ("100m", Text("100m")),
            ("1Gi", Text("1Gi")),
            ("2001-12-14", Text("2001-12-14")),
            ("2001-12-14T21:59:43Z", Text("2001-12-14T21:59:43Z")),
            ("<<", Text("<<")),
            ("=", Text("=")),
            ("1_0:00", Text("1_0:00")),
            ("0.0.0.0", Text("0.0.0.0")),
            ("1,000", Text("1,000")),
            ("٣", Text("٣")),
            ("true ", Text("true ")),
        ];
        for (text, scalar) in table {
            assert_eq!(resolve(text), scalar, "{text:?}");
        }
        assert!(matches!(resolve(".NaN"), Float(f) if f.is_nan()));
    }
}

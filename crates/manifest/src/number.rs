//! Numbers as Go's JSON encoder writes them, because that is the form Kubernetes stores.

use serde_json::Number;

/// From this magnitude on Go's `encoding/json` writes an exponent, and the reader keeps a float.
const EXPONENT_FROM: f64 = 1e21;

/// The JSON number for a float: Go writes one without a fraction as plain digits (`1e3` as `1000`), which are read back as
/// an integer where they fit. `None` for what JSON cannot hold.
pub(crate) fn from_float(float: f64) -> Option<Number> {
    if float.fract() == 0.0 && float.abs() < EXPONENT_FROM {
        // Rust writes the same shortest digits, filled up with zeros.
        if let Ok(int) = format!("{float}").parse::<i64>() {
            return Some(Number::from(int));
        }
    }
    Number::from_f64(float)
}

/// A float as a mapping key: Go's `strconv.FormatFloat(f, 'g', -1, 32)`, which `sigs.k8s.io/yaml` uses for keys.
pub(crate) fn float_key(float: f64) -> String {
    let single = float as f32;
    if single.is_nan() {
        return ".nan".to_owned();
    }
    if single.is_infinite() {
        return if single > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let scientific = format!("{single:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let power: i32 = exponent.parse().unwrap_or(0);
    // `%g` at its shortest writes an exponent below -4 and from 6 on.
    if (-4..6).contains(&power) {
        format!("{single}")
    } else {
        let sign = if power < 0 { '-' } else { '+' };
        format!("{mantissa}e{sign}{:02}", power.abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_float_without_fraction_is_an_integer() {
        assert_eq!(from_float(1000.0), Some(Number::from(1000)));
        assert_eq!(from_float(-0.0), Some(Number::from(0)));
        assert_eq!(from_float(0.5), Number::from_f64(0.5));
        assert_eq!(from_float(1e30), Number::from_f64(1e30));
        assert_eq!(
            from_float(-9.223_372_036_854_776e18),
            Number::from_f64(-9.223_372_036_854_776e18)
        );
        assert_eq!(from_float(f64::NAN), None);
    }

    #[test]
    fn keys_are_written_as_go_writes_them() {
        for (float, key) in [
            (1.5, "1.5"),
            (1000.0, "1000"),
            (1e6, "1e+06"),
            (1_234_567.0, "1.234567e+06"),
            (1e21, "1e+21"),
            (1e-7, "1e-07"),
            (0.1, "0.1"),
            (f64::INFINITY, ".inf"),
        ] {
            assert_eq!(float_key(float), key);
        }
    }
}

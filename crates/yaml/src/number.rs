//! Numbers in the form of Go's JSON encoder, which is the form that Kubernetes stores.

use serde_json::Number;

/// The magnitude from which Go's `encoding/json` writes an exponent, so that the number is read back as a float.
const EXPONENT_FROM: f64 = 1e21;

/// Returns the JSON number of a float. Go writes a float without fraction as plain digits (`1e3` as `1000`), which are read
/// back as an integer if they fit. `None` for infinity and NaN, which JSON cannot represent.
pub fn from_float(float: f64) -> Option<Number> {
    if float.fract() == 0.0 && float.abs() < EXPONENT_FROM {
        // Rust writes the same shortest digits, padded with zeros.
        if let Ok(int) = format!("{float}").parse::<i64>() {
            return Some(Number::from(int));
        }
    }
    Number::from_f64(float)
}

/// Returns a float as a mapping key, formatted by Go's `strconv.FormatFloat(f, 'g', -1, 32)`, which `sigs.k8s.io/yaml` uses for keys.
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
    // The shortest `%g` writes an exponent below -4 and from 6.
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

//! Medians with minimum and maximum.

use std::fmt;
use std::time::Duration;

/// The number of measurements.
pub const ROUNDS: usize = 5;

/// Measured values, sorted.
#[derive(Clone, Debug)]
pub struct Statistics(Vec<f64>);

impl Statistics {
    /// Creates statistics of milliseconds.
    pub fn new(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// Creates statistics of one field of each measurement.
    pub fn from_runs<T>(measured: &[T], value: fn(&T) -> f64) -> Self {
        Self::new(measured.iter().map(value).collect())
    }

    /// Creates statistics of durations.
    pub fn from_durations(durations: &[Duration]) -> Self {
        Self::new(durations.iter().map(|d| d.as_secs_f64() * 1000.0).collect())
    }

    /// Returns the median.
    pub fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

/// Formats as `412 ms (398 … 530)`.
impl fmt::Display for Statistics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (least, most) = (self.0.first(), self.0.last());
        write!(f, "{:.0} ms", self.median())?;
        match (least, most) {
            (Some(least), Some(most)) => write!(f, " ({least:.0} … {most:.0})"),
            _ => Ok(()),
        }
    }
}

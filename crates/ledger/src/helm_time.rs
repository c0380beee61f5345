//! Times in a release record, as Helm writes them.

use std::fmt;

use crate::Timestamp;
use crate::json_fields::{FromField, InvalidField};
use serde::Serialize;
use serde_json::Value;

/// A time in a release record: RFC 3339 with nanoseconds and the offset of the machine that wrote it.
///
/// Helm 3 writes the zero time as `""` (Helm 4 leaves it out), and `schemamodtime` can be
/// `0001-01-01T00:00:00Z`. The text is kept unchanged, so that encoding
/// returns the same bytes.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct HelmTime(String);

impl FromField for HelmTime {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        String::from_field(key, value).map(Self)
    }
}

impl HelmTime {
    /// Returns the timestamp; `None` for Helm's zero times and for text that is no timestamp.
    pub fn timestamp(&self) -> Option<Timestamp> {
        let timestamp: Timestamp = self.0.parse().ok()?;
        (timestamp > Timestamp::UNIX_EPOCH).then_some(timestamp)
    }
}

impl From<Timestamp> for HelmTime {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp.to_string())
    }
}

impl fmt::Debug for HelmTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.timestamp() {
            Some(timestamp) => timestamp.fmt(f),
            None => f.write_str("no time"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_times_of_helm_3_and_helm_4_are_read() {
        let time = HelmTime("2026-05-20T16:22:13.123456789+02:00".to_owned());
        assert_eq!(
            time.timestamp().unwrap().to_string(),
            "2026-05-20T14:22:13.123456789Z"
        );
        for zero in ["", "0001-01-01T00:00:00Z", "yesterday"] {
            assert_eq!(HelmTime(zero.to_owned()).timestamp(), None, "{zero:?}");
        }
    }
}

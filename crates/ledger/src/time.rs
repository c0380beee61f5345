//! Times as Helm writes them.

use std::fmt;

use crate::Timestamp;
use crate::reading::{Read, Unread};
use serde::Serialize;
use serde_json::Value;

/// A time in a release record: RFC 3339 with nanoseconds and the writer's own offset.
///
/// Helm 3 writes the zero time as `""` (Helm 4 leaves it out), and `schemamodtime` can be
/// `0001-01-01T00:00:00Z`. The text is kept as it came, so that encoding changes nothing.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct HelmTime(String);

impl Read for HelmTime {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        String::read(key, value).map(Self)
    }
}

impl HelmTime {
    /// The moment, or `None` for Helm's zero times and for what is no time at all.
    pub fn timestamp(&self) -> Option<Timestamp> {
        let moment: Timestamp = self.0.parse().ok()?;
        (moment > Timestamp::UNIX_EPOCH).then_some(moment)
    }
}

impl From<Timestamp> for HelmTime {
    fn from(moment: Timestamp) -> Self {
        Self(moment.to_string())
    }
}

impl fmt::Debug for HelmTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.timestamp() {
            Some(moment) => moment.fmt(f),
            None => f.write_str("no time"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_helms() {
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

//! The records on which a person decided.

use astern_ledger::{ObjectVersion, Record};
use serde::{Deserialize, Deserializer, Serialize};

/// The most characters of a UID or a resource version. The API server's have 36 and 20 at most.
const LIMIT: usize = 128;

/// The records of a rollback's two revisions, as the page had them when it showed what the rollback changes. The request is
/// refused if one of them is another object now, or was written since.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenRecords {
    /// The record of the revision to roll back to.
    pub target: SeenRecord,
    /// The record of the current revision.
    pub current: SeenRecord,
}

/// The version of a Secret or ConfigMap that was seen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenRecord {
    /// `metadata.uid`.
    #[serde(deserialize_with = "version_text")]
    uid: String,
    /// `metadata.resourceVersion`.
    #[serde(deserialize_with = "version_text")]
    resource_version: String,
}

/// How a record differs from the one that was seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RecordChange {
    /// It is another object of the same name.
    Replaced,
    /// It is the same object, and was written since.
    Written,
}

impl From<&Record> for SeenRecord {
    fn from(record: &Record) -> Self {
        Self {
            uid: record.version.uid.clone(),
            resource_version: record.version.resource_version.clone(),
        }
    }
}

impl SeenRecord {
    /// Returns how the object of a version differs from the one that was seen; `None` when it does not.
    pub fn change(&self, now: &ObjectVersion) -> Option<RecordChange> {
        if self.uid != now.uid {
            return Some(RecordChange::Replaced);
        }
        (self.resource_version != now.resource_version).then_some(RecordChange::Written)
    }
}

/// Reads a text that may stand in a journal and a log: 1 to 128 visible ASCII characters.
fn version_text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    let is_valid = !text.is_empty() && text.len() <= LIMIT;
    if is_valid && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(text);
    }
    Err(serde::de::Error::custom(
        "a UID and a resource version have 1 to 128 visible ASCII characters",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(uid: &str, resource_version: &str) -> ObjectVersion {
        ObjectVersion {
            uid: uid.to_owned(),
            resource_version: resource_version.to_owned(),
        }
    }

    #[test]
    fn a_replaced_and_a_written_record_are_told_apart() {
        let seen: SeenRecord =
            serde_json::from_str(r#"{"uid":"a-1","resource_version":"7"}"#).unwrap();
        assert_eq!(seen.change(&version("a-1", "7")), None);
        assert_eq!(
            seen.change(&version("a-1", "8")),
            Some(RecordChange::Written)
        );
        assert_eq!(
            seen.change(&version("a-2", "7")),
            Some(RecordChange::Replaced)
        );
    }

    #[test]
    fn texts_that_could_mislead_a_reader_of_the_journal_are_refused() {
        for bad in ["", " ", "a b", "a\n", "a\u{1b}[2J", "ä", &"a".repeat(129)] {
            for json in [
                serde_json::json!({ "uid": bad, "resource_version": "7" }),
                serde_json::json!({ "uid": "a", "resource_version": bad }),
            ] {
                let read = serde_json::from_value::<SeenRecord>(json);
                assert!(read.is_err(), "{bad:?}");
            }
        }
    }
}

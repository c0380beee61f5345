//! Reads which revision a record says it holds, and skips its content.

use std::cell::Cell;
use std::fmt;
use std::io::{BufReader, Read};

use flate2::read::MultiGzDecoder;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use crate::codec::{decode_base64, is_gzip};
use crate::record_shape::{NotByHelm, RELEASE};
use crate::{DecodeError, Driver, INFLATED_LIMIT, StoredIdentity};

impl StoredIdentity {
    /// Reads it from the text under `data.release` in the JSON of the Kubernetes API.
    ///
    /// The content is skipped while it is decompressed, so that the memory does not grow with it.
    ///
    /// # Errors
    /// [`DecodeError`], also when a key of the release stands twice or in other letters. Other objects in the record are
    /// not checked.
    pub fn read(driver: Driver, data: &str) -> Result<Self, DecodeError> {
        let stored = decode_base64(driver, data)?;
        if !is_gzip(&stored) {
            return from_json(stored.as_slice());
        }
        let mut limited = MultiGzDecoder::new(stored.as_slice()).take(INFLATED_LIMIT + 1);
        let identity = from_json(BufReader::new(&mut limited));
        match limited.limit() {
            0 => Err(DecodeError::TooLarge),
            _ => identity,
        }
    }
}

fn from_json(json: impl Read) -> Result<StoredIdentity, DecodeError> {
    let fault = Cell::new(None);
    let mut deserializer = serde_json::Deserializer::from_reader(json);
    let identity = IdentityReader(&fault).deserialize(&mut deserializer);
    let identity = identity.and_then(|identity| deserializer.end().map(|()| identity));
    identity.map_err(|error| match fault.get() {
        Some(fault) => DecodeError::NotByHelm(fault),
        None => error.into(),
    })
}

/// Reads the keys of a release. `serde_json` cannot carry an error of another type, so a fault is left in the cell.
struct IdentityReader<'a>(&'a Cell<Option<NotByHelm>>);

impl<'de> DeserializeSeed<'de> for IdentityReader<'_> {
    type Value = StoredIdentity;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<StoredIdentity, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for IdentityReader<'_> {
    type Value = StoredIdentity;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a release")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<StoredIdentity, A::Error> {
        let refuse = |fault| {
            self.0.set(Some(fault));
            A::Error::custom("")
        };
        let mut identity = StoredIdentity::default();
        let mut found = Vec::new();
        while let Some(key) = entries.next_key::<String>()? {
            let Some(known) = RELEASE.known_key(&key).map_err(refuse)? else {
                entries.next_value::<IgnoredAny>()?;
                continue;
            };
            if found.contains(&known) {
                return Err(refuse(RELEASE.key_twice(known)));
            }
            found.push(known);
            match known {
                "name" => identity.name = entries.next_value()?,
                "version" => identity.revision = entries.next_value()?,
                "namespace" => identity.namespace = entries.next_value()?,
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(identity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<StoredIdentity, DecodeError> {
        from_json(json.as_bytes())
    }

    #[test]
    fn the_identity_is_read_and_the_rest_skipped() {
        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        let json = format!(
            r#"{{"chart":{deep},"version":3,"manifest":"\ud800","name":"shop","x":1,"x":2}}"#
        );
        let identity = read(&json).unwrap();
        assert_eq!(identity.revision(), 3);
        assert_eq!(identity.name.as_deref(), Some("shop"));
        assert_eq!(identity.namespace, None);
        assert_eq!(read("{}").unwrap().revision(), 0);
    }

    #[test]
    fn what_helm_may_read_otherwise_is_refused_and_what_it_skips_is_told() {
        for json in [
            r#"{"version":3,"version":99}"#,
            r#"{"version":3,"Ver\u017fion":99}"#,
            r#"{"hooks":[],"hooks":[{}]}"#,
        ] {
            let error = read(json).unwrap_err();
            assert!(
                matches!(error, DecodeError::NotByHelm(_)),
                "{json}: {error}"
            );
            assert!(!error.is_skipped_by_helm());
        }
        assert!(read(r#"{"version":3"#).unwrap_err().is_skipped_by_helm());
        assert!(read("").unwrap_err().is_skipped_by_helm());
        for json in [
            r#"{"version":3.0}"#,
            r#"{"version":[3]}"#,
            "[]",
            "{} {}",
            "\u{feff}{}",
        ] {
            let error = read(json).unwrap_err();
            assert!(matches!(error, DecodeError::Json { .. }), "{json}: {error}");
        }
    }
}

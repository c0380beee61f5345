//! The keys of the objects in a record, as Helm's structs name them.
//!
//! Helm reads a record with Go's `encoding/json`. That matches a key with a struct's field in any case, and of two keys for
//! one field both are read: the later replaces a text, and is merged into an object or a list. So a record can be written
//! that Helm reads otherwise than it looks. Helm itself never writes one, so it is refused. Source: `foldName` and
//! `object` in Go's `encoding/json`; the structs of Helm 3.22 (`pkg/release`, `pkg/chart`) and 4.3 (`pkg/release/v1`,
//! `pkg/chart/v2`, `pkg/chart/common`).

/// What a value in a record is read into.
#[derive(Debug)]
pub(crate) enum Shape {
    /// A struct.
    Object {
        /// What it is, for an error message.
        name: &'static str,
        /// Its keys, and what their values are read into.
        fields: &'static [(&'static str, &'static Self)],
    },
    /// A slice of such values.
    List(&'static Self),
    /// A text, a number, a map with free keys, or a value that Astern does not know.
    Any,
}

/// Why a record cannot be one that Helm wrote. Holds keys of Helm only: others may be passwords.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotByHelm {
    /// A struct's key stands twice in an object.
    #[error("{object} has the key {key:?} twice")]
    KeyTwice {
        /// The key.
        key: &'static str,
        /// The object.
        object: &'static str,
    },
    /// A key differs from a struct's key by its case alone.
    #[error("{object} has a key that Helm takes for {key:?}, written with other letters")]
    KeyInOtherCase {
        /// The struct's key.
        key: &'static str,
        /// The object.
        object: &'static str,
    },
    /// A key that is no struct's, such as one of the values, stands twice in an object.
    #[error("an object in it has one key twice")]
    OtherKeyTwice,
}

impl Shape {
    /// Returns what the value of a key is read into.
    ///
    /// # Errors
    /// [`NotByHelm::KeyInOtherCase`].
    pub(crate) fn field(&self, key: &str) -> Result<&'static Self, NotByHelm> {
        Ok(self.find(key)?.map_or(&ANY, |(_, shape)| shape))
    }

    fn find(&self, key: &str) -> Result<Option<(&'static str, &'static Self)>, NotByHelm> {
        let Self::Object { name, fields } = self else {
            return Ok(None);
        };
        if let Some(field) = fields.iter().find(|(known, _)| *known == key) {
            return Ok(Some(*field));
        }
        match fields.iter().find(|(known, _)| is_folded(key, known)) {
            None => Ok(None),
            Some((known, _)) => Err(NotByHelm::KeyInOtherCase {
                key: known,
                object: name,
            }),
        }
    }

    /// Returns a struct's key; `None` for another one.
    ///
    /// # Errors
    /// [`NotByHelm::KeyInOtherCase`].
    pub(crate) fn known_key(&self, key: &str) -> Result<Option<&'static str>, NotByHelm> {
        Ok(self.find(key)?.map(|(known, _)| known))
    }

    /// Returns what the items of a list are read into.
    pub(crate) fn item(&self) -> &'static Self {
        match self {
            Self::List(item) => item,
            Self::Object { .. } | Self::Any => &ANY,
        }
    }

    /// Returns the fault of an object in which a key stands twice.
    pub(crate) fn key_twice(&self, key: &str) -> NotByHelm {
        if let Self::Object { name, fields } = self
            && let Some((known, _)) = fields.iter().find(|(known, _)| *known == key)
        {
            return NotByHelm::KeyTwice {
                key: known,
                object: name,
            };
        }
        NotByHelm::OtherKeyTwice
    }
}

/// Whether Go takes a key for a known one, which is ASCII. Besides the two cases of a letter, Unicode's simple folding has
/// two characters that fold to an ASCII letter: `ſ` (U+017F) and the Kelvin sign (U+212A).
fn is_folded(key: &str, known: &str) -> bool {
    let ascii = |c: char| match c {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        c => c.to_ascii_lowercase(),
    };
    key.chars()
        .map(ascii)
        .eq(known.chars().map(|c| c.to_ascii_lowercase()))
}

static ANY: Shape = Shape::Any;

/// `Release`.
pub(crate) static RELEASE: Shape = Shape::Object {
    name: "the release",
    fields: &[
        ("name", &ANY),
        ("info", &INFO),
        ("chart", &CHART),
        ("config", &ANY),
        ("manifest", &ANY),
        ("hooks", &Shape::List(&HOOK)),
        ("version", &ANY),
        ("namespace", &ANY),
        ("apply_method", &ANY),
    ],
};

static INFO: Shape = Shape::Object {
    name: "its info",
    fields: &[
        ("first_deployed", &ANY),
        ("last_deployed", &ANY),
        ("deleted", &ANY),
        ("description", &ANY),
        ("status", &ANY),
        ("rollback_revision", &ANY),
        ("notes", &ANY),
        ("resources", &ANY),
    ],
};

static HOOK: Shape = Shape::Object {
    name: "a hook",
    fields: &[
        ("name", &ANY),
        ("kind", &ANY),
        ("path", &ANY),
        ("manifest", &ANY),
        ("events", &ANY),
        ("last_run", &HOOK_EXECUTION),
        ("weight", &ANY),
        ("delete_policies", &ANY),
        ("output_log_policies", &ANY),
    ],
};

static HOOK_EXECUTION: Shape = Shape::Object {
    name: "the last run of a hook",
    fields: &[
        ("started_at", &ANY),
        ("completed_at", &ANY),
        ("phase", &ANY),
    ],
};

static CHART: Shape = Shape::Object {
    name: "its chart",
    fields: &[
        ("metadata", &CHART_METADATA),
        ("lock", &CHART_LOCK),
        ("templates", &Shape::List(&CHART_FILE)),
        ("values", &ANY),
        ("schema", &ANY),
        ("schemamodtime", &ANY),
        ("files", &Shape::List(&CHART_FILE)),
        ("modtime", &ANY),
    ],
};

static CHART_FILE: Shape = Shape::Object {
    name: "a file of its chart",
    fields: &[("name", &ANY), ("data", &ANY), ("modtime", &ANY)],
};

static CHART_METADATA: Shape = Shape::Object {
    name: "the metadata of its chart",
    fields: &[
        ("name", &ANY),
        ("home", &ANY),
        ("sources", &ANY),
        ("version", &ANY),
        ("description", &ANY),
        ("keywords", &ANY),
        ("maintainers", &Shape::List(&MAINTAINER)),
        ("icon", &ANY),
        ("apiVersion", &ANY),
        ("condition", &ANY),
        ("tags", &ANY),
        ("appVersion", &ANY),
        ("deprecated", &ANY),
        ("annotations", &ANY),
        ("kubeVersion", &ANY),
        ("dependencies", &Shape::List(&DEPENDENCY)),
        ("type", &ANY),
    ],
};

static MAINTAINER: Shape = Shape::Object {
    name: "a maintainer of its chart",
    fields: &[("name", &ANY), ("email", &ANY), ("url", &ANY)],
};

static DEPENDENCY: Shape = Shape::Object {
    name: "a dependency of its chart",
    fields: &[
        ("name", &ANY),
        ("version", &ANY),
        ("repository", &ANY),
        ("condition", &ANY),
        ("tags", &ANY),
        ("enabled", &ANY),
        ("import-values", &ANY),
        ("alias", &ANY),
    ],
};

static CHART_LOCK: Shape = Shape::Object {
    name: "the lock of its chart",
    fields: &[
        ("generated", &ANY),
        ("digest", &ANY),
        ("dependencies", &Shape::List(&DEPENDENCY)),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_folded_as_go_folds_them() {
        for key in ["Manifest", "MANIFEST", "manife\u{17f}t", "mAnIfE\u{17f}T"] {
            assert!(is_folded(key, "manifest"), "{key}");
        }
        assert!(is_folded("hoo\u{212a}\u{17f}", "hooks"));
        assert!(is_folded("appversion", "appVersion"));
        // These fold to another letter, to more than one, or only in Turkish.
        for key in [
            "manıfest",
            "manİfest",
            "manifeﬆ",
            "manifest ",
            "manifes",
            "ｍanifest",
        ] {
            assert!(!is_folded(key, "manifest"), "{key}");
        }
    }
}

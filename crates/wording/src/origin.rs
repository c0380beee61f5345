//! The text for what a changed field comes from.

use astern_compare::{FieldPath, Origin};

/// Returns the text for an origin, such as `your value image.tag`, in two parts: the words, and the path that follows them.
#[must_use]
pub fn origin_parts(origin: &Origin) -> (&'static str, Option<&FieldPath>) {
    match origin {
        Origin::Value { path } => ("your value ", Some(path)),
        Origin::Default { path } => ("the default of ", Some(path)),
        Origin::Version => ("the chart's version or app version", None),
    }
}

/// Returns the text for an origin: `your value image.tag`, `the default of image.tag` or `the chart's version or app version`.
#[must_use]
pub fn origin(origin: &Origin) -> String {
    let (words, path) = origin_parts(origin);
    let path = path.map(ToString::to_string).unwrap_or_default();
    words.to_owned() + &path
}

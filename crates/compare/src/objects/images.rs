//! The container images that differ in an object.

use serde_json::Value;

use crate::{FieldPath, ObjectChange, Sides};
use astern_masking::MaskedValue;

impl ObjectChange {
    /// Returns the old and new images, each pair once, in the order of the fields. Where only the tag or digest differs,
    /// returns the tags or digests only.
    #[must_use]
    pub fn image_moves(&self) -> Vec<Sides<String>> {
        let mut moves = Vec::new();
        let images = self
            .fields
            .iter()
            .filter(|field| is_image_field(&field.path));
        for field in images {
            let (Some(from), Some(to)) = (text(&field.from), text(&field.to)) else {
                continue;
            };
            let (old, new) = (parts(from), parts(to));
            let moved = match (old, new) {
                ((from, Some(old)), (to, Some(new))) if from == to => (old, new),
                _ => (from, to),
            };
            let moved = Sides {
                from: moved.0.to_owned(),
                to: moved.1.to_owned(),
            };
            if !moves.contains(&moved) {
                moves.push(moved);
            }
        }
        moves
    }
}

/// Whether a field is a container image, by its name.
pub(crate) fn is_image_field(path: &FieldPath) -> bool {
    path.field_name() == Some("image")
}

fn text(shown: &Option<MaskedValue>) -> Option<&str> {
    match shown.as_ref()? {
        MaskedValue::Plain(Value::String(text)) => Some(text),
        MaskedValue::Plain(_) | MaskedValue::Secret(_) => None,
    }
}

/// Splits an image into its name, and its tag or digest. A colon before the last slash belongs to a port.
fn parts(image: &str) -> (&str, Option<&str>) {
    let start = image.rfind('/').map_or(0, |slash| slash + 1);
    match image[start..].find([':', '@']) {
        Some(end) => (&image[..start + end], Some(&image[start + end + 1..])),
        None => (image, None),
    }
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn an_image_has_a_name_and_a_version() {
        for (image, expected) in [
            ("web", ("web", None)),
            ("web:1", ("web", Some("1"))),
            ("host:5000/shop/web", ("host:5000/shop/web", None)),
            (
                "host:5000/web:1@sha256:a",
                ("host:5000/web", Some("1@sha256:a")),
            ),
            ("web@sha256:a", ("web", Some("sha256:a"))),
        ] {
            assert_eq!(parts(image), expected);
        }
    }
}

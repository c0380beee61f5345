//! Objects that differ, as a patch for `patch -p1`.

use std::fmt;

use astern_manifest::ObjectId;

use crate::{Change, ObjectChange};

/// A patch with one file for each object that differs. `Display` writes a unified diff with file headers.
pub struct Patch<'a> {
    objects: Vec<&'a ObjectChange>,
    context: usize,
}

/// Returns a patch of objects, with `context` unchanged lines around each change.
///
/// Each object is a file such as `Deployment.apps/shop/web.yaml`. Before a file with masked values a comment line says that it
/// cannot be applied to the real ones.
#[must_use]
pub fn patch<'a>(objects: impl IntoIterator<Item = &'a ObjectChange>, context: usize) -> Patch<'a> {
    Patch {
        objects: objects.into_iter().collect(),
        context,
    }
}

impl fmt::Display for Patch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.objects
            .iter()
            .try_for_each(|object| self.write_file(f, object))
    }
}

impl Patch<'_> {
    fn write_file(&self, f: &mut fmt::Formatter<'_>, object: &ObjectChange) -> fmt::Result {
        let diff = object.text_diff();
        if object.is_text_masked() {
            f.write_str(
                "# Secret values are masked in what follows, so it cannot be applied to them.\n",
            )?;
        }
        let old = object.renamed_from.as_ref().unwrap_or(&object.id);
        match object.change {
            Change::Added => f.write_str("--- /dev/null\n")?,
            _ => writeln!(f, "--- a/{}", FileName(old))?,
        }
        match object.change {
            Change::Removed => f.write_str("+++ /dev/null\n")?,
            _ => writeln!(f, "+++ b/{}", FileName(&object.id))?,
        }
        write!(f, "{}", diff.unified(self.context))
    }
}

/// Writes the file name of an object: `Deployment.apps/shop/web.yaml`.
struct FileName<'a>(&'a ObjectId);

impl fmt::Display for FileName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.0;
        write_name(f, &id.kind)?;
        if !id.group.is_empty() {
            f.write_str(".")?;
            write_name(f, &id.group)?;
        }
        if let Some(namespace) = &id.namespace {
            f.write_str("/")?;
            write_name(f, namespace)?;
        }
        f.write_str("/")?;
        write_name(f, &id.name)?;
        f.write_str(".yaml")
    }
}

/// Writes a name as a part of a path. Characters that could separate paths or end a header are percent-encoded, as is a dot
/// at the beginning, so that no part is `..`.
fn write_name(f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    for (at, c) in name.char_indices() {
        let is_plain = c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '@' | '+' | '*');
        if is_plain || (c == '.' && at > 0) {
            write!(f, "{c}")?;
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                write!(f, "%{byte:02X}")?;
            }
        }
    }
    Ok(())
}

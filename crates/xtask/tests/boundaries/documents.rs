//! Checks the paths that a document mentions.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The prefixes that mark a path.
const FOLDERS: [&str; 5] = ["charts/", "crates/", "docs/", "src/", "tests/"];

/// The folders without sources.
const NOT_SOURCES: [&str; 3] = [".git", "dist", "target"];

/// Returns the paths in backticks in a document of the folder `root` that do not exist. A path may leave out its first
/// folders.
pub(crate) fn missing_paths(root: &Path, document: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(root.join(document))
        .unwrap_or_else(|error| panic!("{document}: {error}"));
    let mut existing = Vec::new();
    list(root, Path::new(""), &mut existing);
    let quoted = text.split('`').skip(1).step_by(2);
    let paths = quoted.filter(|quoted| is_path(quoted));
    paths
        .map(|path| path.trim_end_matches('/'))
        .filter(|path| !existing.iter().any(|file| file.ends_with(path)))
        .map(str::to_owned)
        .collect()
}

/// Returns whether a quoted text is a path: of letters, digits and `_-./`, below a folder of the checkout or with the
/// extension of a source file or a trailing slash.
fn is_path(quoted: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    let is_below_a_folder = FOLDERS.iter().any(|folder| quoted.starts_with(folder));
    let is_path = is_below_a_folder || quoted.ends_with(".rs") || quoted.ends_with('/');
    is_path && quoted.chars().all(is_plain)
}

/// Lists files and folders below `folder`, relative to `root`.
fn list(root: &Path, folder: &Path, into: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(root.join(folder)).expect("the folder is readable");
    for entry in entries.map_while(Result::ok) {
        let name = entry.file_name();
        let path = folder.join(&name);
        if entry.path().is_dir() && !NOT_SOURCES.iter().any(|other| name == *other) {
            list(root, &path, into);
        }
        into.push(path);
    }
}

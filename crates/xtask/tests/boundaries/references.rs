//! The references between the files of a crate: from the use of an item to its definition.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::crate_source::CrateSource;
use crate::resolve::defining_file;

/// For each file, the files whose definitions it uses, with the names.
pub(crate) type Arrows = BTreeMap<PathBuf, BTreeMap<PathBuf, BTreeSet<String>>>;

/// Returns all references between two files of the crate. A re-export is not a reference: the reference goes to the
/// file that defines the item.
pub(crate) fn arrows(source: &CrateSource) -> Arrows {
    let mut arrows = Arrows::new();
    for (at, module) in source.by_path() {
        let imports = module.imports.iter().filter(|import| !import.is_reexport);
        let imports = imports.map(|import| &import.path);
        let mentions = module.mentions.iter().map(|mention| &mention.path);
        for path in imports.chain(mentions) {
            if let Some(file) = defining_file(source, at, path) {
                add(&mut arrows, &module.file, file, path);
            }
        }
    }
    arrows
}

fn add(arrows: &mut Arrows, from: &Path, to: &Path, path: &[String]) {
    if from != to {
        let names = arrows.entry(from.to_path_buf()).or_default();
        let names = names.entry(to.to_path_buf()).or_default();
        names.insert(path.join("::"));
    }
}

//! Resolves a path to the file that defines it, within one crate.

use std::path::Path;

use crate::crate_source::{CrateSource, Import, Module, ModulePath};

/// The maximum number of re-exports that are followed.
const MOST_REEXPORTS: usize = 16;

/// Returns the file that defines `path` in the module `at`; `None` for items of other crates, local names, and paths to
/// modules.
pub(crate) fn defining_file<'a>(
    source: &'a CrateSource,
    at: &ModulePath,
    path: &[String],
) -> Option<&'a Path> {
    resolve(source, at, path, MOST_REEXPORTS)
}

fn resolve<'a>(
    source: &'a CrateSource,
    at: &ModulePath,
    path: &[String],
    budget: usize,
) -> Option<&'a Path> {
    let budget = budget.checked_sub(1)?;
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => lookup(source, &Vec::new(), rest, budget),
        "self" => lookup(source, at, rest, budget),
        "super" => {
            let (_, parent) = at.split_last()?;
            let parent = parent.to_vec();
            if rest.first().is_some_and(|next| next == "super") {
                resolve(source, &parent, rest, budget)
            } else {
                lookup(source, &parent, rest, budget)
            }
        }
        _ => lookup(source, at, path, budget),
    }
}

/// Looks up `path` in the module `at`.
fn lookup<'a>(
    source: &'a CrateSource,
    at: &ModulePath,
    path: &[String],
    budget: usize,
) -> Option<&'a Path> {
    let module = source.get(at)?;
    let (first, rest) = path.split_first()?;
    if !rest.is_empty() {
        let mut child = at.clone();
        child.push(first.clone());
        if source.get(&child).is_some() {
            return lookup(source, &child, rest, budget);
        }
    }
    if module.definitions.contains(first) {
        return Some(&module.file);
    }
    let named = module
        .imports
        .iter()
        .find(|import| import.name.as_ref() == Some(first));
    if let Some(import) = named.filter(|import| import.path.as_slice() != path) {
        let whole: Vec<String> = import.path.iter().chain(rest).cloned().collect();
        return resolve(source, at, &whole, budget);
    }
    through_globs(source, at, module, path, budget)
}

fn through_globs<'a>(
    source: &'a CrateSource,
    at: &ModulePath,
    module: &'a Module,
    path: &[String],
    budget: usize,
) -> Option<&'a Path> {
    let globs = module.imports.iter().filter(|import| import.name.is_none());
    globs
        .map(|Import { path: from, .. }| from.iter().chain(path).cloned().collect::<Vec<_>>())
        .find_map(|whole| resolve(source, at, &whole, budget))
}

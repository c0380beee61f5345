//! Circles among arrows.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use crate::references::Arrows;

/// The sets of files each of which leads to every other.
pub(crate) fn circles(arrows: &Arrows) -> Vec<BTreeSet<PathBuf>> {
    let mut graph: DiGraphMap<&Path, ()> = DiGraphMap::new();
    for (from, all) in arrows {
        for to in all.keys() {
            graph.add_edge(from, to, ());
        }
    }
    let components = tarjan_scc(&graph).into_iter();
    components
        .filter(|files| files.len() > 1)
        .map(|files| files.into_iter().map(Path::to_path_buf).collect())
        .collect()
}

/// A circle with its arrows and the names that make them, files relative to `folder`.
pub(crate) fn describe(circle: &BTreeSet<PathBuf>, arrows: &Arrows, folder: &Path) -> String {
    let short = |file: &Path| {
        file.strip_prefix(folder)
            .unwrap_or(file)
            .display()
            .to_string()
    };
    let mut lines = vec![format!("{} files:", circle.len())];
    for (from, all) in arrows.iter().filter(|(from, _)| circle.contains(*from)) {
        for (to, names) in all.iter().filter(|(to, _)| circle.contains(*to)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            lines.push(format!(
                "  {} -> {}: {}",
                short(from),
                short(to),
                names.join(", ")
            ));
        }
    }
    lines.join("\n")
}

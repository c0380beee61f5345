//! Finds cycles in a graph of references between files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use crate::references::Arrows;

/// Returns the strongly connected components of more than one file.
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

/// Describes a cycle by its references and the names that cause them, with paths relative to `folder`.
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

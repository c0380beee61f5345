//! Tests the boundaries that `ARCHITECTURE.md` describes. A failing test names each reference that breaks one.
#![allow(clippy::expect_used, reason = "a test may panic")]

mod circles;
mod crate_source;
mod documents;
mod packages;
mod references;
mod resolve;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate_source::CrateSource;
use packages::Package;

/// The layers, lowest first: a package may depend on packages of lower layers only. A package that is not listed fails
/// the test.
const LAYERS: [&[&str]; 9] = [
    &["astern-yaml", "astern-diff", "astern-ledger"],
    &["astern-manifest"],
    &["astern-masking", "astern-fixtures"],
    &["astern-compare", "astern-cluster", "astern-protocol"],
    &["astern-diagnosis"],
    &["astern-wording"],
    &["astern-app", "astern"],
    &["xtask"],
    &["end-to-end"],
];

/// The crates without input or output: they also build for the browser, and their results depend on their arguments
/// only.
const PURE: [&str; 11] = [
    "astern-cluster",
    "astern-compare",
    "astern-diagnosis",
    "astern-diff",
    "astern-fixtures",
    "astern-ledger",
    "astern-manifest",
    "astern-masking",
    "astern-protocol",
    "astern-wording",
    "astern-yaml",
];

/// The paths that a pure crate must not mention: files, processes, the network, threads and clocks.
const IMPURE: [&str; 12] = [
    "std::env",
    "std::fs",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime::now",
    "hyper",
    "tokio",
    "js_sys",
    "web_sys",
];

/// The crates that give access to the browser. `leptos` itself, with its view macro and event types, is not one of
/// them.
const BROWSER: [&str; 6] = [
    "gloo_net",
    "gloo_timers",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "web_sys",
];

#[test]
fn no_package_reaches_up() {
    let packages = packages::workspace();
    let layer_of = |name: &str| LAYERS.iter().position(|layer| layer.contains(&name));
    let mut broken = BTreeSet::new();
    for Package {
        name, dependencies, ..
    } in &packages
    {
        let Some(layer) = layer_of(name) else {
            broken.insert(format!("{name} stands in no layer"));
            continue;
        };
        for dependency in dependencies {
            if layer_of(dependency).is_some_and(|other| other >= layer) {
                broken.insert(format!("{name} -> {dependency}"));
            }
        }
    }
    assert_none("packages that reach up or sideways", &broken);
}

#[test]
fn no_modules_of_a_crate_form_a_circle() {
    let mut broken = BTreeSet::new();
    for package in packages::workspace() {
        for root in &package.roots {
            let source = CrateSource::read(root);
            let arrows = references::arrows(&source);
            broken.extend(
                circles::circles(&arrows)
                    .iter()
                    .map(|circle| circles::describe(circle, &arrows, &package.folder)),
            );
        }
    }
    assert_none("circles", &broken);
}

#[test]
fn pure_crates_do_no_input_or_output() {
    let mut broken = BTreeSet::new();
    let packages = packages::workspace();
    for name in PURE {
        let package = packages.iter().find(|package| package.name == name);
        let package = package.unwrap_or_else(|| panic!("there is no package {name}"));
        for root in &package.roots {
            broken.extend(mentions(root, &package.folder, |path| {
                IMPURE.iter().any(|impure| begins_with(path, impure))
            }));
        }
    }
    assert_none("input and output in pure crates", &broken);
}

#[test]
fn only_stdout_and_stderr_of_the_endpoint_write_to_a_terminal() {
    let packages = packages::workspace();
    let endpoint = packages.iter().find(|package| package.name == "astern");
    let endpoint = endpoint.unwrap_or_else(|| panic!("there is no package astern"));
    let writers = ["src/stdout.rs", "src/stderr.rs"];
    let streams = ["std::io::stdout", "std::io::stderr"];
    let mut broken = BTreeSet::new();
    for root in &endpoint.roots {
        let all = mentions(root, &endpoint.folder, |path| {
            streams.iter().any(|stream| begins_with(path, stream))
        });
        let is_elsewhere = |line: &String| {
            !writers.iter().any(|file| line.contains(file)) && !line.contains("tests/")
        };
        broken.extend(all.into_iter().filter(is_elsewhere));
    }
    assert_none("writing to the terminal without escaping", &broken);
}

#[test]
fn only_src_browser_touches_the_browser() {
    let packages = packages::workspace();
    let app = packages.iter().find(|package| package.name == "astern-app");
    let app = app.unwrap_or_else(|| panic!("there is no package astern-app"));
    let mut broken = BTreeSet::new();
    for root in &app.roots {
        let all = mentions(root, &app.folder, |path| {
            BROWSER.iter().any(|browser| begins_with(path, browser))
        });
        broken.extend(
            all.into_iter()
                .filter(|line| !line.starts_with("src/browser/")),
        );
    }
    assert_none("the browser outside src/browser", &broken);
}

#[test]
fn every_path_in_the_documents_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    let root = root.expect("the package stands in `crates`");
    let mut missing = BTreeSet::new();
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"] {
        let paths = documents::missing_paths(root, document).into_iter();
        missing.extend(paths.map(|path| format!("{document}: {path}")));
    }
    assert_none("paths that do not exist", &missing);
}

/// Lists each file, relative to `folder`, with the paths in it for which `is_matching` returns true.
fn mentions(root: &Path, folder: &Path, is_matching: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let source = CrateSource::read(root);
    let mut found: BTreeMap<&Path, BTreeSet<String>> = BTreeMap::new();
    for module in source.modules() {
        let paths = module.external_paths();
        let matching = paths.into_iter().filter(|path| is_matching(path));
        found.entry(&module.file).or_default().extend(matching);
    }
    let lines = found.into_iter().filter(|(_, paths)| !paths.is_empty());
    lines
        .map(|(file, paths)| {
            let file = file.strip_prefix(folder).unwrap_or(file).display();
            let paths: Vec<String> = paths.into_iter().collect();
            format!("{file}: {}", paths.join(", "))
        })
        .collect()
}

/// Returns whether a path equals `beginning` or is below it.
fn begins_with(path: &str, beginning: &str) -> bool {
    let rest = path.strip_prefix(beginning);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn assert_none(what: &str, broken: &BTreeSet<String>) {
    let lines: Vec<&str> = broken.iter().map(String::as_str).collect();
    assert!(
        lines.is_empty(),
        "{} {what}:\n{}",
        lines.len(),
        lines.join("\n")
    );
}

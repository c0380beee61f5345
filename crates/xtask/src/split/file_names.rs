//! The names that cargo and wasm-split-cli give the files of the app.

/// The package name of the app, from which the file names derive.
pub(super) const APP: &str = "astern-app";

/// The JavaScript with which the main part loads the others, as wasm-split-cli names it.
pub(super) const LOADER: &str = "__wasm_split.js";

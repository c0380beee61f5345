//! The names that cargo and wasm-split-cli give the app's files.

/// The app's package, after which its files are named.
pub(super) const APP: &str = "astern-app";

/// The JavaScript by which the main part fetches the others, as wasm-split-cli names it.
pub(super) const LOADER: &str = "__wasm_split.js";

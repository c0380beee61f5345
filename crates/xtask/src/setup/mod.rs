//! What the commands need on a machine that has only rustup, Go and a package manager. Each tool is taken from `PATH`
//! when it is there in the right version, else fetched or built into the cache, once.

mod browser;
mod cache_lock;
mod cargo_tool;
mod control_plane;
mod on_path;
mod trunk;
mod wasm_bindgen;
mod wasm_split;
mod wasm_target;

use std::io;
use std::path::PathBuf;

use crate::step::StepError;

pub use browser::{Browser, browser};
pub use control_plane::control_plane;
pub use trunk::trunk;
pub use wasm_bindgen::wasm_bindgen;
pub use wasm_split::wasm_split;
pub use wasm_target::wasm_target;

/// Why a tool is not there.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// It cannot be had without the developer.
    #[error("{tool} is missing; it is needed {purpose}: {advice}")]
    Missing {
        /// What is missing.
        tool: String,
        /// What it is for.
        purpose: &'static str,
        /// How to install it.
        advice: String,
    },
    /// Fetching or building it failed.
    #[error(transparent)]
    Step(#[from] StepError),
    /// A file in the cache could not be dealt with.
    #[error("{what} {}: {source}", path.display())]
    File {
        /// What was being done.
        what: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl SetupError {
    fn file(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { what, path, source }
    }
}

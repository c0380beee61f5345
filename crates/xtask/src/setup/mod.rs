//! Sets up the tools that the commands need on a machine with only rustup, Go and a package manager. Each tool is taken
//! from `PATH` if it is there in the right version, else downloaded or built into the cache once.

mod browser;
mod cache_lock;
mod cargo_tool;
mod control_plane;
mod on_path;
mod reference_reader;
mod trunk;
mod wasm_bindgen;
mod wasm_split;
mod wasm_target;

use std::io;
use std::path::PathBuf;

use crate::step::StepError;

pub use browser::{Browser, browser};
pub use control_plane::control_plane;
pub use reference_reader::reference_reader;
pub use trunk::trunk;
pub use wasm_bindgen::wasm_bindgen;
pub use wasm_split::wasm_split;
pub use wasm_target::wasm_target;

/// The reason why a tool is missing.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The developer has to install it.
    #[error("{tool} is missing; it is needed {purpose}: {advice}")]
    Missing {
        /// The missing tool.
        tool: String,
        /// The purpose of the tool.
        purpose: &'static str,
        /// How to install it.
        advice: String,
    },
    /// Downloading or building it failed.
    #[error(transparent)]
    Step(#[from] StepError),
    /// A file in the cache could not be read or written.
    #[error("{what} {}: {source}", path.display())]
    File {
        /// The operation.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
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

//! The errors of splitting the app.

use std::io;
use std::path::{Path, PathBuf};

use super::sections::Malformed;
use crate::setup::SetupError;
use crate::step::StepError;

/// The reason why the app could not be split.
#[derive(Debug, thiserror::Error)]
pub enum SplitError {
    /// Trunk is not running.
    #[error(
        "`cargo xtask split` is called by Trunk: run `trunk build --release`, or `cargo xtask run`"
    )]
    NotByTrunk,
    /// A required tool is missing.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// wasm-split-cli or wasm-bindgen failed.
    #[error(transparent)]
    Step(#[from] StepError),
    /// A file could not be read or written.
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
    /// A part is not valid WebAssembly.
    #[error("{}: {source}", path.display())]
    Malformed {
        /// The file of the part.
        path: PathBuf,
        /// The parse error.
        #[source]
        source: Malformed,
    },
    /// The app was linked without the linker flags of this checkout.
    #[error(
        "{} holds no relocations, so it cannot be split: .cargo/config.toml asks the linker for them, unless RUSTFLAGS is set",
        .0.display()
    )]
    NoRelocations(PathBuf),
    /// The staging folder does not contain a file that Trunk 0.21 creates.
    #[error("Trunk left no {0} in its staging folder; this was written for Trunk 0.21")]
    NotStaged(&'static str),
}

impl SplitError {
    pub(super) fn file(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::File { what, path, source }
    }
}

//! Why the app was not split.

use std::io;
use std::path::{Path, PathBuf};

use super::sections::Malformed;
use crate::setup::SetupError;
use crate::step::StepError;

/// Why the app was not split.
#[derive(Debug, thiserror::Error)]
pub enum SplitError {
    /// Nobody built the app just now.
    #[error(
        "`cargo xtask split` is called by Trunk: run `trunk build --release`, or `cargo xtask run`"
    )]
    NotByTrunk,
    /// A tool is not there.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// Splitting or binding failed.
    #[error(transparent)]
    Step(#[from] StepError),
    /// A file could not be dealt with.
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
    /// A part is no WebAssembly.
    #[error("{}: {source}", path.display())]
    Malformed {
        /// The part.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: Malformed,
    },
    /// The app was linked with other flags than those of this checkout.
    #[error(
        "{} holds no relocations, so it cannot be split: .cargo/config.toml asks the linker for them, unless RUSTFLAGS is set",
        .0.display()
    )]
    NoRelocations(PathBuf),
    /// Trunk names things otherwise than it did.
    #[error("Trunk left no {0} in its staging folder; this was written for Trunk 0.21")]
    NotStaged(&'static str),
}

impl SplitError {
    pub(super) fn file(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::File { what, path, source }
    }
}

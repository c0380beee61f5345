//! The environment of the tests, from the variables that `cargo xtask test` sets.

use std::path::PathBuf;

use xtask::test_cluster::{Access, Binaries};

use crate::Failure;

/// The test cluster and the paths of all programs.
#[derive(Clone, Debug)]
pub struct TestEnvironment {
    /// The test cluster that the tests share: `ASTERN_TEST_CLUSTER`, with the programs of `ASTERN_TEST_CLUSTER_BIN`.
    pub access: Access,
    /// The sample charts: `ASTERN_CHARTS`.
    pub charts: PathBuf,
    /// Astern's own chart: `ASTERN_CHART`.
    pub chart: PathBuf,
    /// kwok's stages: `ASTERN_STAGES`.
    pub stages: PathBuf,
    /// The app that Trunk built: `ASTERN_DIST`.
    pub dist: PathBuf,
    /// The endpoint: `ASTERN_BIN`.
    pub astern: PathBuf,
    /// Chromium: `ASTERN_BROWSER`.
    pub browser: PathBuf,
    /// chromedriver: `ASTERN_CHROMEDRIVER`.
    pub chromedriver: PathBuf,
    /// The folder of screenshots: `ASTERN_SCREENSHOTS`.
    pub screenshots: PathBuf,
}

impl TestEnvironment {
    /// Reads the variables.
    ///
    /// # Errors
    /// When one is not set, as without `cargo xtask test`.
    pub fn find() -> Result<Self, Failure> {
        Ok(Self {
            access: Access::new(
                folder("ASTERN_TEST_CLUSTER")?,
                Binaries::in_folder(folder("ASTERN_TEST_CLUSTER_BIN")?),
            ),
            charts: folder("ASTERN_CHARTS")?,
            chart: folder("ASTERN_CHART")?,
            stages: folder("ASTERN_STAGES")?,
            dist: folder("ASTERN_DIST")?,
            astern: folder("ASTERN_BIN")?,
            browser: folder("ASTERN_BROWSER")?,
            chromedriver: folder("ASTERN_CHROMEDRIVER")?,
            screenshots: folder("ASTERN_SCREENSHOTS")?,
        })
    }
}

fn folder(variable: &str) -> Result<PathBuf, Failure> {
    let value = std::env::var_os(variable).map(PathBuf::from);
    value.ok_or_else(|| {
        Failure::new(format!(
            "{variable} is not set: run `cargo xtask test`, which sets it"
        ))
    })
}

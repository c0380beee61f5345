//! Measures Astern, helm and diff on one test cluster in one run; started by `cargo xtask bench`.
//!
//! Every result is a median with minimum and maximum, and every comparison is a ratio of two values that were measured
//! alternately, so that the load of the machine affects both.

mod answer;
mod bundle_size;
mod large_release;
mod native;
mod navigation;
mod overhead;
mod release;
mod statistics;
mod traffic;

use std::path::PathBuf;

use end_to_end::{Failure, TestEnvironment};
use release::BenchRelease;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let ledger = std::env::args_os().nth(1).map(PathBuf::from);
    let release = match &ledger {
        Some(file) => BenchRelease::restored(&environment, file)?,
        None => BenchRelease::incident(&environment)?,
    };
    println!("\n{release}\n");
    answer::measure(&environment, &release).await?;
    traffic::measure(&environment, &release).await?;
    large_release::measure(&environment).await?;
    overhead::measure(&environment)?;
    bundle_size::measure(&environment)
}

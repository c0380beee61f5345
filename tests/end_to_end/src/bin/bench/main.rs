//! Astern beside helm and diff, on one bed in one run: `cargo xtask bench` starts it.
//!
//! Every figure is a median with its extremes, and every claim is a ratio of two figures that were taken in turn: the
//! machine may be busy, but it is equally busy for both.

mod answer;
mod big;
mod figure;
mod native;
mod navigation;
mod overhead;
mod release;
mod size;
mod traffic;

use std::path::PathBuf;

use end_to_end::{Failure, Surroundings};
use release::Measured;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let road = Surroundings::find()?;
    let ledger = std::env::args_os().nth(1).map(PathBuf::from);
    let release = match &ledger {
        Some(file) => Measured::restored(&road, file)?,
        None => Measured::incident(&road)?,
    };
    println!("\n{release}\n");
    answer::measure(&road, &release).await?;
    traffic::measure(&road, &release).await?;
    big::measure(&road).await?;
    overhead::measure(&road)?;
    size::measure(&road)
}

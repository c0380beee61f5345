//! Compares timings in the browser with those of the same code without one, which `cargo bench -p astern-compare` has
//! measured just before.

use std::path::{Path, PathBuf};

use end_to_end::Failure;
use serde_json::Value;

use crate::navigation::NavigationTimings;
use crate::statistics::Statistics;

/// Selects one of the timings.
type TimingField = fn(&NavigationTimings) -> f64;

/// Timings of the same comparison in a page, repeatedly.
#[derive(Clone, Copy, Debug)]
pub struct BrowserTimings<'a> {
    /// As the first comparison after the app was opened.
    pub first: &'a [NavigationTimings],
    /// After other comparisons: criterion also warms up before it measures.
    pub later: &'a [NavigationTimings],
}

/// Prints the ratio of browser to native time for a group of criterion benchmarks.
pub fn compare(group: &str, page: BrowserTimings<'_>) -> Result<(), Failure> {
    let folder = std::env::var_os("ASTERN_CRITERION").map(PathBuf::from);
    let folder = folder.ok_or_else(|| Failure::new("ASTERN_CRITERION is not set"))?;
    let rows: [(_, _, TimingField); 2] = [
        ("decode both", "decoding ", |run| run.decoding),
        ("compare", "comparing", |run| run.comparing),
    ];
    for (benchmark, name, field) in rows {
        let native = median(&folder.join(group).join(benchmark))?;
        let (first, later) = (
            Statistics::from_runs(page.first, field),
            Statistics::from_runs(page.later, field),
        );
        let times = later.median() / native;
        println!("  {name} at first            {first}");
        println!("  {name} after others        {later}");
        println!(
            "  {name} without a browser   {native:.1} ms; the browser takes {times:.1} times as long"
        );
    }
    Ok(())
}

/// Returns the median of a benchmark in milliseconds.
fn median(benchmark: &Path) -> Result<f64, Failure> {
    let file = benchmark.join("new/estimates.json");
    let estimates: Value = serde_json::from_slice(&std::fs::read(&file)?)?;
    let nanoseconds = estimates["median"]["point_estimate"].as_f64();
    nanoseconds
        .map(|nanoseconds| nanoseconds / 1e6)
        .ok_or_else(|| Failure::new(format!("{} holds no median", file.display())))
}

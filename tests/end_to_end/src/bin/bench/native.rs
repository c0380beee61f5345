//! The same code without a browser: what `cargo bench -p astern-compare` measured just before.

use std::path::{Path, PathBuf};

use end_to_end::Failure;
use serde_json::Value;

use crate::navigation::NavigationTimings;
use crate::statistics::Statistics;

/// One of the things that take time.
type TimingField = fn(&NavigationTimings) -> f64;

/// What a page took for the same comparison, again and again.
#[derive(Clone, Copy, Debug)]
pub struct BrowserTimings<'a> {
    /// As the first comparison of an app that has just been opened.
    pub first: &'a [NavigationTimings],
    /// After some others, which is how criterion measures too.
    pub later: &'a [NavigationTimings],
}

/// Prints how much slower a page was, given the name of the benchmarks' group.
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

/// A benchmark's median in milliseconds.
fn median(benchmark: &Path) -> Result<f64, Failure> {
    let file = benchmark.join("new/estimates.json");
    let estimates: Value = serde_json::from_slice(&std::fs::read(&file)?)?;
    let nanoseconds = estimates["median"]["point_estimate"].as_f64();
    nanoseconds
        .map(|nanoseconds| nanoseconds / 1e6)
        .ok_or_else(|| Failure::new(format!("{} holds no median", file.display())))
}

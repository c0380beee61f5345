//! The same code without a browser: what `cargo bench -p astern-compare` measured just before.

use std::path::{Path, PathBuf};

use end_to_end::Failure;
use serde_json::Value;

use crate::figure::Figure;
use crate::navigation::Navigated;

/// Prints how much slower a page was, given the name of the benchmarks' group.
pub fn compare(group: &str, seen: &[Navigated]) -> Result<(), Failure> {
    let folder = std::env::var_os("ASTERN_CRITERION").map(PathBuf::from);
    let folder = folder.ok_or_else(|| Failure::new("ASTERN_CRITERION is not set"))?;
    let rows = [
        (
            "decode both",
            "decoding ",
            Figure::across(seen, |told| told.decoding),
        ),
        (
            "compare",
            "comparing",
            Figure::across(seen, |told| told.comparing),
        ),
    ];
    for (benchmark, name, page) in rows {
        let native = median(&folder.join(group).join(benchmark))?;
        let times = page.median() / native;
        println!("  {name} in the browser      {page}");
        println!(
            "  {name} without it          {native:.1} ms; the browser takes {times:.1} times as long"
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

//! Makes the app's folder part of what decides whether to build again.

use std::path::Path;

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist");
    println!("cargo::rerun-if-changed={}", dist.display());
}

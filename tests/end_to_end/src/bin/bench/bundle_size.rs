//! The size of the app.

use end_to_end::{Failure, TestEnvironment};
use xtask::bundle_size::{BundleSize, FileSize, gzipped_total};

/// Prints the size of the first load and of the lazily loaded pages, each file compressed as a server compresses it.
pub fn measure(environment: &TestEnvironment) -> Result<(), Failure> {
    let sizes = BundleSize::of(&environment.dist)?;
    print_files("The app's first load", &sizes.first_load);
    print_files("Fetched when a page is opened", &sizes.lazy);
    Ok(())
}

fn print_files(title: &str, files: &[FileSize]) {
    let raw: usize = files.iter().map(|file| file.raw).sum();
    println!("\n{title}");
    println!("  all files                     {raw} bytes");
    println!(
        "  with gzip                     {} bytes",
        gzipped_total(files)
    );
    for file in files {
        println!("    {:<44}{:>8} bytes with gzip", file.name, file.gzipped);
    }
}

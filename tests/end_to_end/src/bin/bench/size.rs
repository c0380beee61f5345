//! What the app weighs.

use end_to_end::{Failure, TestEnvironment};
use xtask::weight::{Weighed, Weights, packed};

/// The first load, and the code of pages that is fetched when they are opened: every file packed as a server packs it.
pub fn measure(environment: &TestEnvironment) -> Result<(), Failure> {
    let weights = Weights::of(&environment.dist)?;
    tell("The app's first load", &weights.first);
    tell("Fetched when a page is opened", &weights.later);
    Ok(())
}

fn tell(title: &str, files: &[Weighed]) {
    let plain: usize = files.iter().map(|file| file.plain).sum();
    println!("\n{title}");
    println!("  all files                     {plain} bytes");
    println!("  with gzip                     {} bytes", packed(files));
    for file in files {
        println!("    {:<44}{:>8} bytes with gzip", file.name, file.packed);
    }
}

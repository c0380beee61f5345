//! What the app's first load weighs.

use std::io::Write as _;

use end_to_end::{Failure, Surroundings};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Every file of the built app, packed as a server packs it.
pub fn measure(road: &Surroundings) -> Result<(), Failure> {
    let (mut plain, mut packed) = (0, 0);
    for entry in std::fs::read_dir(&road.dist)? {
        let bytes = std::fs::read(entry?.path())?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&bytes)?;
        plain += bytes.len();
        packed += gzip.finish()?.len();
    }
    println!("\nThe app's first load");
    println!("  all files                     {plain} bytes");
    println!("  with gzip                     {packed} bytes");
    Ok(())
}

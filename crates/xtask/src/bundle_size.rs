//! The size of the files that a browser loads before the app starts, and of those it loads when a page opens.

use std::io::{self, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

/// The HTML page, which names the files of the first load.
const PAGE: &str = "index.html";

/// One file of the built app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSize {
    /// The file name.
    pub name: String,
    /// The uncompressed size in bytes.
    pub raw: usize,
    /// The size in bytes after `gzip -9`.
    pub gzipped: usize,
}

/// The files of the built app, the largest first in each list.
#[derive(Clone, Debug, Default)]
pub struct BundleSize {
    /// The files that are loaded before the app starts.
    pub first_load: Vec<FileSize>,
    /// The WebAssembly of pages, loaded when they are opened.
    pub lazy: Vec<FileSize>,
}

impl BundleSize {
    /// Measures the app in a folder. WebAssembly files that the HTML page does not name are lazy; every other file
    /// belongs to the first load.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn of(dist: &Path) -> io::Result<Self> {
        let page = std::fs::read_to_string(dist.join(PAGE))?;
        let mut sizes = Self::default();
        for entry in std::fs::read_dir(dist)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let bytes = std::fs::read(entry.path())?;
            let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
            gzip.write_all(&bytes)?;
            let is_later = name.ends_with(".wasm") && !page.contains(&name);
            let size = FileSize {
                name,
                raw: bytes.len(),
                gzipped: gzip.finish()?.len(),
            };
            match is_later {
                true => sizes.lazy.push(size),
                false => sizes.first_load.push(size),
            }
        }
        for files in [&mut sizes.first_load, &mut sizes.lazy] {
            files.sort_by(|a, b| b.gzipped.cmp(&a.gzipped).then(a.name.cmp(&b.name)));
        }
        Ok(sizes)
    }
}

/// Returns the sum of the compressed sizes in bytes.
#[must_use]
pub fn gzipped_total(files: &[FileSize]) -> usize {
    files.iter().map(|file| file.gzipped).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_that_the_page_does_not_name_is_loaded_later() {
        let dist = std::env::temp_dir().join(format!("astern-bundle-size-{}", std::process::id()));
        std::fs::create_dir_all(&dist).unwrap();
        for (name, text) in [
            ("index.html", "<link href=\"./app_bg.wasm\">"),
            ("app_bg.wasm", "the app"),
            ("app_pages.js", "the loader"),
            ("compare.wasm", "a page"),
        ] {
            std::fs::write(dist.join(name), text).unwrap();
        }
        let sizes = BundleSize::of(&dist).unwrap();
        std::fs::remove_dir_all(&dist).unwrap();
        let mut first: Vec<_> = sizes.first_load.iter().map(|file| &*file.name).collect();
        first.sort_unstable();
        assert_eq!(first, ["app_bg.wasm", "app_pages.js", "index.html"]);
        let [later] = &*sizes.lazy else {
            panic!("{:?}", sizes.lazy)
        };
        assert_eq!((&*later.name, later.raw), ("compare.wasm", 6));
        // gzip's header and trailer alone take 18 bytes.
        assert!(later.gzipped > 18, "{later:?}");
    }

    #[test]
    fn a_folder_without_the_app_is_an_error() {
        assert!(BundleSize::of(Path::new("/nothing-there")).is_err());
    }
}

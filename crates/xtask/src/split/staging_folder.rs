//! The folder in which Trunk assembles the app before it replaces `dist`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::error::SplitError;
use super::file_names::{APP, LOADER};

/// The HTML page, which names the files of the first load.
const PAGE: &str = "index.html";

/// The tag with which Trunk starts the app.
const INLINE_SCRIPT: &str = "<script type=\"module\">";

/// The staging folder and the common stem of the app's main files, which precedes `.js` and `_bg.wasm`.
pub(super) struct StagingFolder {
    folder: PathBuf,
    stem: String,
}

/// A lazily loaded WebAssembly file.
pub(super) struct Part {
    /// The name that wasm-split-cli gives it: `split_PAGE.wasm`, or `chunk_NUMBER.wasm` for code that several pages
    /// share.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// The app in parts, which refer to one another by the names that the tools give them.
pub(super) struct App {
    pub(super) glue: String,
    pub(super) main: Vec<u8>,
    pub(super) loader: String,
    pub(super) parts: Vec<Part>,
}

impl StagingFolder {
    /// Finds the app in a staging folder.
    pub(super) fn find(folder: &Path) -> Result<Self, SplitError> {
        let listing = || SplitError::file("listing", folder);
        for entry in std::fs::read_dir(folder).map_err(listing())? {
            let name = entry.map_err(listing())?.file_name();
            if let Some(stem) = name.to_string_lossy().strip_suffix("_bg.wasm") {
                return Ok(Self {
                    folder: folder.to_path_buf(),
                    stem: stem.to_owned(),
                });
            }
        }
        Err(SplitError::NotStaged("_bg.wasm"))
    }

    /// Replaces the single-file app with the parts.
    pub(super) fn replace_app(&self, app: App) -> Result<(), SplitError> {
        let path = self.folder.join(PAGE);
        let page = std::fs::read_to_string(&path).map_err(SplitError::file("reading", &path))?;
        let files = rename_files(app);
        let updated = self
            .update_page(&page, &files.stem)
            .ok_or(SplitError::NotStaged(
                "`</head>`, preload and start of the app in index.html",
            ))?;
        for suffix in [".js", "_bg.wasm"] {
            let whole = self.folder.join(format!("{}{suffix}", self.stem));
            std::fs::remove_file(&whole).map_err(SplitError::file("removing", &whole))?;
        }
        let all = files.all.into_iter();
        let UpdatedPage { page, start } = updated;
        for (name, bytes) in all.chain([(PAGE.to_owned(), page.into_bytes()), start]) {
            let path = self.folder.join(name);
            std::fs::write(&path, bytes).map_err(SplitError::file("writing", &path))?;
        }
        Ok(())
    }

    /// Updates the HTML page to the new names of the main files. A `modulepreload` link for the loader is added, because the
    /// browser would otherwise find it only after it has loaded the file that imports it. The script that starts the app
    /// becomes a file, because the page's content security policy allows no script in the page itself.
    fn update_page(&self, page: &str, stem: &str) -> Option<UpdatedPage> {
        let (before, after) = page.split_once("</head>")?;
        if !before.contains(&self.stem) {
            return None;
        }
        let loader = format!("<link rel=\"modulepreload\" href=\"./{}\">", loader(stem));
        let page = format!("{before}{loader}\n</head>{after}").replace(&self.stem, stem);
        let (before, from_start) = page.split_once(INLINE_SCRIPT)?;
        let (start, after) = from_start.split_once("</script>")?;
        let name = format!("start-{}.js", hash(&[start.as_bytes()]));
        let page = format!("{before}<script type=\"module\" src=\"./{name}\"></script>{after}");
        (!page.contains(INLINE_SCRIPT)).then(|| UpdatedPage {
            page,
            start: (name, start.as_bytes().to_vec()),
        })
    }
}

/// The HTML page, and the file with the script that starts the app.
struct UpdatedPage {
    page: String,
    start: (String, Vec<u8>),
}

/// The files with their names in `dist`.
struct Files {
    stem: String,
    all: Vec<(String, Vec<u8>)>,
}

/// Names each part by the hash of its content, and the main files, which refer to one another, by one hash over all of
/// them.
fn rename_files(app: App) -> Files {
    let App {
        mut glue,
        main,
        mut loader,
        parts,
    } = app;
    let mut all = Vec::new();
    for part in parts {
        let kind = part.name.trim_end_matches(".wasm").split_once('_');
        let kind = match kind {
            Some(("split", page)) => page,
            _ => "shared",
        };
        let name = format!("{kind}-{}.wasm", hash(&[&part.bytes]));
        loader = loader.replace(&format!("./{}", part.name), &format!("./{name}"));
        all.push((name, part.bytes));
    }
    let stem = format!(
        "{APP}-{}",
        hash(&[glue.as_bytes(), &main, loader.as_bytes()])
    );
    let (script, wasm) = (format!("{stem}.js"), format!("{stem}_bg.wasm"));
    loader = loader.replace(&format!("{APP}.js"), &script);
    glue = glue
        // Only in the import: the main part refers to the module by the name that the tool gave it.
        .replace(
            &format!("from \"./{LOADER}\""),
            &format!("from \"./{}\"", self::loader(&stem)),
        )
        .replace(&format!("{APP}_bg.wasm"), &wasm);
    all.extend([
        (self::loader(&stem), loader.into_bytes()),
        (script, glue.into_bytes()),
        (wasm, main),
    ]);
    Files { stem, all }
}

fn loader(stem: &str) -> String {
    format!("{stem}_pages.js")
}

/// Returns 16 hexadecimal digits, the form by which the endpoint recognises files that browsers may cache forever.
fn hash(contents: &[&[u8]]) -> String {
    let mut sha = Sha256::new();
    contents.iter().for_each(|content| sha.update(content));
    let mut digits = String::new();
    for byte in &sha.finalize()[..8] {
        // Writing to a `String` does not fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(shared: &[u8]) -> App {
        let part = |name: &str, bytes: &[u8]| Part {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        App {
            glue: "import * as a from \"./__wasm_split.js\"; new URL('astern-app_bg.wasm'); \
                   { \"./__wasm_split.js\": a }"
                .to_owned(),
            main: b"main".to_vec(),
            loader: "import { initSync } from \"./astern-app.js\"; new URL(\"./chunk_2.wasm\"); \
                     new URL(\"./split_compare.wasm\")"
                .to_owned(),
            parts: vec![
                part("chunk_2.wasm", shared),
                part("split_compare.wasm", b"compare"),
            ],
        }
    }

    fn text<'a>(files: &'a Files, name: &str) -> &'a str {
        let file = files.all.iter().find(|(file, _)| file == name);
        let bytes = &file.unwrap_or_else(|| panic!("there is no {name}")).1;
        std::str::from_utf8(bytes).unwrap()
    }

    #[test]
    fn files_refer_to_one_another_by_their_new_names() {
        let files = rename_files(app(b"shared"));
        let names: Vec<_> = files.all.iter().map(|(name, _)| name.clone()).collect();
        let stem = &files.stem;
        assert!(
            names[0].starts_with("shared-") && names[1].starts_with("compare-"),
            "{names:?}"
        );
        let loader = text(&files, &format!("{stem}_pages.js"));
        for name in [&names[0], &names[1], &format!("{stem}.js")] {
            assert!(
                loader.contains(&format!("\"./{name}\"")),
                "{name} is not in {loader}"
            );
        }
        let glue = text(&files, &format!("{stem}.js"));
        for name in [
            format!("from \"./{stem}_pages.js\""),
            format!("'{stem}_bg.wasm'"),
            "{ \"./__wasm_split.js\": a }".to_owned(),
        ] {
            assert!(glue.contains(&name), "{name} is not in {glue}");
        }
    }

    #[test]
    fn a_name_changes_with_its_content_and_the_main_files_with_any() {
        let (one, other) = (rename_files(app(b"shared")), rename_files(app(b"Shared")));
        assert_ne!(one.all[0].0, other.all[0].0);
        assert_eq!(one.all[1].0, other.all[1].0);
        assert_ne!(one.stem, other.stem);
    }

    #[test]
    fn the_page_names_the_new_files_and_the_loader() {
        let staged = StagingFolder {
            folder: PathBuf::new(),
            stem: "astern-app-1".to_owned(),
        };
        let page = "<head><link href=\"./astern-app-1.js\"><script type=\"module\">import './astern-app-1.js'</script></head>";
        let UpdatedPage {
            page,
            start: (name, start),
        } = staged.update_page(page, "astern-app-2").unwrap();
        assert_eq!(start, b"import './astern-app-2.js'");
        assert!(
            name.starts_with("start-") && name.ends_with(".js"),
            "{name}"
        );
        assert_eq!(
            page,
            format!(
                "<head><link href=\"./astern-app-2.js\"><script type=\"module\" src=\"./{name}\"></script>\
                 <link rel=\"modulepreload\" href=\"./astern-app-2_pages.js\">\n</head>"
            )
        );
        for other in [
            "<head></head>",
            "<head>astern-app-1</head>",
            "<head>astern-app-1<script type=\"module\">a</script><script type=\"module\">b</script></head>",
        ] {
            assert!(
                staged.update_page(other, "astern-app-2").is_none(),
                "{other}"
            );
        }
    }
}

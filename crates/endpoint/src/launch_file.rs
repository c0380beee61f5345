//! The file that leads the browser to the app.
//!
//! Every user of the machine can read the arguments of its processes, those of the program that opens the browser among them.
//! So the address that holds the launch token is never an argument. It stands in a file that only its owner can read, and
//! the browser is opened with the path of that file.

use std::fmt;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use percent_encoding::{AsciiSet, CONTROLS, percent_encode};

use crate::private_dir::PrivateDir;

/// The characters of a path that a `file:` URL escapes.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// An HTML file that forwards to an address. It is removed by [`LaunchFile::remove`] or when this is dropped.
pub struct LaunchFile {
    path: PathBuf,
    dir: Mutex<Option<PrivateDir>>,
}

impl LaunchFile {
    /// Writes the file in a folder of its own.
    ///
    /// # Errors
    /// When the folder or the file cannot be written.
    pub fn new(address: &str) -> io::Result<Self> {
        let dir = PrivateDir::new()?;
        let path = dir.path().join("open-astern.html");
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        file.write_all(html(address).as_bytes())?;
        let dir = Mutex::new(Some(dir));
        Ok(Self { path, dir })
    }

    /// The `file:` URL of the file.
    pub fn url(&self) -> String {
        let path = self.path.as_os_str().as_encoded_bytes();
        format!("file://{}", percent_encode(path, ESCAPED))
    }

    /// Removes the file. Later calls do nothing.
    pub fn remove(&self) {
        let mut dir = self.dir.lock().unwrap_or_else(PoisonError::into_inner);
        *dir = None;
    }
}

impl fmt::Debug for LaunchFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LaunchFile")
    }
}

/// A page that goes to the address at once, without a script, and holds a link for a browser that does not.
fn html(address: &str) -> String {
    let address = escape(address);
    format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n<title>Astern</title>\n\
         <meta http-equiv=\"refresh\" content=\"0; url={address}\">\n\
         <p><a href=\"{address}\">Open Astern</a></p>\n"
    )
}

/// Escapes a text for an attribute of HTML.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn only_its_owner_can_read_it_and_it_is_removed_once() {
        let file = LaunchFile::new("http://127.0.0.1:8090/#token=00&/shop/shop").unwrap();
        let mode = std::fs::metadata(&file.path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let folder = file.path.parent().unwrap().to_owned();
        let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        let page = std::fs::read_to_string(&file.path).unwrap();
        let forwards = "content=\"0; url=http://127.0.0.1:8090/#token=00&amp;/shop/shop\"";
        assert!(page.contains(forwards), "{page}");
        assert!(file.url().starts_with("file:///") && !file.url().contains("token"));
        assert!(!format!("{file:?}").contains("token"));
        file.remove();
        file.remove();
        assert!(!folder.exists());
    }

    #[test]
    fn an_address_cannot_end_its_attribute() {
        let page = html("http://127.0.0.1/#/\"><script>'");
        assert!(
            page.contains("#/&quot;&gt;&lt;script&gt;&#39;\">"),
            "{page}"
        );
        assert!(!page.contains("<script>"));
    }

    #[test]
    fn a_path_with_spaces_is_one_url() {
        let file = LaunchFile {
            path: "/tmp/a b/100%#.html".into(),
            dir: Mutex::new(None),
        };
        assert_eq!(file.url(), "file:///tmp/a%20b/100%25%23.html");
    }
}

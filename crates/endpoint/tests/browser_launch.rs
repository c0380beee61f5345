//! How `astern` opens a browser: what other users of the machine can see of it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![cfg(target_os = "linux")]

#[path = "support/wait.rs"]
mod wait;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use astern_endpoint::private_dir::PrivateDir;

use wait::wait_until;

/// In place of the programs that open a browser: writes its arguments to a file, and runs until the folder is removed, as a
/// browser would run.
const OPENER: &str = r#"#!/bin/sh
folder="${0%/*}"
printf '%s\n' "$@" > "$folder/new" && mv "$folder/new" "$folder/arguments"
while [ -e "$0" ]; do sleep 0.05; done
"#;

/// `astern demo` with that opener, killed when it is dropped.
struct Opened {
    child: Child,
    address: String,
    /// The arguments of the opener.
    arguments: Vec<String>,
    // Removed last; the opener ends then.
    _bin: PrivateDir,
}

impl Opened {
    fn start(options: &[&str]) -> Self {
        let bin = PrivateDir::new().unwrap();
        for name in ["wslview", "xdg-open"] {
            let opener = bin.path().join(name);
            fs::write(&opener, OPENER).unwrap();
            fs::set_permissions(&opener, fs::Permissions::from_mode(0o700)).unwrap();
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_astern"))
            .args(["demo", "--port", "0"])
            .args(options)
            .env_remove("CI")
            .env("DISPLAY", ":9")
            .env("PATH", format!("{}:/usr/bin:/bin", bin.path().display()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim_end().strip_prefix("Astern is at ").unwrap();
        let written = bin.path().join("arguments");
        wait_until("the opener", || written.exists());
        let arguments = fs::read_to_string(written).unwrap();
        Self {
            address: address.to_owned(),
            arguments: arguments.lines().map(str::to_owned).collect(),
            child,
            _bin: bin,
        }
    }

    /// The file that the opener was given.
    fn file(&self) -> PathBuf {
        let [url] = self.arguments.as_slice() else {
            panic!("{:?}", self.arguments)
        };
        PathBuf::from(url.strip_prefix("file://").unwrap())
    }

    fn token(&self) -> &str {
        let (_, token) = self.address.split_once("#token=").unwrap();
        token.split('&').next().unwrap()
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn no_command_line_holds_an_address_that_lets_in() {
    let opened = Opened::start(&["--link", "#/shop/storefront/1..2"]);
    let file = opened.file();
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
    let page = fs::read_to_string(&file).unwrap();
    assert!(
        page.contains(&opened.address.replace('&', "&amp;")),
        "{page}"
    );

    // While astern and the opener run, as another user would look. No other address with a secret exists.
    let mut seen_opener = false;
    for process in fs::read_dir("/proc").unwrap().flatten() {
        let Ok(arguments) = fs::read(process.path().join("cmdline")) else {
            continue;
        };
        let arguments = String::from_utf8_lossy(&arguments);
        assert!(!arguments.contains(opened.token()), "{arguments}");
        seen_opener |= arguments.contains(file.to_str().unwrap());
    }
    assert!(seen_opener, "the opener had ended");
}

#[test]
fn the_file_is_gone_after_the_first_request_with_the_token_and_after_the_end() {
    let opened = Opened::start(&[]);
    let file = opened.file();
    let (authority, _) = opened.address["http://".len()..].split_once('/').unwrap();
    let get = |token: &str| {
        let mut stream = TcpStream::connect(authority).unwrap();
        write!(
            stream,
            "GET /version HTTP/1.1\r\nHost: {authority}\r\nX-Astern-Token: {token}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(get("0").starts_with("HTTP/1.1 401 "));
    assert!(file.exists());
    assert!(get(opened.token()).starts_with("HTTP/1.1 200 "));
    assert!(!file.parent().unwrap().exists());

    let mut unused = Opened::start(&[]);
    let folder = unused.file().parent().unwrap().to_owned();
    assert!(folder.exists());
    let pid = unused.child.id().to_string();
    Command::new("kill").args(["-INT", &pid]).status().unwrap();
    unused.child.wait().unwrap();
    assert!(!folder.exists());
}

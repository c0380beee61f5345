//! The binary, as a user or a script runs it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

fn astern(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_astern"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    astern(arguments).output().unwrap()
}

#[test]
fn a_command_that_fails_prints_one_line() {
    let output = run(&["history", "shop/shop", "--kubectl", "/nowhere/kubectl"]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.starts_with("astern: /nowhere/kubectl cannot be run:"),
        "{message}"
    );
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(output.stdout.is_empty());
}

#[test]
fn invalid_arguments_are_reported_with_an_example() {
    for (arguments, expected) in [
        (
            vec!["history", "shop/"],
            "a release name has 1 to 53 characters",
        ),
        (vec!["compare", "shop/shop", "9"], "8..9 compares it"),
        (
            vec!["compare", "shop/shop", "0..1"],
            "a whole number from 1",
        ),
        (vec!["--port", "1", "demo"], "has to stand after `demo`"),
        (vec!["--context", "x", "compare", "a/b"], "--live"),
        (vec!["compare", "a/b", "9..10", "--live"], "two were named"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains(expected), "{arguments:?}: {message}");
        assert_eq!(message.lines().count(), 1, "{arguments:?}: {message}");
    }
}

/// A process of `astern demo`, which is killed when it is dropped.
struct Demo {
    child: Child,
    authority: String,
    token: String,
}

impl Demo {
    fn start() -> Self {
        let mut child = astern(&["demo", "--no-open", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim_end()
            .strip_prefix("Astern is at http://")
            .unwrap();
        let (authority, token) = address.split_once("/#token=").unwrap();
        Self {
            child,
            authority: authority.to_owned(),
            token: token.to_owned(),
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.authority).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        stream
    }

    fn end(&mut self, signal: &str) -> Option<i32> {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &pid])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap().code()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_demo_prints_its_address_responds_there_and_ends_on_a_signal() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let mut demo = Demo::start();
        let mut stream = demo.connect();
        let (host, token) = (&demo.authority, &demo.token);
        let request = format!(
            "GET /version HTTP/1.1\r\nHost: {host}\r\nX-Astern-Token: {token}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(
            answer.starts_with("HTTP/1.1 200 ") && answer.contains("gitVersion"),
            "{answer}"
        );
        assert_eq!(demo.end(signal), Some(0), "{signal}");
    }
}

#[test]
fn an_incomplete_request_blocks_no_other() {
    let mut demo = Demo::start();
    let mut slow = demo.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    let mut quick = demo.connect();
    let request = format!(
        "GET /version HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        demo.authority
    );
    quick.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    quick.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    assert_eq!(demo.end("-INT"), Some(0));
}

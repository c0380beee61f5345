//! Writes lines to the terminal.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

/// The number of lines that are shown of a failed step's output.
const TAIL: usize = 40;

/// Prints the last lines of a log, indented, without cargo's lines about crates that it compiles.
pub fn show_tail(log: &Path) {
    const NOISE: [&str; 5] = [
        "Compiling ",
        "Checking ",
        "Downloading ",
        "Downloaded ",
        "Blocking ",
    ];
    let Ok(bytes) = std::fs::read(log) else {
        return;
    };
    let text = String::from_utf8_lossy(&bytes);
    let is_relevant = |line: &&str| !NOISE.iter().any(|word| line.trim_start().starts_with(word));
    let lines: Vec<&str> = text.lines().filter(is_relevant).collect();
    for line in &lines[lines.len().saturating_sub(TAIL)..] {
        print_line(&format!("    {line}"));
    }
}

/// Prints one line to standard error, replacing a progress line. Standard output is for results.
pub fn print_line(line: &str) {
    let clear = if io::stderr().is_terminal() {
        "\r\x1b[2K"
    } else {
        ""
    };
    // Ignore that standard error is closed.
    let _ = writeln!(io::stderr(), "{clear}{line}");
}

/// Prints the error of a result, and returns the value.
pub fn report_error<T>(result: Result<T, impl std::fmt::Display>) -> Option<T> {
    result
        .inspect_err(|error| print_line(&format!("{error}")))
        .ok()
}

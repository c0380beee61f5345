//! Writing to stdout, which may be a pipe that is closed early.

use std::io::{self, IsTerminal as _, Write as _};

use astern_wording::{visible, visible_json, visible_line};

use crate::color;

/// What an output consists of, which decides how characters that a terminal does not show are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum OutputKind<'a> {
    /// Lines for people: such characters are numbers. On a terminal, lines that begin with one of the indents and a sign are
    /// coloured.
    Lines {
        /// The indents.
        colored_indents: &'a [&'a str],
    },
    /// JSON: such characters are escaped.
    Json,
}

/// Prints the text, without any character that controls a terminal or is not shown. A reader that closes the pipe early is
/// no error (`astern history … | head`).
pub(crate) fn print(text: &str, kind: OutputKind<'_>) -> io::Result<()> {
    let mut text = safe(text, kind);
    if let OutputKind::Lines { colored_indents } = kind
        && color::is_enabled(io::stdout().is_terminal())
    {
        text = color::colorize(&text, colored_indents);
    }
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

/// Prints one line. Fails when stdout is closed.
pub(crate) fn print_line(line: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{}", visible_line(line))?;
    stdout.flush()
}

/// Returns the text as it is printed, without colours.
pub(crate) fn safe(text: &str, kind: OutputKind<'_>) -> String {
    match kind {
        OutputKind::Lines { .. } => visible(text),
        OutputKind::Json => visible_json(text),
    }
    .into_owned()
}

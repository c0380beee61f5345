//! Whether what a container wrote names a change.

use crate::changed::Changed;
use crate::place::steps;
use crate::words::{has_any, names};

/// Words of lines that report an error, as programs of many languages write them.
const ERROR_WORDS: [&str; 36] = [
    "error",
    "fatal",
    "panic",
    "exception",
    "fail",
    "cannot",
    "can't",
    "could not",
    "couldn't",
    "unable",
    "invalid",
    "unknown",
    "unexpected",
    "missing",
    "required",
    "not found",
    "no such",
    "not set",
    "undefined",
    "not defined",
    "denied",
    "refused",
    "unsupported",
    "must ",
    "illegal",
    "unrecognized",
    "unrecognised",
    "out of range",
    "traceback",
    "too small",
    "too large",
    "timeout",
    "timed out",
    "forbidden",
    "expected",
    "not a valid",
];

/// Words that stand in so many lines that they name nothing.
const COMMON: [&str; 22] = [
    "true", "false", "info", "debug", "warn", "error", "none", "null", "http", "https", "data",
    "name", "value", "type", "path", "port", "host", "main", "default", "server", "config", "web",
];

/// How clearly what a container wrote names a change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Clarity {
    /// A line names it that reports no error.
    Mentioned,
    /// A line that reports an error names it.
    InError,
}

/// A line that names a change.
pub(crate) struct Evidence<'a> {
    /// How clearly.
    pub clarity: Clarity,
    /// The line.
    pub line: &'a str,
}

/// Returns the line that names a change most clearly, the last one of equals.
pub(crate) fn evidence<'a>(lines: &'a [String], change: &Changed<'_>) -> Option<Evidence<'a>> {
    let marks = marks(change);
    let naming = lines
        .iter()
        .filter(|line| marks.iter().any(|mark| names(line, mark)));
    naming
        .map(|line| Evidence {
            clarity: match has_any(line, &ERROR_WORDS) {
                true => Clarity::InError,
                false => Clarity::Mentioned,
            },
            line,
        })
        .max_by_key(|evidence| evidence.clarity)
}

/// Returns the texts by which a program would name a change: the name of the variable or key, the option, and its values.
fn marks(change: &Changed<'_>) -> Vec<String> {
    let path = steps(&change.path);
    let mut marks: Vec<String> = Vec::new();
    let mut add = |mark: &str| {
        let is_common = COMMON
            .iter()
            .any(|common| common.eq_ignore_ascii_case(mark));
        let is_long =
            mark.len() >= 4 || (mark.len() >= 2 && mark.bytes().all(|b| b.is_ascii_digit()));
        if is_long && !is_common && !marks.iter().any(|known| known == mark) {
            marks.push(mark.to_owned());
        }
    };
    let after = |field: &str| {
        let at = path.iter().position(|step| *step == field)?;
        path.get(at + 1).copied()
    };
    match path.as_slice() {
        _ if path.contains(&"env") => add(after("env").unwrap_or_default()),
        _ if path.contains(&"volumeMounts") => add(after("volumeMounts").unwrap_or_default()),
        ["data" | "stringData" | "binaryData", .., key] => {
            add(key);
            for part in key.rsplit(['.', '/']).take(1) {
                add(part);
            }
            // The file of a key within a document.
            if let ["data" | "stringData", file, _, ..] = path.as_slice() {
                add(file);
            }
        }
        [.., "command" | "args", _] | [.., "command" | "args"] => {}
        [] => add(&change.object.id.name),
        [.., name] => add(name),
    }
    let is_argument = path.iter().any(|step| matches!(*step, "command" | "args"));
    for value in [change.new_text(), change.old_text()].into_iter().flatten() {
        if value.len() > 200 {
            continue;
        }
        match is_argument {
            true => {
                // `--listen=:9090`: the option and its value.
                for part in value.split(['=', ' ']) {
                    add(part.trim_start_matches('-'));
                }
            }
            false => {
                add(&value);
                // The host and the port of an address.
                let address = value
                    .split_once("://")
                    .map_or(value.as_str(), |(_, rest)| rest);
                let host = address.split(['/', ',']).next().unwrap_or(address);
                for part in host.split(['@', ':']) {
                    add(part);
                }
            }
        }
    }
    marks
}

//! Secrets after a command-line flag: `--password hunter2`.

use std::ops::Range;

use crate::names::is_secret_name;

/// Returns where the values of secret flags in a line are, in order. `--password=…` is an assignment and not among them.
pub(super) fn flag_values(line: &str) -> Vec<Range<usize>> {
    let mut values = Vec::new();
    let mut at = 0;
    while let Some(offset) = line[at..].find("--") {
        let start = at + offset;
        let end = line[start..]
            .find(char::is_whitespace)
            .map_or(line.len(), |end| start + end);
        let (flag, rest) = (&line[start..end], &line[end..]);
        at = end;
        let is_flag = flag.len() > 2 && !flag.contains(['=', '"', '\'']);
        if !is_flag || !is_secret_name(flag) {
            continue;
        }
        let value_start = end + (rest.len() - rest.trim_start_matches(' ').len());
        let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';');
        let value_end = line[value_start..]
            .find(is_end)
            .map_or(line.len(), |length| value_start + length);
        if value_end > value_start && !line[value_start..].starts_with('-') {
            values.push(value_start..value_end);
        }
    }
    values
}

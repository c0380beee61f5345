//! The lines of the two log formats that helm writes: of Go's `log/slog`, and of klog, which warnings of the API server
//! come in.

use super::redaction::redact;

/// The levels of slog, as its lines start.
const LEVELS: [&str; 4] = ["level=DEBUG ", "level=INFO ", "level=WARN ", "level=ERROR "];

/// Returns a line of helm's output without what is not known to be harmless.
pub(super) fn redact_line(line: &str) -> String {
    let header = klog_header_length(line);
    if header > 0 {
        format!("{}{}", &line[..header], redact_fields(&line[header..]))
    } else if ["level=", "time="]
        .iter()
        .any(|start| line.starts_with(start))
    {
        redact_fields(line)
    } else {
        redact(line)
    }
}

/// Redacts texts in quotes and `name="text"`, as Go quotes them, by what they say.
fn redact_fields(line: &str) -> String {
    let level = LEVELS.iter().find(|level| line.starts_with(**level));
    let mut redacted = level.map(|level| (*level).to_owned()).unwrap_or_default();
    let mut rest = &line[redacted.len()..];
    while let Some((before, quoted)) = rest.split_once('"') {
        redacted.push_str(&redact(before));
        let end = closing_quote(quoted);
        let content = &quoted[..end.unwrap_or(quoted.len())];
        redacted.push('"');
        redacted.push_str(&quote(&redact(&unquote(content))));
        let Some(end) = end else {
            return redacted;
        };
        redacted.push('"');
        rest = &quoted[end + 1..];
    }
    redacted.push_str(&redact(rest));
    redacted
}

/// Returns where the quote that is open at the start of a text is closed.
fn closing_quote(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let closes = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        closes.then_some(at)
    })
}

/// Undoes Go's quoting. Go quotes as JSON does, except for some control characters.
fn unquote(content: &str) -> String {
    serde_json::from_str(&format!("\"{content}\""))
        .unwrap_or_else(|_| content.replace(r#"\""#, r#"""#))
}

fn quote(text: &str) -> String {
    text.replace('\\', r"\\").replace('"', r#"\""#)
}

/// Returns how long the header of a klog line is: `W1129 03:04:05.678901    4711 warnings.go:70] `. `0` without one.
fn klog_header_length(line: &str) -> usize {
    let Some(end) = line.find("] ") else {
        return 0;
    };
    let header = &line[..end];
    let mut words = header.split_ascii_whitespace();
    let is_severity = |word: &str| {
        word.len() == 5
            && word.starts_with(['I', 'W', 'E', 'F'])
            && word[1..].bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_time = |word: &str| word.len() == 15 && is_number_with(word, &[':', '.']);
    let is_process = |word: &str| is_number_with(word, &[]);
    let is_source = |word: &str| {
        let is_file = |file: &str| {
            file.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        };
        word.split_once(".go:")
            .is_some_and(|(file, line)| is_file(file) && is_number_with(line, &[]))
    };
    let is_header = words.next().is_some_and(is_severity)
        && words.next().is_some_and(is_time)
        && words.next().is_some_and(is_process)
        && words.next().is_some_and(is_source)
        && words.next().is_none();
    if is_header { end + "] ".len() } else { 0 }
}

fn is_number_with(word: &str, separators: &[char]) -> bool {
    word.chars()
        .all(|c| c.is_ascii_digit() || separators.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_of_log_lines_are_redacted_by_what_they_say() {
        for (line, expected) in [
            (
                r#"level=WARN msg="Rollback \"s4\" failed: Secret \"x\" is invalid: data[a]: Invalid value: \"hunter2\"""#,
                r#"level=WARN msg="Rollback \"s4\" failed: Secret \"x\" is invalid: data[a]: Invalid value: \"…\"""#,
            ),
            (
                r#"level=WARN msg="cut off in the middle of \"hunter2"#,
                r#"level=WARN msg="cut off in the middle of \"…"#,
            ),
            (
                r#"W1129 03:04:05.678901  471123 warnings.go:70] would violate PodSecurity "hunter2""#,
                r#"W1129 03:04:05.678901  471123 warnings.go:70] would violate PodSecurity "…""#,
            ),
            (
                r#"level=DEBUG msg="unable to get object" password=hunter2 error="hunter2 is not valid""#,
                r#"level=DEBUG msg="unable to get object" password=… error="… is not valid""#,
            ),
            ("W4711 hunter2] x", "…] x"),
        ] {
            assert_eq!(redact_line(line), expected);
        }
    }
}

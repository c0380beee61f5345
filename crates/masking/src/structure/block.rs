//! Secrets in block style: lines of `key: value`, where deeper indentation belongs to the line above.

use std::ops::Range;

use serde_json::{Map, Value};

use super::{flow, scope::Scope, siblings};
use crate::{context::ValueContext, names::is_token_count};

/// The longest name of a field.
const MAX_NAME: usize = 256;

/// A line with a field, an item of a list, or a text.
struct Line {
    /// Where its content begins, after the dashes of list items.
    column: usize,
    /// Where its first dash is.
    dash: Option<usize>,
    /// The name of the field that it begins with.
    key: Option<Range<usize>>,
    /// The value or the text, in the text, without white space around it.
    value: Range<usize>,
    /// The mapping that it belongs to.
    mapping: usize,
    /// Whether it is a comment.
    is_comment: bool,
    /// Whether the line only separates documents.
    is_separator: bool,
}

/// An open field whose value is on the lines below.
struct Field {
    column: usize,
    context: ValueContext,
}

/// Returns where the secrets of a text are, in order and without overlaps.
pub(super) fn secrets(text: &str, scope: Scope) -> Vec<Range<usize>> {
    let (lines, fields) = read_lines(text);
    let mut secrets = Vec::new();
    let mut open: Vec<Field> = Vec::new();
    let mut lines = lines.iter().peekable();
    while let Some(line) = lines.next() {
        if line.is_separator {
            open.clear();
            continue;
        }
        if line.is_comment {
            secrets.extend(secret_in_comment(text, line, scope));
            continue;
        }
        let parent = match (line.dash, &line.key) {
            // A list may be indented as deep as the field that holds it.
            (Some(dash), _) => parent(&mut open, |column| column <= dash),
            (None, Some(_)) => parent(&mut open, |column| column < line.column),
            (None, None) => open
                .last()
                .filter(|field| field.column < line.column)
                .map_or(ValueContext::General, |field| field.context),
        };
        let Some(key) = &line.key else {
            if is_secret(text, &line.value, parent) {
                secrets.push(unquoted(text, line.value.clone()));
            }
            continue;
        };
        let empty = Map::new();
        let siblings = fields.get(line.mapping).unwrap_or(&empty);
        let context = scope.of_field(parent, &text[key.clone()], siblings);
        let value = &text[line.value.clone()];
        let is_count =
            context == ValueContext::UnderSecretName && is_token_count(&text[key.clone()], value);
        let is_secret = !is_count && is_secret(text, &line.value, context);
        if is_flow(value) && context != ValueContext::Secret {
            let in_value = flow::secrets(value, context, scope).into_iter();
            secrets.extend(
                in_value.map(|range| range.start + line.value.start..range.end + line.value.start),
            );
        } else if is_secret && !opens_mapping(value) {
            // The rest of a scalar over several lines is indented deeper than its field.
            let is_below = |next: &&Line| {
                !next.is_separator
                    && next.column > line.column
                    && next.dash.is_none_or(|dash| dash > line.column)
            };
            let mut end = line.value.end;
            while let Some(next) = lines.next_if(is_below) {
                end = next.value.end.max(end);
            }
            secrets.push(match end == line.value.end {
                true => unquoted(text, line.value.clone()),
                false => without_header(text, line.value.start..end),
            });
            continue;
        }
        open.push(Field {
            column: line.column,
            context,
        });
    }
    secrets.retain(|range| !range.is_empty());
    secrets
}

/// Returns whether a value as it is written is a secret.
fn is_secret(text: &str, value: &Range<usize>, context: ValueContext) -> bool {
    let value = unquoted(text, value.clone());
    !value.is_empty() && context.is_secret_text(&text[value])
}

/// Closes the fields that are not above a line, and returns the context of the innermost that is.
fn parent(open: &mut Vec<Field>, is_above: impl Fn(usize) -> bool) -> ValueContext {
    while open.pop_if(|field| !is_above(field.column)).is_some() {}
    open.last()
        .map_or(ValueContext::General, |field| field.context)
}

/// Returns the value of a field that is commented out, if its name is that of a secret.
fn secret_in_comment(text: &str, line: &Line, scope: Scope) -> Option<Range<usize>> {
    let key = &text[line.key.clone()?];
    let value = Value::from(&text[line.value.clone()]);
    let fields = Map::from_iter([(key.to_owned(), value.clone())]);
    let context = scope.of_field(ValueContext::General, key, &fields);
    context
        .is_secret(&value)
        .then(|| unquoted(text, line.value.clone()))
}

/// Whether what follows a field's name opens a mapping or list on the lines below: nothing, an anchor or a tag.
fn opens_mapping(value: &str) -> bool {
    value.is_empty()
        || value.starts_with('#')
        || (value.starts_with(['&', '!']) && !value.contains(' '))
}

fn is_flow(value: &str) -> bool {
    value.starts_with(['{', '[']) && !value.starts_with("{{")
}

/// Returns a value without the quotes around it.
fn unquoted(text: &str, range: Range<usize>) -> Range<usize> {
    let value = &text[range.clone()];
    let is_quoted = value.len() >= 2
        && ['"', '\'']
            .iter()
            .any(|quote| value.starts_with(*quote) && value.ends_with(*quote));
    match is_quoted {
        true => range.start + 1..range.end - 1,
        false => range,
    }
}

/// Returns a value without the header of a block scalar, such as `|-`, and the line break after it.
fn without_header(text: &str, range: Range<usize>) -> Range<usize> {
    let value = &text[range.clone()];
    let line = value.find('\n').unwrap_or(value.len());
    match value.starts_with(['|', '>']) && value[..line].trim_end().len() <= 3 {
        true => {
            let below = &value[line..];
            let start = range.start + line + (below.len() - below.trim_start().len());
            start..range.end
        }
        false => range,
    }
}

/// Reads the lines of a text, and the deciding fields of each mapping.
fn read_lines(text: &str) -> (Vec<Line>, Vec<Map<String, Value>>) {
    let mut lines = Vec::new();
    let mut fields: Vec<Map<String, Value>> = Vec::new();
    // The column and the position of each open mapping.
    let mut open: Vec<(usize, usize)> = Vec::new();
    // The `data` of the line above, and its mapping.
    let mut data: Option<(&str, usize)> = None;
    let mut start = 0;
    for written in text.split_inclusive('\n') {
        let line_start = start;
        start += written.len();
        let Some(mut line) = read_line(text, line_start..start) else {
            continue;
        };
        if line.is_separator {
            open.clear();
        }
        if let Some(dash) = line.dash {
            // What is indented as deep as the field above it is its list.
            if let Some((field, mapping)) = data.take().filter(|(_, mapping)| {
                let is_open = |(_, open): &(usize, usize)| open == mapping;
                open.last().is_some_and(is_open)
            }) && let Some(fields) = fields.get_mut(mapping)
            {
                fields.remove(field);
            }
            while open.pop_if(|(column, _)| *column > dash).is_some() {}
        }
        if let (Some(key), false) = (&line.key, line.is_comment) {
            while open.pop_if(|(column, _)| *column > line.column).is_some() {}
            line.mapping = match open.last() {
                Some((column, mapping)) if *column == line.column => *mapping,
                _ => {
                    open.push((line.column, fields.len()));
                    fields.push(Map::new());
                    fields.len() - 1
                }
            };
            let name = &text[key.clone()];
            data = (siblings::is_data_name(name) && line.value.is_empty())
                .then_some((name, line.mapping));
            if let Some(fields) = fields.get_mut(line.mapping) {
                siblings::add(
                    fields,
                    &text[key.clone()],
                    scalar(&text[line.value.clone()]),
                );
            }
        }
        lines.push(line);
    }
    (lines, fields)
}

/// Returns a value without its quotes and the comment after it.
fn scalar(value: &str) -> &str {
    if let Some(quote @ ('"' | '\'')) = value.chars().next() {
        let inner = &value[1..];
        return inner.split(quote).next().unwrap_or(inner);
    }
    match value.starts_with('#') {
        true => "",
        false => value.split(" #").next().unwrap_or(value).trim_end(),
    }
}

/// Reads a line; `None` when it is blank or only a template action.
fn read_line(text: &str, range: Range<usize>) -> Option<Line> {
    let written = text[range.clone()].trim_end();
    let content = written.trim_start();
    let is_action =
        content.starts_with("{{") && content.ends_with("}}") && !content.contains("}}:");
    if content.is_empty() || is_action {
        return None;
    }
    let mut at = range.start + (written.len() - content.len());
    let end = range.start + written.len();
    let mut line = Line {
        column: at - range.start,
        dash: None,
        key: None,
        value: at..end,
        mapping: usize::MAX,
        is_comment: content.starts_with(['#', ';']) || content.starts_with("//"),
        is_separator: content == "---" || content.starts_with("--- "),
    };
    let skipped: &[char] = match line.is_comment {
        true => &['#', ';', '/', ' ', '\t', '-'],
        false => &[],
    };
    let rest = text[at..end].trim_start_matches(skipped);
    at = end - rest.len();
    while let Some(rest) = text[at..end]
        .strip_prefix("- ")
        .filter(|_| !line.is_comment)
    {
        line.dash.get_or_insert(at - range.start);
        at = end - rest.trim_start().len();
    }
    if !line.is_comment {
        if &text[at..end] == "-" {
            line.dash.get_or_insert(at - range.start);
            at = end;
        }
        line.column = at - range.start;
    }
    line.value = at..end;
    if let Some((key, value)) = split_field(&text[at..end]) {
        line.key = Some(at + key.start..at + key.end);
        line.value = at + value..end;
    }
    Some(line)
}

/// Splits `key: value`, where the key is quoted or a single word, into the position of the key and of the value.
fn split_field(content: &str) -> Option<(Range<usize>, usize)> {
    let key = match content.chars().next()? {
        quote @ ('"' | '\'') => 1..1 + content[1..].find(quote)?,
        _ => {
            let is_end = |(at, _): &(usize, &str)| {
                let next = content[at + 1..].chars().next();
                next.is_none_or(char::is_whitespace)
            };
            0..content.match_indices(':').find(is_end)?.0
        }
    };
    let name = &content[key.clone()];
    let after = content[key.end..]
        .trim_start_matches(['"', '\''])
        .trim_start();
    let value = after
        .strip_prefix(':')
        .filter(|value| value.is_empty() || value.starts_with([' ', '\t']))?
        .trim_start();
    let is_name = !name.is_empty() && name.len() <= MAX_NAME && !name.contains(char::is_whitespace);
    is_name.then(|| (key, content.len() - value.len()))
}

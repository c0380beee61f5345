//! Scalars after `|` and `>` (`yaml_parser_scan_block_scalar`).

use crate::{YamlError, characters::Characters};

/// Whether the lines of a block scalar are kept or folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// After `|`.
    Literal,
    /// After `>`.
    Folded,
}

/// Which line breaks at the end of a block scalar are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chomping {
    /// With `-`: none.
    Strip,
    /// Without a sign: one.
    Clip,
    /// With `+`: all.
    Keep,
}

/// Reads a block scalar. `parent` is the column of the surrounding block collection; `None` at the root.
pub(super) fn scan(
    characters: &mut Characters<'_>,
    lines: Lines,
    parent: Option<usize>,
) -> Result<String, YamlError> {
    characters.skip();
    let (chomping, increment) = scan_header(characters)?;
    let given_indent = increment.map(|increment| parent.unwrap_or(0) + increment);
    let mut text = String::new();
    let (mut line_break, mut blank_lines) = (String::new(), String::new());
    let indent = scan_indentation(characters, given_indent, parent, &mut blank_lines)?;
    characters.require(1)?;
    let mut is_previous_blank = false;
    while characters.mark().column == indent && !characters.is_end() {
        // A line that starts with white space is not folded.
        let is_blank = characters.is_blank(0);
        if lines == Lines::Folded && !is_previous_blank && !is_blank && line_break == "\n" {
            if blank_lines.is_empty() {
                text.push(' ');
            }
        } else {
            text.push_str(&line_break);
        }
        text.push_str(&blank_lines);
        line_break.clear();
        blank_lines.clear();
        is_previous_blank = is_blank;
        while !characters.is_break_or_end(0) {
            characters.read(&mut text);
            characters.require(1)?;
        }
        characters.require(2)?;
        characters.read_line(&mut line_break)?;
        scan_indentation(characters, Some(indent), parent, &mut blank_lines)?;
    }
    if chomping != Chomping::Strip {
        text.push_str(&line_break);
    }
    if chomping == Chomping::Keep {
        text.push_str(&blank_lines);
    }
    Ok(text)
}

/// Reads what follows `|` or `>` on its line: a sign, an indentation indicator, a comment.
fn scan_header(characters: &mut Characters<'_>) -> Result<(Chomping, Option<usize>), YamlError> {
    let mark = characters.mark();
    characters.require(1)?;
    let mut chomping = scan_chomping(characters);
    characters.require(1)?;
    let increment = match characters.byte(0) {
        b'0' => {
            return Err(mark.error("found an indentation indicator equal to 0"));
        }
        digit @ b'1'..=b'9' => {
            characters.skip();
            characters.require(1)?;
            Some(usize::from(digit - b'0'))
        }
        _ => None,
    };
    if chomping.is_none() && increment.is_some() {
        chomping = scan_chomping(characters);
    }
    characters.skip_blanks()?;
    characters.skip_comment()?;
    if !characters.is_break_or_end(0) {
        return Err(mark.error("did not find expected comment or line break"));
    }
    characters.skip_line()?;
    Ok((chomping.unwrap_or(Chomping::Clip), increment))
}

fn scan_chomping(characters: &mut Characters<'_>) -> Option<Chomping> {
    let chomping = match characters.byte(0) {
        b'+' => Chomping::Keep,
        b'-' => Chomping::Strip,
        _ => return None,
    };
    characters.skip();
    Some(chomping)
}

/// Reads blank lines and the indentation of the next line. Returns the indentation of the scalar: `indent`, or what the
/// deepest of these lines has.
fn scan_indentation(
    characters: &mut Characters<'_>,
    indent: Option<usize>,
    parent: Option<usize>,
    blank_lines: &mut String,
) -> Result<usize, YamlError> {
    let mut deepest = 0;
    let is_left = |column| indent.is_none_or(|indent| column < indent);
    loop {
        characters.require(1)?;
        while is_left(characters.mark().column) && characters.is(b' ') {
            characters.skip();
            characters.require(1)?;
        }
        deepest = deepest.max(characters.mark().column);
        if is_left(characters.mark().column) && characters.is(b'\t') {
            return Err(characters
                .mark()
                .error("found a tab character where an indentation space is expected"));
        }
        if !characters.is_break(0) {
            break;
        }
        characters.require(2)?;
        characters.read_line(blank_lines)?;
    }
    let least = parent.map_or(1, |parent| parent + 1);
    Ok(indent.unwrap_or(deepest.max(least)))
}

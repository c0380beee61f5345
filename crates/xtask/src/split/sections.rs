//! Reads the sections of a WebAssembly file. <https://webassembly.github.io/spec/core/binary/modules.html#sections>

/// The length of the magic number and the version.
const HEADER: usize = 8;

/// The file is truncated, or is not WebAssembly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not WebAssembly, or it is cut off")]
pub struct Malformed;

/// A section: all of its bytes, and its content without the header.
struct Section<'a> {
    whole: &'a [u8],
    content: &'a [u8],
}

impl Section<'_> {
    fn is_custom(&self) -> bool {
        self.whole.first() == Some(&0)
    }

    /// Returns the name of a custom section.
    fn name(&self) -> Option<&[u8]> {
        let (length, rest) = number(self.content)?;
        rest.get(..length)
    }
}

/// Returns the file without its custom sections: names, relocations, and others that browsers do not read.
pub(super) fn without_custom_sections(wasm: &[u8]) -> Result<Vec<u8>, Malformed> {
    let mut kept = wasm.get(..HEADER).ok_or(Malformed)?.to_vec();
    for section in sections(wasm)? {
        if !section.is_custom() {
            kept.extend_from_slice(section.whole);
        }
    }
    Ok(kept)
}

/// Returns whether the file has relocations of its code.
pub(super) fn has_relocations(wasm: &[u8]) -> Result<bool, Malformed> {
    let sections = sections(wasm)?;
    let mut custom = sections.iter().filter(|section| section.is_custom());
    Ok(custom.any(|section| section.name() == Some(b"reloc.CODE")))
}

fn sections(wasm: &[u8]) -> Result<Vec<Section<'_>>, Malformed> {
    if !wasm.starts_with(b"\0asm") {
        return Err(Malformed);
    }
    let mut rest = wasm.get(HEADER..).ok_or(Malformed)?;
    let mut sections = Vec::new();
    while let Some((_, after)) = rest.split_first() {
        let (length, body) = number(after).ok_or(Malformed)?;
        let content = body.get(..length).ok_or(Malformed)?;
        let end = rest.len() - body.len() + length;
        let (whole, next) = rest.split_at(end);
        sections.push(Section { whole, content });
        rest = next;
    }
    Ok(sections)
}

/// Parses an unsigned LEB128 number of 32 bits; returns it and the bytes after it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut number = 0;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        number |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((number, &bytes[index + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &[u8] = b"\0asm\x01\0\0\0";

    fn wasm(sections: &[&[u8]]) -> Vec<u8> {
        [START, &sections.concat()].concat()
    }

    #[test]
    fn custom_sections_are_removed_and_others_unchanged() {
        // A length may be encoded in more bytes than necessary.
        let (code, data) = (&[10, 0x82, 0x00, 1, 2][..], &[11, 1, 9][..]);
        let whole = wasm(&[&[0, 3, 2, b'h', b'i'], code, &[0, 1, 0], data]);
        assert_eq!(without_custom_sections(&whole), Ok(wasm(&[code, data])));
    }

    #[test]
    fn relocations_are_recognised_by_the_name_of_their_section() {
        let named = wasm(&[b"\x00\x0c\x0areloc.CODE\x05"]);
        assert_eq!(has_relocations(&named), Ok(true));
        assert_eq!(has_relocations(&wasm(&[b"\x00\x05\x04name"])), Ok(false));
        // The same bytes in a section that is not custom are data.
        assert_eq!(
            has_relocations(&wasm(&[b"\x0b\x0b\x0areloc.CODE"])),
            Ok(false)
        );
    }

    #[test]
    fn truncated_and_other_files_are_malformed() {
        let whole = wasm(&[&[10, 2, 1, 2]]);
        for wrong in [
            &whole[..whole.len() - 1],
            &whole[..9],
            &START[..6],
            b"<html>",
        ] {
            assert_eq!(without_custom_sections(wrong), Err(Malformed), "{wrong:?}");
        }
    }
}

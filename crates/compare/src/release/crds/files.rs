//! The `crds/` files of a chart, and the documents in them.

use astern_ledger::{Chart, ChartFile};

/// Returns the files from which Helm reads definitions: under `crds/`, named `.yaml`, `.yml` or `.json`. Source:
/// `CRDObjects`.
pub(super) fn crd_files(chart: &Chart) -> impl Iterator<Item = &ChartFile> {
    chart.files.iter().filter(|file| {
        let extension = file
            .name
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension);
        file.name.starts_with("crds/")
            && ["yaml", "yml", "json"]
                .iter()
                .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Returns the text of a file.
pub(super) fn text(file: &ChartFile) -> Result<String, &'static str> {
    let bytes = file
        .data
        .as_ref()
        .ok_or("the record does not keep its content")?;
    let bytes = bytes
        .bytes()
        .ok_or("its content in the record is not base64")?;
    String::from_utf8(bytes).map_err(|_| "it is not text in UTF-8")
}

/// Splits a file into its documents. `---` at the start of a line always ends a document, so each can be parsed by itself.
pub(super) fn split(text: &str) -> Vec<&str> {
    let mut documents = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if at > start && is_separator(line) {
            documents.push(&text[start..at]);
            start = at;
        }
        at += line.len();
    }
    documents.push(&text[start..]);
    documents
}

fn is_separator(line: &str) -> bool {
    line.strip_prefix("---")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

/// Counts the definitions in a text by its lines, without parsing: for files that are identical on both sides.
pub(super) fn count_definitions(text: &str) -> usize {
    let is_definition = |line: &&str| {
        line.strip_prefix("kind:").is_some_and(|kind| {
            let kind = kind.split('#').next().unwrap_or_default();
            kind.trim().trim_matches(['"', '\'']) == super::definition::KIND
        })
    };
    match text.trim_start().starts_with('{') {
        true => 1,
        false => text.lines().filter(is_definition).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_end_at_their_separators() {
        assert_eq!(
            split("a: 1\n---\nb: |\n  ---\n--- # c\nc: 1"),
            ["a: 1\n", "---\nb: |\n  ---\n", "--- # c\nc: 1"]
        );
        assert_eq!(split(""), [""]);
        assert_eq!(split("---\na: 1\n"), ["---\na: 1\n"]);
    }

    #[test]
    fn definitions_are_counted_by_their_kind() {
        let text = "kind: CustomResourceDefinition\n---\nkind: 'CustomResourceDefinition' # two\nspec:\n  kind: CustomResourceDefinition\n---\nkind: ConfigMap\n";
        assert_eq!(count_definitions(text), 2);
        assert_eq!(
            count_definitions("{\"kind\": \"CustomResourceDefinition\"}"),
            1
        );
    }
}

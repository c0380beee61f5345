//! A table of text whose columns are as wide as their widest cell.

use std::fmt;

use astern_wording::visible_line;

/// A heading and rows, of `N` cells each.
pub(super) struct Table<const N: usize>(Vec<[String; N]>);

impl<const N: usize> Table<N> {
    /// A table without rows.
    pub(super) fn new(heading: [&str; N]) -> Self {
        Self(vec![heading.map(str::to_owned)])
    }

    /// Adds a row. Line breaks become spaces, and characters that are not shown numbers.
    pub(super) fn row(&mut self, cells: [&str; N]) {
        self.0
            .push(cells.map(|cell| visible_line(cell).into_owned()));
    }
}

impl<const N: usize> fmt::Display for Table<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: usize| {
            self.0
                .iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or_default()
        };
        let widths: Vec<usize> = (0..N).map(width).collect();
        for row in &self.0 {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                line.push_str(&format!("{cell:width$}  "));
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_without_trailing_spaces() {
        let mut table = Table::new(["A", "LONGER"]);
        table.row(["wide cell", "x\x1b[31m\ny"]);
        assert_eq!(
            table.to_string(),
            "A          LONGER\nwide cell  x<U+001B>[31m y\n"
        );
    }
}

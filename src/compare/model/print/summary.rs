//! What a print holds and leaves out, in words.

use super::{Collapsible, Layout, Number, PrintSummary};
use crate::words::count;

impl PrintSummary {
    /// What it holds of the objects and hooks, in a sentence.
    pub fn holds(&self) -> String {
        let Self {
            in_full,
            by_name,
            too_long,
            hooks,
            ..
        } = self;
        let all = count(in_full.items + by_name.items + too_long.items, "object");
        let whole = by_name.items + too_long.items == 0;
        let mut said = match whole {
            true => all,
            false => format!("{} of {all}", in_full.items),
        };
        said = format!("This print holds {said} in full, with {}", fields(*in_full));
        if by_name.items > 0 {
            said += &format!(", {} more by name", by_name.items);
        }
        if hooks.items > 0 {
            said += &format!(
                ", and {} with {}",
                count(hooks.items, "hook"),
                fields(*hooks)
            );
        }
        said + "."
    }

    /// What it leaves out, each as a part of a sentence.
    pub fn leaves_out(&self) -> Vec<String> {
        let mut said = Vec::new();
        let mut say = |number: usize, what: String| said.extend((number > 0).then_some(what));
        let Self {
            by_name,
            too_long,
            hooks_out,
            ..
        } = self;
        let objects = count(too_long.items, "object");
        say(
            too_long.items,
            format!(
                "{objects} with {}, since the print would be too long",
                fields(*too_long)
            ),
        );
        say(
            by_name.fields,
            format!("{} of the objects that are there by name", fields(*by_name)),
        );
        let hooks = count(hooks_out.items, "hook");
        say(
            hooks_out.items,
            format!("{} in {hooks}", fields(*hooks_out)),
        );
        let objects = count(self.noise_only_out, "object");
        say(
            self.noise_only_out,
            format!("{objects} of which only version labels differ"),
        );
        let hooks = count(self.noise_only_hooks_out, "hook");
        say(
            self.noise_only_hooks_out,
            format!("{hooks} of which only version labels differ"),
        );
        let labels = count(self.noise_fields_out, "version label");
        say(
            self.noise_fields_out,
            format!("{labels} in all objects and hooks"),
        );
        for (part, number) in &self.closed {
            say(*number, closed(*part, *number));
        }
        let lines = count(self.lines_out, "line");
        say(
            self.lines_out,
            match self.layout {
                Layout::Fields => format!("{lines}, since fields only were chosen"),
                Layout::Unified | Layout::Split => {
                    format!("{lines} in folds, where nothing or only a version label differs")
                }
            },
        );
        said
    }
}

fn fields(number: Number) -> String {
    count(number.fields, "field")
}

fn closed(part: Collapsible, number: usize) -> String {
    match part {
        Collapsible::Defaults => format!("{} of the chart", count(number, "changed default")),
        Collapsible::Effective => {
            format!(
                "{} as the templates were given them",
                count(number, "changed value")
            )
        }
        Collapsible::NoiseOnly => count(number, "object"),
        Collapsible::Unmanaged => format!("{} that others than helm added", count(number, "field")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_print_says_what_it_holds_and_what_not() {
        let number = |items, fields| Number { items, fields };
        let paper = PrintSummary {
            in_full: number(4, 12),
            by_name: number(20, 1303),
            hooks: number(1, 2),
            noise_only_out: 81,
            noise_fields_out: 236,
            lines_out: 1,
            closed: vec![(Collapsible::Defaults, 57), (Collapsible::Effective, 1)],
            ..PrintSummary::default()
        };
        assert_eq!(
            paper.holds(),
            "This print holds 4 of 24 objects in full, with 12 fields, 20 more by name, and 1 hook with 2 fields."
        );
        assert_eq!(
            paper.leaves_out(),
            [
                "1303 fields of the objects that are there by name",
                "81 objects of which only version labels differ",
                "236 version labels in all objects and hooks",
                "57 changed defaults of the chart",
                "1 changed value as the templates were given them",
                "1 line in folds, where nothing or only a version label differs",
            ]
        );
        let whole = PrintSummary {
            in_full: number(1, 0),
            ..PrintSummary::default()
        };
        assert_eq!(
            whole.holds(),
            "This print holds 1 object in full, with 0 fields."
        );
        assert!(whole.leaves_out().is_empty());
    }
}

//! What a print holds and leaves out, as numbers and in words.

use astern_wording::count;

use super::block::Collapsible;
use super::view_options::Layout;

/// What a print holds and leaves out.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct PrintSummary {
    /// The objects that are printed in full, without those in which only noise differs.
    pub in_full: ItemCount,
    /// The objects of which only a heading or a row of a group is printed.
    pub by_name: ItemCount,
    /// The objects that would make the print too long.
    pub too_long: ItemCount,
    /// The hooks that are printed in full.
    pub hooks: ItemCount,
    /// The hooks of which only a heading is printed, or nothing because the print would be too long.
    pub hooks_by_name: ItemCount,
    /// The objects in which only noise differs and that are not printed.
    pub omitted_noise_objects: usize,
    /// The hooks in which only noise differs and that are not printed.
    pub omitted_noise_hooks: usize,
    /// The changed fields that are noise and not printed, in objects and hooks.
    pub omitted_noise_fields: usize,
    /// The lines that are not printed, of items that are printed in full: those that are folded or, in [`Layout::Fields`], all.
    pub omitted_lines: usize,
    /// How lines are laid out.
    pub layout: Layout,
    /// The parts that are closed on the page, with the number of their entries.
    pub closed: Vec<(Collapsible, usize)>,
}

/// A number of items, and the number of their changed fields.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct ItemCount {
    /// The items.
    pub items: usize,
    /// The changed fields that are shown.
    pub fields: usize,
}

impl ItemCount {
    /// Adds an item with that many changed fields.
    pub fn add(&mut self, fields: usize) {
        self.items += 1;
        self.fields += fields;
    }
}

impl PrintSummary {
    /// A sentence that says which objects and hooks the print holds.
    pub fn included(&self) -> String {
        let Self {
            in_full,
            by_name,
            too_long,
            hooks,
            ..
        } = self;
        let all = count(in_full.items + by_name.items + too_long.items, "object");
        let whole = by_name.items + too_long.items == 0;
        let objects = match whole {
            true => all,
            false => format!("{} of {all}", in_full.items),
        };
        let mut sentence = format!(
            "This print holds {objects} in full, with {}",
            fields(*in_full)
        );
        if by_name.items > 0 {
            sentence += &format!(", {} more by name", by_name.items);
        }
        if hooks.items > 0 {
            sentence += &format!(
                ", and {} with {}",
                count(hooks.items, "hook"),
                fields(*hooks)
            );
        }
        sentence + "."
    }

    /// What the print leaves out, each as a part of a sentence.
    pub fn omitted(&self) -> Vec<String> {
        let mut omitted = Vec::new();
        let mut add = |number: usize, text: String| omitted.extend((number > 0).then_some(text));
        let Self {
            by_name,
            too_long,
            hooks_by_name,
            ..
        } = self;
        let objects = count(too_long.items, "object");
        add(
            too_long.items,
            format!(
                "{objects} with {}, since the print would be too long",
                fields(*too_long)
            ),
        );
        add(
            by_name.fields,
            format!("{} of the objects that are there by name", fields(*by_name)),
        );
        let hooks = count(hooks_by_name.items, "hook");
        add(
            hooks_by_name.items,
            format!("{} in {hooks}", fields(*hooks_by_name)),
        );
        let objects = count(self.omitted_noise_objects, "object");
        add(
            self.omitted_noise_objects,
            format!("{objects} of which only version labels differ"),
        );
        let hooks = count(self.omitted_noise_hooks, "hook");
        add(
            self.omitted_noise_hooks,
            format!("{hooks} of which only version labels differ"),
        );
        let labels = count(self.omitted_noise_fields, "version label");
        add(
            self.omitted_noise_fields,
            format!("{labels} in all objects and hooks"),
        );
        for (part, number) in &self.closed {
            add(*number, closed_part(*part, *number));
        }
        let lines = count(self.omitted_lines, "line");
        add(
            self.omitted_lines,
            match self.layout {
                Layout::Fields => format!("{lines}, since fields only were chosen"),
                Layout::Unified | Layout::Split => {
                    format!("{lines} in folds, where nothing or only a version label differs")
                }
            },
        );
        omitted
    }
}

fn fields(number: ItemCount) -> String {
    count(number.fields, "field")
}

fn closed_part(part: Collapsible, number: usize) -> String {
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
    fn a_print_says_what_it_holds_and_what_it_leaves_out() {
        let number = |items, fields| ItemCount { items, fields };
        let summary = PrintSummary {
            in_full: number(4, 12),
            by_name: number(20, 1303),
            hooks: number(1, 2),
            omitted_noise_objects: 81,
            omitted_noise_fields: 236,
            omitted_lines: 1,
            closed: vec![(Collapsible::Defaults, 57), (Collapsible::Effective, 1)],
            ..PrintSummary::default()
        };
        assert_eq!(
            summary.included(),
            "This print holds 4 of 24 objects in full, with 12 fields, 20 more by name, and 1 hook with 2 fields."
        );
        assert_eq!(
            summary.omitted(),
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
            whole.included(),
            "This print holds 1 object in full, with 0 fields."
        );
        assert!(whole.omitted().is_empty());
    }
}

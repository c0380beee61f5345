//! Seeing what is hidden: one value at a time, for a person who asked.

use astern_compare::{FieldChange, FieldPath, Side, Sides, effective_values, reveal_setting};
use astern_ledger::Release;
use astern_masking::{Mask, Masking, Revealed};
use serde_json::{Map, Value};

use super::{FIELDS, Item, Owner, PageModel, Report, ValueList};

impl PageModel {
    /// A field's value.
    pub fn reveal(&self, owner: Owner, field: &FieldChange, side: Side) -> Option<Revealed> {
        match owner {
            Owner::Item(item) => self.change(item)?.reveal(field, side),
            Owner::Values(list) => self.report.reveal(list, field, side),
        }
    }

    /// A value that is hidden in an object that came or went as a whole.
    pub fn reveal_at(&self, item: Item, path: &FieldPath, side: Side) -> Option<Revealed> {
        self.change(item)?.reveal_at(path, side)
    }

    /// What is under a mask in a text of the page.
    pub fn reveal_under(&self, owner: Owner, mask: Mask, side: Side) -> Option<Revealed> {
        let masking = &self.masking;
        match owner {
            Owner::Item(Item::Notes) => self.report.reveal_under_in_notes(mask, side, masking),
            Owner::Item(item) => self.change(item)?.reveal_under(mask, side, masking),
            Owner::Values(list) => self.report.reveal_under(list, mask, side, masking),
        }
    }

    /// Where values are hidden in an object that came or went as a whole, as far as its lines have been compared: those of
    /// one block.
    pub fn hidden_rows(&self, item: Item, chunk: u32) -> &[FieldPath] {
        let all = self.state(item).map_or(&[][..], |state| &state.hidden);
        let start = (chunk as usize * FIELDS).min(all.len());
        &all[start..(start + FIELDS).min(all.len())]
    }
}

impl Report {
    fn reveal(&self, list: ValueList, field: &FieldChange, side: Side) -> Option<Revealed> {
        let releases = self.releases()?;
        let (from, to) = (settings(list, &releases.from), settings(list, &releases.to));
        let settings = Sides {
            from: from.as_ref(),
            to: to.as_ref(),
        };
        reveal_setting(settings, field, side)
    }

    fn reveal_under(
        &self,
        list: ValueList,
        mask: Mask,
        side: Side,
        masking: &Masking,
    ) -> Option<Revealed> {
        let settings = settings(list, self.releases()?.get(side))?;
        masking.reveal_in_values(mask, &settings)
    }

    fn reveal_under_in_notes(&self, mask: Mask, side: Side, masking: &Masking) -> Option<Revealed> {
        let notes = self.releases()?.get(side).info.notes.as_deref()?;
        masking.reveal_in_text(mask, notes)
    }
}

/// The settings of a revision that a list of values is about.
fn settings(list: ValueList, release: &Release) -> Option<Map<String, Value>> {
    match list {
        ValueList::Set => release.config.clone(),
        ValueList::Defaults => release.chart.values.clone(),
        ValueList::Effective => Some(effective_values(release)),
    }
}

//! Revealing hidden values, one at a time.

use astern_compare::{FieldChange, MaskedPath, Side, Sides, effective_values, reveal_value};
use astern_ledger::Release;
use astern_masking::{Mask, Revealed};
use serde_json::{Map, Value};

use super::block::{Item, Owner, ValueList};
use super::page_model::PageModel;
use super::report::Report;

impl PageModel {
    /// The value of a changed field.
    pub fn reveal(&self, owner: Owner, field: &FieldChange, side: Side) -> Option<Revealed> {
        match owner {
            Owner::Item(item) => self.change(item)?.reveal(field, side),
            Owner::Values(list) => self.report.reveal(list, field, side),
        }
    }

    /// The value at a path of an object that was added or removed.
    pub fn reveal_at(&self, item: Item, path: &MaskedPath, side: Side) -> Option<Revealed> {
        self.change(item)?.reveal_at(path, side)
    }

    /// The value under a mask in a text of the page.
    pub fn reveal_mask(&self, owner: Owner, mask: Mask, side: Side) -> Option<Revealed> {
        match owner {
            Owner::Item(Item::Notes) => self.report.reveal_mask_in_notes(mask, side),
            Owner::Item(item) => self.change(item)?.reveal_mask(mask, side),
            Owner::Values(list) => self.report.reveal_mask(list, mask, side),
        }
    }
}

impl Report {
    fn reveal(&self, list: ValueList, field: &FieldChange, side: Side) -> Option<Revealed> {
        let releases = self.releases()?;
        let (from, to) = (
            values_of(list, &releases.from),
            values_of(list, &releases.to),
        );
        let values = Sides {
            from: from.as_ref(),
            to: to.as_ref(),
        };
        reveal_value(values, field, side)
    }

    fn reveal_mask(&self, list: ValueList, mask: Mask, side: Side) -> Option<Revealed> {
        let values = values_of(list, self.releases()?.get(side))?;
        self.comparison()?.masking().reveal_in_values(mask, &values)
    }

    fn reveal_mask_in_notes(&self, mask: Mask, side: Side) -> Option<Revealed> {
        let notes = self.releases()?.get(side).info.notes.as_deref()?;
        self.comparison()?.masking().reveal_in_text(mask, notes)
    }
}

/// The values of a revision that a list of values compares.
fn values_of(list: ValueList, release: &Release) -> Option<Map<String, Value>> {
    match list {
        ValueList::Set => release.config.clone(),
        ValueList::UsedDefaults | ValueList::Defaults => release.chart.values.clone(),
        ValueList::Effective => Some(effective_values(release)),
    }
}

//! The texts about an item beside its fields and lines.

use astern_compare::{Change, FieldPath, Restart};
use astern_wording::visible;

use super::block::{Item, Section};
use super::page_model::PageModel;
use super::view_options::NoiseView;

/// How something changed: a word, and the sign that stands for it in a list.
pub fn change_label(change: Change) -> (&'static str, &'static str) {
    match change {
        Change::Added => ("added", "+"),
        Change::Removed => ("removed", "−"),
        Change::Changed => ("changed", "~"),
        Change::Reordered => ("reordered", "~"),
    }
}

impl PageModel {
    /// What an item is called.
    pub fn item_name(&self, item: Item) -> String {
        match (item, self.change(item)) {
            (_, Some(change)) => visible(&change.id.to_string()).into_owned(),
            (Item::Group(group), None) => self.group_name(group),
            (_, None) => "the notes".to_owned(),
        }
    }

    /// The restart that the change of an item causes.
    pub fn restart(&self, item: Item) -> Option<&Restart> {
        let Item::Object(_) = item else { return None };
        let id = &self.change(item)?.id;
        let restarts = &self.report.comparison()?.effects.restarts;
        restarts.iter().find(|restart| restart.object == *id)
    }

    /// The section of an object in a comparison with the cluster; `None` for two recorded revisions.
    pub fn live_section(&self, item: Item) -> Option<Section> {
        let (drift, Item::Object(index)) = (self.report.drift()?, item) else {
            return None;
        };
        let index = index as usize;
        Some(if index < drift.objects.len() {
            Section::Differs
        } else if index < drift.objects.len() + drift.missing.len() {
            Section::Missing
        } else {
            Section::Leftover
        })
    }

    /// How an item differs, as a label.
    pub fn change_label(&self, item: Item) -> &'static str {
        match (
            self.live_section(item),
            self.change(item).map(|change| change.change),
        ) {
            (Some(Section::Missing), _) => "missing",
            (Some(Section::Leftover), _) => "left over",
            (_, change) => change_label(change.unwrap_or(Change::Changed)).0,
        }
    }

    /// Further remarks about the change of an item, one a line.
    pub fn remarks(&self, item: Item) -> Vec<String> {
        let mut remarks = Vec::new();
        let Some(change) = self.change(item) else {
            return remarks;
        };
        if let Some(old) = &change.renamed_from {
            remarks.push(format!(
                "Renamed from {old}. Kubernetes deletes the one and makes the other."
            ));
        }
        if let (Some(old), Some(new)) = (&change.api_version.from, &change.api_version.to)
            && old != new
        {
            remarks.push(format!("API version {old} → {new}"));
        }
        if let (Item::Hook(index), Some(drift)) = (item, self.report.drift())
            && let Some(hook) = drift.hooks.get(index as usize)
            && hook.ran_for.is_none()
        {
            remarks.push(format!(
                "Helm has not run it for revision {}. What is in the cluster is of another revision's run, so it is no drift.",
                drift.revision
            ));
        }
        if let Some(drift) = self.report.object_drift(item) {
            let noise = |path: &FieldPath| {
                let mut fields = change.fields.iter();
                fields.any(|field| field.path == *path && field.noise.is_some())
            };
            let all = self.options.noise == NoiseView::Shown;
            let writers = drift
                .writers
                .iter()
                .filter(|field| all || !noise(&field.path));
            remarks.extend(writers.map(|field| {
                format!(
                    "{}: {}",
                    field.path,
                    astern_wording::written_by(&field.writer)
                )
            }));
        }
        remarks
    }
}

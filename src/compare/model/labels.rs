//! What is said of a item beside its fields and lines.

use astern_compare::{Change, FieldPath, Restart, Writer, WriterKind};

use super::{Item, NoiseView, PageModel, Section};

impl PageModel {
    /// The restart that follows from a change.
    pub fn restart(&self, item: Item) -> Option<&Restart> {
        let Item::Object(_) = item else { return None };
        let id = &self.change(item)?.id;
        let restarts = &self.report.comparison()?.effects.restarts;
        restarts.iter().find(|restart| restart.object == *id)
    }

    /// In which part of a drift an object is; `None` for two recorded revisions.
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

    /// How a item differs, in a word.
    pub fn change_label(&self, item: Item) -> &'static str {
        match (
            self.live_section(item),
            self.change(item).map(|change| change.change),
        ) {
            (Some(Section::Missing), _) => "missing",
            (Some(Section::Leftover), _) => "left over",
            (_, Some(Change::Added)) => "added",
            (_, Some(Change::Removed)) => "removed",
            (_, Some(Change::Reordered)) => "reordered",
            (_, Some(Change::Changed) | None) => "changed",
        }
    }

    /// What is to be said of a item in a line each.
    pub fn remarks(&self, item: Item) -> Vec<String> {
        let mut notes = Vec::new();
        let Some(change) = self.change(item) else {
            return notes;
        };
        if let Some(old) = &change.renamed_from {
            notes.push(format!(
                "Renamed from {old}. Kubernetes deletes the one and makes the other."
            ));
        }
        if let (Some(old), Some(new)) = (&change.api_version.from, &change.api_version.to)
            && old != new
        {
            notes.push(format!("API version {old} → {new}"));
        }
        if let (Item::Hook(index), Some(drift)) = (item, self.report.drift())
            && let Some(hook) = drift.hooks.get(index as usize)
            && hook.ran_for.is_none()
        {
            notes.push(format!(
                "Helm has not run it for revision {}. What is in the cluster is of another revision's run, so it is no drift.",
                drift.revision
            ));
        }
        if let Some(found) = self.report.found(item) {
            let noise = |path: &FieldPath| {
                let mut fields = change.fields.iter();
                fields.any(|field| field.path == *path && field.noise.is_some())
            };
            let all = self.options.noise == NoiseView::Shown;
            let written = found
                .writers
                .iter()
                .filter(|field| all || !noise(&field.path));
            notes.extend(
                written.map(|field| format!("{}: {}", field.path, written_by(&field.writer))),
            );
        }
        notes
    }
}

/// `written by kubectl-edit (somebody with kubectl), 2026-05-19 21:17:32 UTC`.
pub fn written_by(writer: &Writer) -> String {
    let sort = match writer.kind {
        WriterKind::Helm => "helm",
        WriterKind::Kubectl => "somebody with kubectl",
        WriterKind::Autoscaler => "an autoscaler",
        WriterKind::Other => "another program",
    };
    let time = writer.time.map(crate::words::exact);
    let time = time.map(|time| format!(", {time}")).unwrap_or_default();
    format!("written by {} ({sort}){time}", writer.manager)
}

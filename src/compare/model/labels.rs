//! What is said of a thing beside its fields and lines.

use astern_compare::{Change, FieldPath, Restart, Writer, WriterKind};

use super::{NoiseView, Section, Sheet, Thing};

impl Sheet {
    /// The restart that follows from a change.
    pub fn restart(&self, thing: Thing) -> Option<&Restart> {
        let Thing::Object(_) = thing else { return None };
        let id = &self.change(thing)?.id;
        let restarts = &self.report.comparison()?.effects.restarts;
        restarts.iter().find(|restart| restart.object == *id)
    }

    /// In which part of a drift an object is; `None` for two recorded revisions.
    pub fn live_section(&self, thing: Thing) -> Option<Section> {
        let (drift, Thing::Object(index)) = (self.report.drift()?, thing) else {
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

    /// How a thing differs, in a word.
    pub fn word(&self, thing: Thing) -> &'static str {
        match (
            self.live_section(thing),
            self.change(thing).map(|change| change.change),
        ) {
            (Some(Section::Missing), _) => "missing",
            (Some(Section::Leftover), _) => "left over",
            (_, Some(Change::Added)) => "added",
            (_, Some(Change::Removed)) => "removed",
            (_, Some(Change::Reordered)) => "reordered",
            (_, Some(Change::Changed) | None) => "changed",
        }
    }

    /// What is to be said of a thing in a line each.
    pub fn notes_on(&self, thing: Thing) -> Vec<String> {
        let mut notes = Vec::new();
        let Some(change) = self.change(thing) else {
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
        if let (Thing::Hook(index), Some(drift)) = (thing, self.report.drift())
            && let Some(hook) = drift.hooks.get(index as usize)
            && hook.ran_for.is_none()
        {
            notes.push(format!(
                "Helm has not run it for revision {}. What is in the cluster is of another revision's run, so it is no drift.",
                drift.revision
            ));
        }
        if let Some(found) = self.report.found(thing) {
            let noise = |path: &FieldPath| {
                let mut fields = change.fields.iter();
                fields.any(|field| field.path == *path && field.noise.is_some())
            };
            let all = self.switches.noise == NoiseView::Shown;
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

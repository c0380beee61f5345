//! The sections about why a revision does not run: for each trouble the suspects, with the lines of the comparison.

use astern_diagnosis::{Diagnosis, Finding, Suspect};
use astern_masking::MaskedValue;
use astern_wording::{
    certainty, nothing_matches, other_changes, provenance_note, suspect_reason, suspect_title,
    trouble_heading, who_has_it,
};
use serde_json::Value;

use super::{Item, Section};

/// Returns a section for each trouble.
pub(super) fn sections(diagnosis: &Diagnosis) -> Vec<Section> {
    let findings = diagnosis.findings.iter();
    findings
        .map(|finding| section(diagnosis, finding))
        .collect()
}

fn section(diagnosis: &Diagnosis, finding: &Finding) -> Section {
    let heading = format!("{} ({})", trouble_heading(finding), who_has_it(finding));
    let mut items: Vec<Item> = finding.suspects.iter().map(suspect).collect();
    if !finding.message.is_empty() {
        items.push(Item::Text(format!("Kubernetes says: {}", finding.message)));
    }
    if finding.suspects.is_empty() {
        let sentence = diagnosis.since.map(|since| nothing_matches(since, finding));
        items.push(Item::Text("Nothing that changed explains it.".to_owned()));
        items.extend(sentence.map(Item::Text));
    }
    let others = other_changes(finding);
    items.extend(others.map(|others| Item::Text(format!("{}. {}", others.heading, others.reason))));
    Section::main(heading, items)
}

fn suspect(suspect: &Suspect) -> Item {
    let values = match (shown(suspect.from.as_ref()), shown(suspect.to.as_ref())) {
        (Some(from), Some(to)) => format!(": {from} → {to}"),
        (Some(only), None) | (None, Some(only)) => format!(": {only}"),
        (None, None) => String::new(),
    };
    let provenance = provenance_note(suspect).map(|note| {
        let path = note.path.map(|path| path.to_string());
        format!(" {}{}", note.words, path.unwrap_or_default())
    });
    let line = suspect.line.map(|line| format!(", line {}", line.number));
    Item::Text(format!(
        "{}: {}{values}. {}{} ({}{})",
        certainty(suspect.certainty),
        suspect_title(suspect),
        suspect_reason(suspect),
        provenance.unwrap_or_default(),
        suspect.object,
        line.unwrap_or_default(),
    ))
}

fn shown(value: Option<&MaskedValue>) -> Option<String> {
    Some(match value? {
        MaskedValue::Plain(Value::String(text)) => {
            text.lines().next().unwrap_or_default().to_owned()
        }
        other => other.to_string(),
    })
}

//! A change that may explain why a revision does not run, in words.

use std::cmp::Ordering;

use astern_compare::{Change, FieldPath, Origin};
use astern_diagnosis::{Certainty, Suspect, Why};
use astern_manifest::Quantity;
use astern_masking::MaskedValue;
use serde_json::Value;

use super::field::field_name;
use crate::count;

/// The longest value in a sentence, in characters.
const MAX_VALUE: usize = 60;

/// Returns how sure a suspicion is.
#[must_use]
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::AlmostCertain => "Almost certain",
        Certainty::Possible => "Possible",
        Certainty::AddsTo => "Adds to it",
    }
}

/// Returns what changed, without the values: `CPU request of container web`, `Secret shop-database was removed`.
#[must_use]
pub fn suspect_title(suspect: &Suspect) -> String {
    let id = &suspect.object;
    let object = format!("{} {}", id.kind, id.name);
    let Some(field) = field_name(suspect) else {
        return match suspect.change {
            Change::Removed => format!("{object} was removed"),
            Change::Added => format!("{object} is new"),
            Change::Changed | Change::Reordered => format!("{object} has another name than before"),
        };
    };
    let mut title = match &field.container {
        Some(container) if field.name == "container" => format!("Container {container}"),
        Some(container) => format!("{} of container {container}", capitalized(&field.name)),
        None => capitalized(&field.name),
    };
    if suspect.from.is_none() && suspect.to.is_none() {
        title.push_str(match suspect.change {
            Change::Removed => " was removed",
            Change::Added => " was added",
            Change::Changed => " differs in many places",
            Change::Reordered => " has another order",
        });
    }
    title
}

/// Returns what the revision did, as the end of a sentence about it: `it raised the CPU request from 100m to 64`.
pub(super) fn deed(suspect: &Suspect) -> String {
    let id = &suspect.object;
    let Some(field) = field_name(suspect) else {
        let object = format!("{} {}", id.kind, id.name);
        return match suspect.change {
            Change::Removed => format!("it removed {object}"),
            Change::Added => format!("it added {object}"),
            Change::Changed | Change::Reordered => format!("it renamed what is now {object}"),
        };
    };
    let name = match (&field.container, field.name.as_str()) {
        (Some(container), "container") => format!("container {container}"),
        (_, name) if is_proper(name) => name.to_owned(),
        (_, name) => format!("the {name}"),
    };
    let (from, to) = (text(suspect.from.as_ref()), text(suspect.to.as_ref()));
    let (from, to) = match (field.name.as_str(), from, to) {
        ("image", Some(from), Some(to)) => tags(from, to),
        (_, from, to) => (from, to),
    };
    match (suspect.change, from, to) {
        (Change::Removed, ..) => format!("it removed {name}"),
        (_, Some(from), Some(to)) => match order(&from, &to) {
            Some(Ordering::Greater) => format!("it raised {name} from {from} to {to}"),
            Some(Ordering::Less) => format!("it lowered {name} from {from} to {to}"),
            _ => format!("it changed {name} from {from} to {to}"),
        },
        (Change::Added, _, Some(to)) => format!("it set {name} to {to}"),
        (Change::Added, ..) => format!("it added {name}"),
        _ => format!("it changed {name}"),
    }
}

/// Returns the tags of two images of one repository, else the images.
fn tags(from: String, to: String) -> (Option<String>, Option<String>) {
    match (from.rsplit_once(':'), to.rsplit_once(':')) {
        (Some((name, from)), Some((same, to))) if name == same => {
            (Some(from.to_owned()), Some(to.to_owned()))
        }
        _ => (Some(from), Some(to)),
    }
}

/// Returns the way back of one change: `set web.cpu back to 100m`; `None` where nobody set it.
pub(super) fn undoing(suspect: &Suspect) -> Option<String> {
    let [Origin::Value { path }] = suspect.provenance.as_slice() else {
        return None;
    };
    match (suspect.change, text(suspect.from.as_ref())) {
        (Change::Added, _) => Some(format!("remove `{path}` from your values")),
        (_, Some(from)) => Some(format!("set `{path}` back to {from}")),
        _ => None,
    }
}

/// Where a change comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProvenanceNote {
    /// The words before the path.
    pub words: &'static str,
    /// The path in the values.
    pub path: Option<FieldPath>,
}

/// Returns where a suspect comes from; `None` where that is unknown or not the same for sure.
#[must_use]
pub fn provenance_note(suspect: &Suspect) -> Option<ProvenanceNote> {
    let [origin] = suspect.provenance.as_slice() else {
        return None;
    };
    Some(match origin {
        Origin::Value { path } => ProvenanceNote {
            words: "Set by you: ",
            path: Some(path.clone()),
        },
        Origin::Default { path } => ProvenanceNote {
            words: "Default of the chart: ",
            path: Some(path.clone()),
        },
        Origin::Version => ProvenanceNote {
            words: "It came with the chart's version.",
            path: None,
        },
    })
}

/// Returns why a change is suspected, in a sentence or two.
#[must_use]
pub fn suspect_reason(suspect: &Suspect) -> String {
    let to = text(suspect.to.as_ref());
    let mut reason = match &suspect.why {
        Why::RemovesIt => "What is missing was there before.".to_owned(),
        Why::RefersToIt => "The pods refer to it since this revision.".to_owned(),
        Why::AsksForMore => match to {
            Some(to) => format!("Each pod asks for {to} since this revision."),
            None => "Each pod asks for more since this revision.".to_owned(),
        },
        Why::AllowsLess => "It allows less than before.".to_owned(),
        Why::NarrowsNodes => "It leaves fewer nodes to choose from.".to_owned(),
        Why::MorePods => "More pods look for room. It would not help alone to undo it.".to_owned(),
        Why::NamedInMessage => "What Kubernetes reports names it.".to_owned(),
        Why::NamedInLog { line } => format!("The container's log names it: “{}”.", short(line)),
        Why::DependsOnIt => match suspect.certainty {
            Certainty::AlmostCertain => "What fails depends on it.".to_owned(),
            Certainty::Possible | Certainty::AddsTo => {
                "The container notices it; nothing that could be read says more.".to_owned()
            }
        },
        Why::OnlyChange => "Of all that changed, this container notices nothing else.".to_owned(),
    };
    if suspect.certainty == Certainty::Possible && suspect.why == Why::MorePods {
        reason = "More pods look for room.".to_owned();
    }
    if suspect.more > 0 {
        let more = count(suspect.more, "other field");
        reason.push_str(&format!(" It changes {more} too."));
    }
    reason
}

/// Returns a value on one line.
pub(super) fn text(value: Option<&MaskedValue>) -> Option<String> {
    match value? {
        MaskedValue::Plain(Value::String(text)) => Some(short(text)),
        MaskedValue::Plain(value @ (Value::Number(_) | Value::Bool(_))) => Some(value.to_string()),
        MaskedValue::Plain(_) | MaskedValue::Secret(_) => None,
    }
}

fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(MAX_VALUE).collect();
    if short.len() < text.trim_end().len() {
        short.push('…');
    }
    match short.is_empty() {
        true => "\"\"".to_owned(),
        false => short,
    }
}

fn order(from: &str, to: &str) -> Option<Ordering> {
    let (from, to) = (from.parse::<Quantity>().ok()?, to.parse::<Quantity>().ok()?);
    Some(to.cmp(&from))
}

/// Returns whether a name takes no article: `variable PORT`, `key app.yaml of ConfigMap web`, `runAsUser`.
fn is_proper(name: &str) -> bool {
    ["variable ", "key ", "volume "]
        .iter()
        .any(|word| name.starts_with(word))
        || (!name.contains(' ') && name.chars().any(|c| c.is_ascii_uppercase() || c == '.'))
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    // A field's own name keeps its letters.
    if is_proper(name) && !name.contains(' ') {
        return name.to_owned();
    }
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

//! The suspects of one trouble, ranked, each with how sure it is and a link to its line.

use astern_diagnosis::{Certainty, Finding, Suspect};
use astern_masking::MaskedValue;
use astern_wording::{certainty, provenance_note, suspect_reason, suspect_title};
use leptos::prelude::*;
use serde_json::Value;

use super::follow::Sides;
use super::place::place_link;
use crate::components::{breakable_path, visible_text};

/// Returns the suspects as a list, the likeliest first.
pub fn suspect_list(finding: &Finding, sides: &Sides) -> AnyView {
    let suspects = finding.suspects.iter().map(|one| suspect(one, sides));
    view! {
        <ol class="suspects" aria-label="Suspects, most likely first">{suspects.collect_view()}</ol>
    }
    .into_any()
}

fn suspect(suspect: &Suspect, sides: &Sides) -> AnyView {
    let link = place_link(suspect, sides);
    let link = link.map(|(address, words)| view! { <a href=address>{visible_text(&words)}</a> });
    let bars = match suspect.certainty {
        Certainty::AlmostCertain => ["y", "y", "y"],
        Certainty::Possible => ["y", "y", ""],
        Certainty::AddsTo => ["y", "", ""],
    };
    let bars = bars.map(|class| view! { <i class=class></i> });
    let values = [
        suspect.from.as_ref().map(|value| ("del", shown(value))),
        suspect.to.as_ref().map(|value| ("ins", shown(value))),
    ];
    let has_both = values.iter().all(Option::is_some);
    let [from, to] = values.map(|value| {
        value.map(|(kind, text)| match kind {
            "del" => view! { <del>{visible_text(&text)}</del> }.into_any(),
            _ => view! { <ins>{visible_text(&text)}</ins> }.into_any(),
        })
    });
    let colon = (from.is_some() || to.is_some()).then_some(": ");
    let arrow = has_both.then(|| view! { " "<span class="arrow">"→"</span>" " });
    let note = provenance_note(suspect).map(|note| {
        let path = note.path.map(|path| {
            view! { <code>{breakable_path(&path.to_string())}</code> }
        });
        view! { " "{note.words}{path} }
    });
    view! {
        <li class="suspect">
            <span class="sure"><span aria-hidden="true">{bars.collect_view()}</span>{certainty(suspect.certainty)}</span>
            <div>
                <h4>{visible_text(&suspect_title(suspect))}{colon}{from}{arrow}{to}</h4>
                <p>{visible_text(&suspect_reason(suspect))}{note}</p>
            </div>
            {link}
        </li>
    }
    .into_any()
}

/// The longest value that is shown, in characters; the comparison has the rest.
const MAX_VALUE: usize = 120;

fn shown(value: &MaskedValue) -> String {
    let text = match value {
        MaskedValue::Plain(Value::String(text)) => text.clone(),
        other => other.to_string(),
    };
    let mut shown: String = text.chars().take(MAX_VALUE).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

//! Links to where a comparison shows a suspect.

use astern_diagnosis::{LineNumber, Suspect};
use astern_protocol::{Line, ObjectAnchor, ReleasePage, Route};

use super::follow::Sides;

/// Returns the link and its words: `Line 48 of Deployment/web`. Without a revision to compare with there is no link.
pub fn place_link(suspect: &Suspect, sides: &Sides) -> Option<(String, String)> {
    let line = suspect.line.map(anchor_line);
    let page = ReleasePage::Compare {
        from: sides.from.as_ref()?.revision.into(),
        to: sides.to.revision.into(),
        at: Some(ObjectAnchor {
            object: suspect.object.clone(),
            line,
        }),
    };
    let object = format!("{}/{}", suspect.object.kind, suspect.object.name);
    let words = match suspect.line {
        Some(line) if suspect.path.is_some() => format!("Line {} of {object}", line.number),
        _ => object,
    };
    Some((Route::of(&sides.to, page).to_string(), words))
}

fn anchor_line(line: LineNumber) -> Line {
    match line.side {
        astern_compare::Side::From => Line::Left(line.number),
        astern_compare::Side::To => Line::Right(line.number),
    }
}

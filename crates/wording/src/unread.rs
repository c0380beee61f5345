//! What was not read, and so was not compared: named before anything else is said.

use astern_cluster::PayloadError;
use astern_compare::{
    Change, Comparison, DocumentPlace, Drift, ObjectChange, Side, UnavailableObject, Unread,
    UnreadPiece, UnreadReason, Verdict,
};
use astern_ledger::{DecodeError, RecordPart, Revision};

use crate::{count, count_or_no, list, verb};

/// The largest number of pieces of one revision that a line names; the others are counted.
pub const MAX_NAMED_UNREAD: usize = 3;

/// Returns why a record was not read.
#[must_use]
pub fn why_record_is_unread(error: &PayloadError) -> UnreadReason {
    let reason = error.to_string();
    match error {
        PayloadError::Cluster(_) => UnreadReason::Unavailable(reason),
        PayloadError::Corrupt {
            source: DecodeError::TooLarge | DecodeError::TooManyEntries,
            ..
        } => UnreadReason::OverLimit(reason),
        PayloadError::Empty { .. } | PayloadError::Corrupt { .. } => UnreadReason::Invalid(reason),
    }
}

/// Returns what could not be read of two revisions, one line for each revision. Empty exactly where everything was read.
#[must_use]
pub fn comparison_unread(comparison: &Comparison) -> Vec<String> {
    let hooks = comparison.hooks.iter().map(|hook| &hook.object);
    let has = |change: Change| {
        let mut objects = comparison.objects.iter().chain(hooks.clone());
        objects.any(|object: &ObjectChange| object.change == change)
    };
    lines(&comparison.unread, |side| {
        let (change, word) = match side {
            Side::From => (Change::Added, "added"),
            Side::To => (Change::Removed, "removed"),
        };
        has(change).then_some(word)
    })
}

/// Returns what could not be read of a revision and of the cluster, one line for each of them. Empty exactly where
/// everything was read.
#[must_use]
pub fn drift_unread(drift: &Drift) -> Vec<String> {
    let mut lines = lines(&drift.unread, |_| {
        (!drift.leftover.is_empty()).then_some("left over")
    });
    lines.extend(unavailable(&drift.unavailable));
    lines
}

/// Returns a piece that was not read, and why: `lines 12 to 14 of the manifest, template web/templates/a.yaml: not valid
/// YAML`.
fn unread_piece(unread: &Unread) -> String {
    format!("{}: {}", place(&unread.piece), unread.reason)
}

/// Returns a piece with its revision: `Revision 9, lines 12 to 14 of the manifest: not valid YAML`.
#[must_use]
pub fn unread_with_revision(unread: &Unread) -> String {
    match unread.revision {
        Some(revision) => format!("Revision {revision}, {}", unread_piece(unread)),
        None => unread_piece(unread),
    }
}

/// Returns `at least ` where something was not read, so that a number of differences is a lower bound; else nothing.
#[must_use]
pub fn at_least(verdict: Verdict) -> &'static str {
    match verdict.is_complete() {
        true => "",
        false => "at least ",
    }
}

/// Returns how many differ: `no objects differ`, `2 objects differ`; where something was not read `at least 2 objects
/// differ`, `whether objects differ is not known`.
#[must_use]
pub fn known_to_differ(verdict: Verdict, number: usize, noun: &str) -> String {
    let differ = verb(number, "differs", "differ");
    match (verdict.is_complete(), number) {
        (true, _) => format!("{} {differ}", count_or_no(number, noun)),
        (false, 0) => format!("whether {noun}s differ is not known"),
        (false, _) => format!("at least {} {differ}", count(number, noun)),
    }
}

/// Returns one line for each revision, in the order in which they come. `one_sided` says how objects are listed that only
/// the other side has, if there are any: they may be in a document of this side that was not read.
fn lines(unread: &[Unread], one_sided: impl Fn(Side) -> Option<&'static str>) -> Vec<String> {
    let mut revisions: Vec<Option<Revision>> = Vec::new();
    for piece in unread {
        if !revisions.contains(&piece.revision) {
            revisions.push(piece.revision);
        }
    }
    let line = |revision| {
        let pieces = unread.iter().filter(|piece| piece.revision == revision);
        line(revision, &pieces.collect::<Vec<_>>(), &one_sided)
    };
    revisions.into_iter().map(line).collect()
}

fn line(
    revision: Option<Revision>,
    pieces: &[&Unread],
    one_sided: impl Fn(Side) -> Option<&'static str>,
) -> String {
    let whose = match revision {
        Some(revision) => format!("Revision {revision}"),
        None => "Helm's records".to_owned(),
    };
    let number = |is: fn(&UnreadPiece) -> bool, noun: &str| {
        let number = pieces.iter().filter(|unread| is(&unread.piece)).count();
        (number > 0).then(|| count(number, noun))
    };
    let is_document =
        |piece: &UnreadPiece| matches!(piece, UnreadPiece::Manifest(_) | UnreadPiece::Hook(_));
    let is_further = |piece: &UnreadPiece| matches!(piece, UnreadPiece::FurtherDocuments(_));
    let numbers = [
        pieces
            .iter()
            .any(|unread| unread.piece == UnreadPiece::Record { object: None })
            .then(|| "its record".to_owned()),
        number(
            |piece| matches!(piece, UnreadPiece::Record { object: Some(_) }),
            "record",
        ),
        number(
            |piece| matches!(piece, UnreadPiece::RecordPart { .. }),
            "part of its record",
        ),
        number(is_document, "document"),
        pieces
            .iter()
            .any(|unread| is_further(&unread.piece))
            .then(|| "all documents after them".to_owned()),
        number(
            |piece| matches!(piece, UnreadPiece::CrdFile { .. }),
            "CRD file",
        ),
    ];
    let numbers: Vec<String> = numbers.into_iter().flatten().collect();
    let numbers = list(numbers.iter(), numbers.len());
    let named = named(pieces.iter().map(|unread| match unread.piece {
        UnreadPiece::Record { object: None } => unread.reason.to_string(),
        _ => unread_piece(unread),
    }));
    let mut line = format!("{whose}: {numbers} could not be read: {named}.");
    let may_hold_object = |piece: &UnreadPiece| {
        let is_hooks = *piece
            == UnreadPiece::RecordPart {
                name: RecordPart::Hooks,
            };
        is_document(piece) || is_further(piece) || is_hooks
    };
    let document = pieces.iter().find(|unread| may_hold_object(&unread.piece));
    if let Some(word) = document.and_then(|unread| one_sided(unread.side)) {
        line.push_str(&format!(
            " An object that is listed as {word} may be in there."
        ));
    }
    line
}

/// Returns the objects that the cluster did not give.
fn unavailable(objects: &[UnavailableObject]) -> Option<String> {
    let each = |entry: &UnavailableObject| format!("{}: {}", entry.object, entry.reason);
    (!objects.is_empty()).then(|| {
        format!(
            "The cluster: {} could not be read: {}.",
            count(objects.len(), "object"),
            named(objects.iter().map(each))
        )
    })
}

/// Returns the first pieces, and the number of the others.
fn named(pieces: impl ExactSizeIterator<Item = String>) -> String {
    let more = pieces.len().saturating_sub(MAX_NAMED_UNREAD);
    let mut named: Vec<String> = pieces.take(MAX_NAMED_UNREAD).collect();
    if more > 0 {
        named.push(format!("and {more} more"));
    }
    named.join("; ")
}

fn place(piece: &UnreadPiece) -> String {
    match piece {
        UnreadPiece::Manifest(place) => format!("{} of the manifest{}", range(place), by(place)),
        UnreadPiece::Hook(place) => format!("{} of a hook{}", range(place), by(place)),
        UnreadPiece::CrdFile { file } => file.clone(),
        UnreadPiece::FurtherDocuments(place) => {
            format!(
                "all documents from line {} on{}",
                place.lines.start,
                by(place)
            )
        }
        UnreadPiece::RecordPart { name } => record_part(*name).to_owned(),
        UnreadPiece::Record { object: None } => "its record".to_owned(),
        UnreadPiece::Record {
            object: Some(object),
        } => object.clone(),
    }
}

fn record_part(part: RecordPart) -> &'static str {
    match part {
        RecordPart::Values => "the values",
        RecordPart::Defaults => "the chart's default values",
        RecordPart::Hooks => "the hooks",
        RecordPart::Templates => "the chart's templates",
        RecordPart::Files => "the chart's files, among them its CRDs",
        RecordPart::ChartMetadata => "the chart's metadata",
        RecordPart::Other => "other fields",
    }
}

/// Returns `line 12` or `lines 12 to 14`.
fn range(place: &DocumentPlace) -> String {
    let (first, last) = (place.lines.start, place.lines.end.saturating_sub(1));
    match first < last {
        true => format!("lines {first} to {last}"),
        false => format!("line {first}"),
    }
}

/// Returns the template that rendered a document, where it is known.
fn by(place: &DocumentPlace) -> String {
    let template = place.template.as_deref();
    template
        .map(|template| format!(", template {template}"))
        .unwrap_or_default()
}

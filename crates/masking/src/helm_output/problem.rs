//! What helm's error is about, in parts that are known to be harmless: an object, its fields, and reasons.

use std::fmt;

use super::reason::Reason;
use super::sentences;

/// How many fields are named; a refused object can have hundreds.
const MAX_FIELDS: usize = 3;

/// The longest path that is shown, in bytes.
const MAX_PATH: usize = 200;

/// The phrases after the path of a field, see `field.Error` in `k8s.io/apimachinery`, and `expected` of
/// `structured-merge-diff`.
const AFTER_PATHS: [&str; 10] = [
    ": Invalid value",
    ": Required value",
    ": Unsupported value",
    ": Duplicate value",
    ": Not found",
    ": Forbidden",
    ": Too long",
    ": Too many",
    ": expected ",
    ": field not declared in schema",
];

/// The phrases before the path of a field.
const BEFORE_PATHS: [&str; 2] = ["Go struct field ", "unknown field \""];

/// The phrase before the paths of fields that somebody else manages: `conflict with "kubectl" using apps/v1: .spec.replicas`.
const CONFLICT: &str = "conflict with \"";

/// What stands in the place of a path when the whole patch could not be read.
const PATCH: &str = "patch";

/// What helm's error is about. It is made of names, of paths and of [`Reason`]s only, never of text of the error, so it can
/// be written where more people can read than the Secrets of the release.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Problem {
    kind: Option<String>,
    name: Option<String>,
    fields: Vec<Field>,
    reason: Option<Reason>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Field {
    path: String,
    reason: Reason,
}

impl Problem {
    /// Reads an error that is redacted already.
    pub(super) fn of_redacted(error: &str) -> Self {
        let object =
            objects(error).max_by_key(|object| object.kind.is_some() && object.name.is_some());
        let mut problem = Self {
            kind: object
                .as_ref()
                .and_then(|object| Some(object.kind?.to_owned())),
            name: object
                .as_ref()
                .and_then(|object| Some(object.name?.to_owned())),
            fields: Vec::new(),
            reason: None,
        };
        for field in fields(error) {
            if problem.fields.len() < MAX_FIELDS && !problem.fields.contains(&field) {
                problem.fields.push(field);
            }
        }
        if problem.fields.is_empty() {
            problem.reason = Reason::of_object(error).or_else(|| Reason::of_field(error));
        }
        problem
    }

    /// Whether the error says nothing that is known.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.fields.is_empty() && self.reason.is_none()
    }
}

/// Returns the objects that sentences name. The first of those that are equally precise is wanted, and
/// [`Iterator::max_by_key`] returns the last.
fn objects(error: &str) -> impl Iterator<Item = sentences::Sentence<'_>> {
    let starts = error.char_indices().rev().filter(|(at, c)| {
        c.is_ascii_alphanumeric()
            && !error[..*at]
                .ends_with(|before: char| before.is_ascii_alphanumeric() || before == '.')
    });
    starts
        .filter_map(|(at, _)| sentences::at_start(&error[at..]))
        .filter(|sentence| sentence.kind.is_some() || sentence.name.is_some())
}

/// Returns the fields that the error names, in order.
fn fields(error: &str) -> Vec<Field> {
    let mut found: Vec<(usize, Field)> = Vec::new();
    for phrase in AFTER_PATHS {
        for (at, _) in error.match_indices(phrase) {
            let start = path_start(&error[..at]);
            let message = &error[at..next_field(error, at + phrase.len())];
            found.extend(field(&error[start..at], message).map(|field| (at, field)));
        }
    }
    for phrase in BEFORE_PATHS {
        for (at, _) in error.match_indices(phrase) {
            let start = at + phrase.len();
            let end = error[start..]
                .find(|c: char| !is_in_path(c))
                .map_or(error.len(), |length| start + length);
            // `Go struct field Container.spec.template`: the type of Go is no part of the path.
            let path = match phrase {
                "Go struct field " => error[start..end]
                    .split_once('.')
                    .map_or("", |(_, path)| path),
                _ => &error[start..end],
            };
            found.extend(field(path, error).map(|field| (at, field)));
        }
    }
    for (at, _) in error.match_indices(CONFLICT) {
        let path = error[at..].split_once(": .").map_or("", |(_, path)| path);
        let ends = |c: char| !is_in_path(c) || c == ',';
        let end = path.find(ends).unwrap_or(path.len());
        let path = known_path(&path[..end]);
        let reason = Reason::Conflict;
        found.extend(path.map(|path| (at, Field { path, reason })));
    }
    found.sort_by_key(|(at, _)| *at);
    let mut fields: Vec<Field> = found.into_iter().map(|(_, field)| field).collect();
    if fields.iter().any(|field| field.path != PATCH) {
        fields.retain(|field| field.path != PATCH);
    }
    fields
}

fn field(path: &str, message: &str) -> Option<Field> {
    Some(Field {
        path: known_path(path)?,
        reason: Reason::of_field(message)?,
    })
}

/// Returns a path; `None` for what is none.
fn known_path(path: &str) -> Option<String> {
    let path = path.trim_start_matches('.');
    let starts_with_name = path.starts_with(|c: char| c.is_ascii_alphabetic() || c == '…');
    let is_path = starts_with_name && path.len() <= MAX_PATH && path.chars().all(is_in_path);
    is_path.then(|| path.to_owned())
}

/// Returns where the path at the end of a text starts. A bracket that is not closed in the path opens a list of errors.
fn path_start(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().rev() {
        match c {
            ']' => depth += 1,
            '[' if depth == 0 => return at + 1,
            '[' => depth -= 1,
            // Within brackets it separates the keys of a list item: `ports[containerPort="…",protocol="…"]`.
            ',' if depth == 0 => return at + 1,
            c if !is_in_path(c) => return at + c.len_utf8(),
            _ => {}
        }
    }
    0
}

/// Returns where the message about the next field starts.
fn next_field(error: &str, from: usize) -> usize {
    let starts = AFTER_PATHS
        .iter()
        .filter_map(|phrase| error[from..].find(phrase));
    starts.min().map_or(error.len(), |at| from + at)
}

fn is_in_path(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '.' | '[' | ']' | '_' | '-' | '/' | '=' | '"' | ',' | '…')
}

/// Writes `ConfigMap shop-config: data.port: must be a string`.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for part in [&self.kind, &self.name].into_iter().flatten() {
            write!(f, "{separator}{part}")?;
            separator = " ";
        }
        let mut separator = if separator.is_empty() { "" } else { ": " };
        for Field { path, reason } in &self.fields {
            write!(f, "{separator}{path}: {reason}")?;
            separator = "; ";
        }
        if let Some(reason) = self.reason {
            write!(f, "{separator}{reason}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_by_object_field_and_reason() {
        for (error, expected) in [
            (
                "Error: cannot patch \"c\" with kind ConfigMap: ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: \
                 cannot unmarshal object into Go struct field ConfigMap.data of type string",
                "ConfigMap c: data: must be a string",
            ),
            (
                "failed to create typed patch object (shop/db; /v1, Kind=Secret): .stringData.password: expected string, got …",
                "Secret db: stringData.password: must be a string",
            ),
            (
                "Error: Deployment.apps \"d\" is invalid: [spec.a: Required value, spec.b[0].c: Invalid value: \"…\": field is \
                 immutable]",
                "Deployment d: spec.a: is required; spec.b[0].c: field is immutable",
            ),
            (
                "Apply failed with 1 conflict: conflict with \"kubectl\" using apps/v1: .spec.replicas",
                "spec.replicas: is managed by somebody else",
            ),
            (
                "spec.ports[containerPort=\"…\",protocol=\"…\"].containerPort: expected numeric (int or float), got …",
                "spec.ports[containerPort=\"…\",protocol=\"…\"].containerPort: must be a number",
            ),
            (
                "Error: admission webhook \"policy\" denied the request: …",
                "an admission webhook denied it",
            ),
            ("Error: … …", ""),
        ] {
            let problem = Problem::of_redacted(error);
            assert_eq!(problem.to_string(), expected);
            assert_eq!(problem.is_unknown(), expected.is_empty());
        }
    }
}

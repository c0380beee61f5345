//! The provenance of a changed field: the values whose change explains it.
//!
//! A record does not say which value a template writes into which field, so provenance is inferred: a field changed from
//! the same text to the same text as a value, or contains that text, as an image contains its tag. A change that is likely
//! by chance (a boolean, a small number, a short word that was added or removed) counts only if field and value have the same
//! name. Where several values changed alike, all of them are returned; where none did, none is.

mod origin;
mod value_change;

use std::collections::{BTreeSet, HashMap, HashSet};

use astern_ledger::Release;
use serde_json::{Map, Value};

pub use origin::Origin;

use crate::{
    FieldChange, FieldPath, Segment, Sides,
    budget::Allowance,
    fields::{ClassifiedField, MaskedField},
};
use value_change::{LookupKey, NameMatch, ValueChange};

/// The most origins of one field. More values than that do not tell where it comes from.
const MAX_ORIGINS: usize = 16;

/// All origins of fields, indexed by how their values changed.
#[derive(Debug, Default)]
pub(crate) struct ProvenanceIndex {
    entries: Vec<(ValueChange, Origin)>,
    /// Positions of the entries by how the value changed, in the order of the entries.
    by_change: HashMap<LookupKey, Vec<usize>>,
    /// Positions of the entries by how the value changed and by its name, in the order of the entries.
    by_name: HashMap<(LookupKey, String), Vec<usize>>,
}

impl ProvenanceIndex {
    /// Indexes the values that changed: `set` are the user's, `effective` those that the templates get. Each effective value
    /// comes from the user or from the chart's defaults; they are returned with that as their provenance.
    pub(crate) fn new(
        releases: &Sides<&Release>,
        set: &[FieldChange],
        effective: Vec<MaskedField>,
    ) -> (Self, Vec<FieldChange>) {
        let metadata = releases.map(|release| release.chart.metadata.as_ref());
        let version = metadata.map(|chart| Some(chart?.version.clone()));
        let app_version = metadata.map(|chart| chart?.app_version.clone());
        let mut origins = Self::default();
        let mut add = |change: ValueChange, origin: &Origin| {
            // Most charts use the app version for a tag that is not set.
            origins.add(change.with_absent(&app_version), origin.clone());
            if let Some(change) = change.without_empty() {
                origins.add(change, origin.clone());
            }
            origins.add(change, origin.clone());
        };
        for field in set {
            let path = field.path.clone();
            let change = ValueChange::new(field.change, field.from.as_ref(), field.to.as_ref());
            add(change, &Origin::Value { path });
        }
        let effective = effective.into_iter().map(|field| {
            let path = field.path.shown().clone();
            let source = field.path.source();
            let is_set = |release: &Release| sets(release.config.as_ref(), source);
            let origin = match is_set(releases.from) || is_set(releases.to) {
                true => Origin::Value { path },
                false => Origin::Default { path },
            };
            let change = ValueChange::new(field.change, field.from.as_ref(), field.to.as_ref());
            add(change, &origin);
            FieldChange::from_origin(field, origin)
        });
        let effective = effective.collect();
        for version in [version, app_version] {
            origins.add(ValueChange::from_texts(version), Origin::Version);
        }
        (origins, effective)
    }

    fn add(&mut self, change: ValueChange, origin: Origin) {
        if change.is_unchanged() {
            return;
        }
        let index = self.entries.len();
        let key = change.lookup_key();
        if let Some(name) = origin.path().and_then(name) {
            let same_name = self.by_name.entry((key.clone(), name));
            same_name.or_default().push(index);
        }
        self.by_change.entry(key).or_default().push(index);
        self.entries.push((change, origin));
    }

    /// Returns the origins of a field, at most [`MAX_ORIGINS`]; none for noise, whose kind already names the chart as its
    /// origin. Values of the field's own name are looked at first.
    pub(crate) fn trace(&self, field: &ClassifiedField, allowance: &Allowance) -> Vec<Origin> {
        if field.noise.is_some() {
            return Vec::new();
        }
        let field = &field.field;
        let change = ValueChange::new(field.change, field.from.as_ref(), field.to.as_ref());
        if change.is_unchanged() {
            return Vec::new();
        }
        let key = change.lookup_key();
        let name = name(field.path.source());
        let same_name = name.and_then(|name| self.by_name.get(&(key.clone(), name)));
        let alike = self.by_change.get(&key);
        let same_name = same_name.into_iter().flatten();
        let alike = alike.into_iter().flatten();
        let candidates = same_name
            .map(|index| (*index, NameMatch::Equal))
            .chain(alike.map(|index| (*index, NameMatch::Different)));
        let mut found = BTreeSet::new();
        let mut origins = HashSet::new();
        for (index, name_match) in candidates {
            let Some((value, origin)) = self.entries.get(index) else {
                continue;
            };
            if !allowance.spend(change.size() + value.size(), 1) {
                break;
            }
            if !change.is_explained_by(value, name_match) || origins.contains(origin) {
                continue;
            }
            if found.len() == MAX_ORIGINS {
                allowance.leave_out(1);
                break;
            }
            origins.insert(origin);
            found.insert(index);
        }
        let entries = found
            .into_iter()
            .filter_map(|index| self.entries.get(index));
        entries.map(|(_, origin)| origin.clone()).collect()
    }
}

/// Returns whether the user sets the value at a path, something below it, or a non-mapping above it.
fn sets(config: Option<&Map<String, Value>>, path: &FieldPath) -> bool {
    let Some(mut table) = config else {
        return false;
    };
    for segment in path.segments() {
        let Segment::Key(key) = segment else {
            return true;
        };
        match table.get(key) {
            None => return false,
            Some(Value::Object(below)) => table = below,
            Some(_) => return true,
        }
    }
    !table.is_empty()
}

/// Returns the name of the innermost field in lower case without punctuation, so that `maxReplicas` equals `max_replicas`.
/// The `value` of a list's entry, such as an environment variable, has the name of the entry.
fn name(path: &FieldPath) -> Option<String> {
    let plain = |name: &str| {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    match path.segments() {
        [.., Segment::Entry { key, .. }, Segment::Key(value)] if value == "value" => {
            Some(plain(&key.to_string()))
        }
        _ => path.field_name().map(plain),
    }
}

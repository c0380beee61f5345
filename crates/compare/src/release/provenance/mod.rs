//! Where a changed field comes from: the values whose change it repeats.
//!
//! Nothing in a record says which value a template wrote into which field, so this is told by evidence alone: a field
//! moved from the very text to the very text that a value moved, or holds that text among other words, as an image holds
//! its tag. Evidence that could be chance counts only where field and value have the same name: a switch, a small number,
//! a short word that came or went. Where several values moved alike all of them are told, and where none did nothing is.

mod origin;
mod value_change;

use std::collections::HashMap;

use astern_ledger::Release;
use serde_json::{Map, Value};

pub use origin::Origin;

use crate::{
    FieldChange, FieldPath, Segment, Sides,
    fields::{ClassifiedField, MaskedField},
};
use value_change::{Cores, Move};

/// Everything that fields can come from, by how it moved.
#[derive(Debug, Default)]
pub(crate) struct ProvenanceIndex {
    found: Vec<(Move, Origin)>,
    /// Those of single values, by what is left of them without their common beginning and end.
    by_cores: HashMap<Cores, Vec<usize>>,
    /// The others: mappings and lists that came or went as a whole.
    whole: Vec<usize>,
}

impl ProvenanceIndex {
    /// Indexes the values that moved: `set` are those of the user, `effective` what the templates were given. Each of the
    /// latter comes from the user or from the chart's defaults; they are returned with that as their provenance.
    pub(crate) fn new(
        releases: &Sides<&Release>,
        set: &[FieldChange],
        effective: Vec<MaskedField>,
    ) -> (Self, Vec<FieldChange>) {
        let metadata = releases.map(|release| release.chart.metadata.as_ref());
        let version = metadata.map(|chart| Some(chart?.version.clone()));
        let app_version = metadata.map(|chart| chart?.app_version.clone());
        let mut origins = Self::default();
        let mut add = |moved: Move, origin: &Origin| {
            // Most charts take the app's version for a tag that is not set.
            origins.add(moved.with_absent(&app_version), origin.clone());
            origins.add(moved.without_empty(), origin.clone());
            origins.add(moved, origin.clone());
        };
        for change in set {
            let path = change.path.clone();
            let moved = Move::of(change.change, change.from.as_ref(), change.to.as_ref());
            add(moved, &Origin::Value { path });
        }
        let effective = effective.into_iter().map(|field| {
            let path = field.path.clone();
            let is_set = |release: &Release| sets(release.config.as_ref(), &path);
            let origin = match is_set(releases.from) || is_set(releases.to) {
                true => Origin::Value { path },
                false => Origin::Default { path },
            };
            let moved = Move::of(field.change, field.from.as_ref(), field.to.as_ref());
            add(moved, &origin);
            FieldChange::from_origin(field, origin)
        });
        let effective = effective.collect();
        for version in [version, app_version] {
            origins.add(Move::of_texts(version), Origin::Version);
        }
        (origins, effective)
    }

    fn add(&mut self, moved: Move, origin: Origin) {
        if moved.is_none() {
            return;
        }
        let index = self.found.len();
        match moved.cores() {
            Some(cores) => self.by_cores.entry(cores).or_default().push(index),
            None => self.whole.push(index),
        }
        self.found.push((moved, origin));
    }

    /// Returns where a field comes from. Noise comes from nowhere else than the chart, and says so itself.
    pub(crate) fn trace(&self, field: &ClassifiedField) -> Vec<Origin> {
        if field.noise.is_some() {
            return Vec::new();
        }
        let field = &field.field;
        let moved = Move::of(field.change, field.from.as_ref(), field.to.as_ref());
        let candidates = match moved.cores() {
            Some(cores) => self.by_cores.get(&cores).map_or(&[][..], Vec::as_slice),
            None => &self.whole,
        };
        let name = name(&field.path);
        let mut origins = Vec::new();
        for (value, origin) in candidates.iter().filter_map(|index| self.found.get(*index)) {
            let same_name = match origin {
                Origin::Value { path } | Origin::Default { path } => {
                    name.is_some() && self::name(path) == name
                }
                Origin::Version => false,
            };
            if moved.repeats(value, same_name) && !origins.contains(origin) {
                origins.push(origin.clone());
            }
        }
        origins
    }
}

/// Whether the user set something at a place among the values, below it, or what it stands in as a whole.
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

/// The name of the innermost field, however it is written: `maxReplicas` is `max_replicas`. An entry of a list that is
/// called by its name, as an environment variable is, has that name.
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

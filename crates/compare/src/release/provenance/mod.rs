//! Where a changed field comes from: the values whose change it repeats.
//!
//! Nothing in a record says which value a template wrote into which field, so this is told by evidence alone: a field
//! moved from the very text to the very text that a value moved, or holds that text among other words, as an image holds
//! its tag. Evidence that could be chance counts only where field and value have the same name: a switch, a small number,
//! a short word that came or went. Where several values moved alike all of them are told, and where none did nothing is.

mod value_change;

use std::{collections::HashMap, fmt};

use astern_ledger::Release;
use astern_manifest::ObjectId;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{Comparison, FieldChange, FieldPath, Segment, Sides};
use value_change::{Cores, Move};

/// Something that moved as a field did.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Origin {
    /// A value that the user set, or set no longer.
    Value {
        /// Where it stands among the values.
        path: FieldPath,
    },
    /// A default of the chart that the user does not override.
    Default {
        /// Where it stands among the values.
        path: FieldPath,
    },
    /// The chart's own version, or the one of what it installs.
    Version,
}

/// `your value image.tag`, `the default of image.tag`, `the chart's version or app version`.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { path } => write!(f, "your value {path}"),
            Self::Default { path } => write!(f, "the default of {path}"),
            Self::Version => f.write_str("the chart's version or app version"),
        }
    }
}

impl Comparison {
    /// The objects and hooks that a value or default is seen in: those with a field that comes from it and from nothing
    /// else. What was added or removed as a whole has no fields, and is not among them.
    #[must_use]
    pub fn objects_affected_by(&self, value: &Origin) -> Vec<&ObjectId> {
        let hooks = self.hooks.iter().map(|hook| &hook.object);
        let comes_from_it = |field: &FieldChange| match (field.provenance.as_slice(), value) {
            ([Origin::Value { path }], Origin::Value { path: value })
            | ([Origin::Default { path }], Origin::Default { path: value }) => path.overlaps(value),
            _ => false,
        };
        self.objects
            .iter()
            .chain(hooks)
            .filter(|object| object.fields.iter().any(comes_from_it))
            .map(|object| &object.id)
            .collect()
    }
}

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
    /// The values that moved. `set` are those of the user, `effective` what the templates were given: each of these comes
    /// from the user or from the chart's defaults, which is noted on it.
    pub(crate) fn of(
        releases: &Sides<&Release>,
        set: &[FieldChange],
        effective: &mut [FieldChange],
    ) -> Self {
        let metadata = releases.map(|release| release.chart.metadata.as_ref());
        let version = metadata.map(|chart| Some(chart?.version.clone()));
        let app_version = metadata.map(|chart| chart?.app_version.clone());
        let mut origins = Self::default();
        let mut add = |change: &FieldChange, origin: &Origin| {
            let moved = Move::of(change);
            // Most charts take the app's version for a tag that is not set.
            origins.add(moved.with_absent(&app_version), origin.clone());
            origins.add(moved.without_empty(), origin.clone());
            origins.add(moved, origin.clone());
        };
        for change in set {
            let path = change.path.clone();
            add(change, &Origin::Value { path });
        }
        for change in effective {
            let path = change.path.clone();
            let is_set = |release: &Release| sets(release.config.as_ref(), &path);
            let origin = match is_set(releases.from) || is_set(releases.to) {
                true => Origin::Value { path },
                false => Origin::Default { path },
            };
            add(change, &origin);
            change.provenance = vec![origin];
        }
        for version in [version, app_version] {
            origins.add(Move::of_texts(version), Origin::Version);
        }
        origins
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

    /// Notes on each field where it comes from. Noise comes from nowhere else than the chart, and says so itself.
    pub(crate) fn mark(&self, fields: &mut [FieldChange]) {
        for field in fields.iter_mut().filter(|field| field.noise.is_none()) {
            field.provenance = self.of_field(field);
        }
    }

    fn of_field(&self, field: &FieldChange) -> Vec<Origin> {
        let moved = Move::of(field);
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

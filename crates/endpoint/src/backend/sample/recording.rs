//! A recording of a real cluster.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A recording of a real cluster.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Recording {
    /// The name of the cluster.
    pub name: String,
    /// The response to `/version`.
    pub version: Value,
    /// By `NAMESPACE/RELEASE`: how many minutes ago each revision was deployed, newest first. In the test cluster that was
    /// recorded, all were deployed within a minute.
    #[serde(skip)]
    pub ages: BTreeMap<String, Vec<i64>>,
    /// The objects, as the API server returns them.
    pub objects: Vec<Value>,
}

/// The recording in this binary cannot be parsed. A test parses it, so that this does not happen.
#[derive(Debug, thiserror::Error)]
#[error("the sample in this astern is broken: {0}")]
pub struct SampleError(#[from] serde_json::Error);

impl Recording {
    /// Parses the recording in this binary.
    ///
    /// # Errors
    /// [`SampleError`].
    pub fn embedded() -> Result<Self, SampleError> {
        let recording: Self = serde_json::from_str(include_str!("../../../sample/cluster.json"))?;
        let ages = serde_json::from_str(include_str!("../../../sample/ages.json"))?;
        Ok(Self { ages, ..recording })
    }
}

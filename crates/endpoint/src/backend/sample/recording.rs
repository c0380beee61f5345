//! What was recorded from a real cluster.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A recorded cluster.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Recorded {
    /// What people call it.
    pub name: String,
    /// What `version` answered.
    pub version: Value,
    /// How many minutes ago each revision is to have happened, newest first, by
    /// `NAMESPACE/RELEASE`: what is recorded from a test cluster all happened within a minute.
    #[serde(skip)]
    pub ages: BTreeMap<String, Vec<i64>>,
    /// Every object, as the API server gives it.
    pub objects: Vec<Value>,
}

/// The sample in this binary is not one. A test reads it, so nobody should ever see this.
#[derive(Debug, thiserror::Error)]
#[error("the sample in this astern is broken: {0}")]
pub struct SampleError(#[from] serde_json::Error);

impl Recorded {
    /// The one in this binary.
    ///
    /// # Errors
    /// [`SampleError`].
    pub fn embedded() -> Result<Self, SampleError> {
        let recorded: Self = serde_json::from_str(include_str!("../../../sample/cluster.json"))?;
        let ages = serde_json::from_str(include_str!("../../../sample/ages.json"))?;
        Ok(Self { ages, ..recorded })
    }
}

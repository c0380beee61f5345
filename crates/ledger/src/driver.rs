//! Where Helm keeps its records.

use serde::{Deserialize, Serialize};

/// The storage driver of Helm (`HELM_DRIVER`). The SQL driver is not supported: a browser cannot reach a database.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Driver {
    /// Secrets of type `helm.sh/release.v1`, the default. The API adds a layer of base64.
    #[default]
    Secret,
    /// ConfigMaps, with the record as text.
    ConfigMap,
}

/// The value of `HELM_DRIVER` is a driver whose records are not in the Kubernetes API, or none of helm's.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("HELM_DRIVER is \"{0}\", whose records cannot be read from the Kubernetes API")]
pub struct UnsupportedDriver(String);

impl Driver {
    /// Returns the name of the driver in `HELM_DRIVER`, which is also kubectl's name of the resource.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::ConfigMap => "configmap",
        }
    }

    /// Returns the kind of object that holds a record, in the plural: `Secrets`.
    pub fn objects(self) -> &'static str {
        match self {
            Self::Secret => "Secrets",
            Self::ConfigMap => "ConfigMaps",
        }
    }

    /// Returns the other driver.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Secret => Self::ConfigMap,
            Self::ConfigMap => Self::Secret,
        }
    }

    /// Reads the variable `HELM_DRIVER` as helm does. Source: `Configuration.Init` in `pkg/action/action.go`.
    ///
    /// # Errors
    /// [`UnsupportedDriver`] for `sql`, `memory` and what helm does not know.
    pub fn from_variable(value: Option<&str>) -> Result<Self, UnsupportedDriver> {
        match value.unwrap_or_default() {
            "" | "secret" | "secrets" => Ok(Self::Secret),
            "configmap" | "configmaps" => Ok(Self::ConfigMap),
            other => Err(UnsupportedDriver(other.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_is_read_as_helm_reads_it() {
        let read = |text| Driver::from_variable(text).ok();
        assert_eq!(
            (read(None), read(Some(""))),
            (Some(Driver::Secret), Some(Driver::Secret))
        );
        assert_eq!(read(Some("secrets")), Some(Driver::Secret));
        for driver in [Driver::Secret, Driver::ConfigMap] {
            assert_eq!(read(Some(driver.kind())), Some(driver));
            assert_eq!(driver.other().other(), driver);
        }
        for text in ["sql", "memory", "ConfigMap", " secret"] {
            assert!(Driver::from_variable(Some(text)).is_err(), "{text}");
        }
    }
}

//! Where Helm keeps its records.

/// The storage driver of Helm (`HELM_DRIVER`). The SQL driver is not supported: a browser cannot reach a database.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Driver {
    /// Secrets of type `helm.sh/release.v1`, the default. The API adds a layer of base64.
    #[default]
    Secret,
    /// ConfigMaps, with the record as text.
    ConfigMap,
}

impl Driver {
    /// Returns the name of the driver in `HELM_DRIVER`, which is also kubectl's name of the resource.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::ConfigMap => "configmap",
        }
    }
}

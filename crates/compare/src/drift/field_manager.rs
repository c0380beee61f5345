//! The managers that `metadata.managedFields` names.

use astern_ledger::Timestamp;
use serde::Serialize;

/// A manager that wrote fields of an object, as recorded in `metadata.managedFields`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldManager {
    /// The manager's name: `kubectl-edit`, `argocd-controller`.
    pub manager: String,
    /// The kind of manager.
    pub kind: FieldManagerKind,
    /// `Apply` or `Update`.
    pub operation: String,
    /// The subresource that it wrote through, such as `scale`; `None` for the object itself.
    pub subresource: Option<String>,
    /// When it wrote to the object last.
    pub time: Option<Timestamp>,
}

/// The kind of a field manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldManagerKind {
    /// Helm.
    Helm,
    /// A person who uses kubectl.
    Kubectl,
    /// The controller of a HorizontalPodAutoscaler.
    Autoscaler,
    /// Any other program.
    Other,
}

//! Field managers.

use astern_compare::{FieldManager, FieldManagerKind};

/// Returns a manager with the time when it wrote last: `kubectl-edit at 2026-11-22T19:42:09Z`.
#[must_use]
pub fn field_manager(manager: &FieldManager) -> String {
    let mut text = match manager.kind {
        FieldManagerKind::Autoscaler => format!("an autoscaler through {}", manager.manager),
        _ => manager.manager.clone(),
    };
    if let (FieldManagerKind::Kubectl | FieldManagerKind::Other, Some(subresource)) =
        (manager.kind, &manager.subresource)
    {
        text += &format!(" ({subresource})");
    }
    if let Some(time) = manager.time {
        text += &format!(" at {time}");
    }
    text
}

//! Remarks about a changed field.

use astern_compare::FieldManager;

use crate::drift::field_manager;

/// The remark about a field whose value only has another formatting.
pub const ONLY_FORMATTING: &str = "says the same, and is only written otherwise";

/// Returns who wrote a field and when: `written by kubectl-edit at 2026-11-22T19:42:09Z`.
#[must_use]
pub fn written_by(manager: &FieldManager) -> String {
    format!("written by {}", field_manager(manager))
}

#[cfg(test)]
mod tests {
    use astern_compare::FieldManagerKind;

    use super::*;

    #[test]
    fn a_manager_has_its_name_its_subresource_and_the_time() {
        let manager = |kind, name: &str| FieldManager {
            manager: name.to_owned(),
            kind,
            operation: "Update".to_owned(),
            subresource: Some("scale".to_owned()),
            time: "2026-11-22T19:42:09Z".parse().ok(),
        };
        assert_eq!(
            written_by(&manager(FieldManagerKind::Kubectl, "kubectl-edit")),
            "written by kubectl-edit (scale) at 2026-11-22T19:42:09Z"
        );
        assert_eq!(
            written_by(&manager(
                FieldManagerKind::Autoscaler,
                "kube-controller-manager"
            )),
            "written by an autoscaler through kube-controller-manager at 2026-11-22T19:42:09Z"
        );
    }
}

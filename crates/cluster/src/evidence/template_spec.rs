//! A pod template, to find the one of a revision among those that the cluster has.

use std::fmt;

use serde_json::Value;

use crate::template_comparison::{LiveAdditions, is_as_recorded};

/// A pod template as recorded or as the cluster has it.
#[derive(Clone, PartialEq)]
pub(super) struct PodTemplateSpec(Value);

/// Leaves out the template: environment variables and arguments may be secret.
impl fmt::Debug for PodTemplateSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PodTemplateSpec(…)")
    }
}

impl PodTemplateSpec {
    /// Takes the template of an object from its `spec.template`.
    pub(super) fn of(object: &Value) -> Self {
        Self(object["spec"]["template"].clone())
    }

    /// Returns whether a template of the cluster is this recorded one. One with something more is another template.
    pub(super) fn is_that_of(&self, live: &Self) -> bool {
        is_as_recorded(&self.0, &live.0, LiveAdditions::Differ)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn recorded(cpu: &str) -> Value {
        json!({ "spec": { "template": {
            "metadata": { "labels": { "app": "web" } },
            "spec": { "containers": [{ "name": "web", "image": "web:1", "env": [],
                "resources": { "requests": { "cpu": cpu } }, "ports": [{ "containerPort": 80 }] }] } } } })
    }

    /// As the API server returns it in a ReplicaSet.
    fn live() -> Value {
        json!({ "spec": { "template": {
            "metadata": { "creationTimestamp": null, "labels": { "app": "web", "pod-template-hash": "6d4f" } },
            "spec": { "containers": [{ "name": "web", "image": "web:1", "imagePullPolicy": "IfNotPresent",
                    "resources": { "requests": { "cpu": "100m" } },
                    "ports": [{ "containerPort": 80, "protocol": "TCP" }],
                    "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File" }],
                "dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "schedulerName": "default-scheduler",
                "securityContext": {}, "terminationGracePeriodSeconds": 30 } } } })
    }

    fn same(one: &Value, other: &Value) -> bool {
        PodTemplateSpec::of(one).is_that_of(&PodTemplateSpec::of(other))
    }

    #[test]
    fn defaults_and_other_spellings_are_the_same_template() {
        assert!(same(&recorded("0.1"), &live()));
        assert!(same(&live(), &recorded("100m")));
        assert!(same(&Value::Null, &Value::Null));
    }

    #[test]
    fn every_other_difference_is_another_template() {
        assert!(!same(&recorded("64"), &live()));
        let mut other = recorded("100m");
        other["spec"]["template"]["spec"]["nodeSelector"] = json!({ "disk": "ssd" });
        assert!(!same(&other, &live()));
        assert!(!same(&live(), &other));
        let mut more = live();
        more["spec"]["template"]["spec"]["containers"][0]["env"] =
            json!([{ "name": "A", "value": "b" }]);
        assert!(!same(&recorded("100m"), &more));
        assert!(!same(&Value::Null, &live()));
    }

    #[test]
    fn the_template_is_not_shown() {
        assert_eq!(
            format!("{:?}", PodTemplateSpec::of(&live())),
            "PodTemplateSpec(…)"
        );
    }
}

//! What a workload says of its pods, to compare a recorded workload with the live one.

use std::fmt;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::template_comparison::{LiveAdditions, is_as_recorded};

/// The labels and annotations of a workload, and its pod template. The number of pods is no part of it: an autoscaler or a person
/// may have set another one.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PodTemplate(Arc<Value>);

/// Leaves out the template: arguments and variables may be secret.
impl fmt::Debug for PodTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PodTemplate(…)")
    }
}

impl PodTemplate {
    /// Reads the template of a recorded or live workload.
    pub fn of(workload: &Value) -> Self {
        let metadata = &workload["metadata"];
        Self(Arc::new(json!({
            "labels": metadata["labels"],
            "annotations": metadata["annotations"],
            "template": workload["spec"]["template"],
        })))
    }

    /// Returns whether the live workload has all that this recorded one has, with amounts by value and the defaults of the API
    /// server. What admission webhooks and other controllers add is no difference.
    pub fn is_within(&self, live: &Self) -> bool {
        is_as_recorded(&self.0, &live.0, LiveAdditions::Ignored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deployment(image: &str) -> Value {
        json!({
            "metadata": { "labels": { "app": "shop" } },
            "spec": { "replicas": 2, "template": {
                "metadata": { "annotations": { "checksum": "1" } },
                "spec": { "containers": [{ "name": "web", "image": image, "args": ["--quiet"],
                    "resources": { "limits": { "cpu": "1000m" } } }] } } },
        })
    }

    #[test]
    fn additions_and_normalization_of_the_cluster_are_no_difference() {
        let recorded = PodTemplate::of(&deployment("shop:1"));
        let mut live = deployment("shop:1");
        live["metadata"]["annotations"] = json!({ "deployment.kubernetes.io/revision": "7" });
        live["spec"]["replicas"] = json!(5);
        let spec = &mut live["spec"]["template"]["spec"];
        spec["containers"][0]["resources"]["limits"]["cpu"] = json!("1");
        spec["containers"][0]["env"] = json!([{ "name": "INJECTED", "value": "1" }]);
        let sidecar = json!({ "name": "proxy", "image": "proxy:1" });
        spec["containers"].as_array_mut().unwrap().push(sidecar);
        assert!(recorded.is_within(&PodTemplate::of(&live)));
        assert!(!recorded.is_within(&PodTemplate::of(&deployment("shop:2"))));
        let mut other = deployment("shop:1");
        other["spec"]["template"]["metadata"] = json!({});
        assert!(!recorded.is_within(&PodTemplate::of(&other)));
    }

    #[test]
    fn a_workload_with_other_amounts_or_variables_is_not_as_recorded() {
        let recorded = PodTemplate::of(&deployment("shop:1"));
        let mut live = deployment("shop:1");
        live["spec"]["template"]["spec"]["containers"][0]["resources"]["limits"]["cpu"] =
            json!("64");
        assert!(!recorded.is_within(&PodTemplate::of(&live)));
        let mut with_variable = deployment("shop:1");
        let variable = json!([{ "name": "A", "value": "1" }]);
        with_variable["spec"]["template"]["spec"]["containers"][0]["env"] = variable;
        let recorded = PodTemplate::of(&with_variable);
        assert!(!recorded.is_within(&PodTemplate::of(&deployment("shop:1"))));
    }

    #[test]
    fn arguments_are_not_shown() {
        let debug = format!("{:?}", PodTemplate::of(&deployment("hunter2")));
        assert_eq!(debug, "PodTemplate(…)");
    }
}

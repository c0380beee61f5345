//! The string fields of a pod template, to compare a recorded workload with the live one.

use std::fmt;

use serde_json::Value;

/// The string fields that the API server stores unchanged: labels, annotations, image, command and arguments of each
/// container. Numbers and quantities are left out because the API server normalizes them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PodTemplate(Vec<(String, String)>);

/// Leaves out the texts: arguments may be secret.
impl fmt::Debug for PodTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PodTemplate({} texts)", self.0.len())
    }
}

impl PodTemplate {
    /// Reads the template of a recorded or live workload.
    pub fn of(workload: &Value) -> Self {
        let mut texts = Vec::new();
        let template = &workload["spec"]["template"];
        for (owner, metadata) in [
            ("object", &workload["metadata"]),
            ("template", &template["metadata"]),
        ] {
            for part in ["labels", "annotations"] {
                for (key, value) in metadata[part].as_object().into_iter().flatten() {
                    add(&mut texts, format!("{owner} {part} {key}"), value);
                }
            }
        }
        for list in ["initContainers", "containers"] {
            let containers = template["spec"][list].as_array();
            for container in containers.into_iter().flatten() {
                let name = container["name"].as_str().unwrap_or_default();
                add(
                    &mut texts,
                    format!("{list} {name} image"),
                    &container["image"],
                );
                for field in ["command", "args"] {
                    let arguments = container[field].as_array().into_iter().flatten();
                    for (index, argument) in arguments.enumerate() {
                        add(
                            &mut texts,
                            format!("{list} {name} {field} {index}"),
                            argument,
                        );
                    }
                }
            }
        }
        Self(texts)
    }

    /// Returns whether the live template contains all of these texts.
    pub fn is_within(&self, live: &Self) -> bool {
        self.0.iter().all(|text| live.0.contains(text))
    }
}

fn add(texts: &mut Vec<(String, String)>, path: String, value: &Value) {
    if let Some(text) = value.as_str() {
        texts.push((path, text.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
        live["spec"]["template"]["spec"]["containers"][0]["resources"]["limits"]["cpu"] =
            json!("1");
        assert!(recorded.is_within(&PodTemplate::of(&live)));
        assert!(!recorded.is_within(&PodTemplate::of(&deployment("shop:2"))));
        let mut other = deployment("shop:1");
        other["spec"]["template"]["metadata"] = json!({});
        assert!(!recorded.is_within(&PodTemplate::of(&other)));
    }

    #[test]
    fn arguments_are_not_shown() {
        let debug = format!("{:?}", PodTemplate::of(&deployment("hunter2")));
        assert_eq!(debug, "PodTemplate(4 texts)");
    }
}

//! The texts of a workload's pod template, to compare a recorded workload with the live one.

use std::fmt;

use serde_json::Value;

/// The texts that the API server keeps as they are sent: labels, annotations, and what each container runs. Numbers and
/// quantities are left out, since it writes those in its own way.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PodTemplate(Vec<(String, String)>);

/// Without the texts: arguments may be secret.
impl fmt::Debug for PodTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PodTemplate({} texts)", self.0.len())
    }
}

impl PodTemplate {
    /// Reads that of a workload, as recorded or as it is in the cluster.
    pub fn of(workload: &Value) -> Self {
        let mut texts = Vec::new();
        let template = &workload["spec"]["template"];
        for (place, metadata) in [
            ("object", &workload["metadata"]),
            ("template", &template["metadata"]),
        ] {
            for part in ["labels", "annotations"] {
                for (key, value) in metadata[part].as_object().into_iter().flatten() {
                    add(&mut texts, format!("{place} {part} {key}"), value);
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
                for words in ["command", "args"] {
                    let said = container[words].as_array().into_iter().flatten();
                    for (index, word) in said.enumerate() {
                        add(&mut texts, format!("{list} {name} {words} {index}"), word);
                    }
                }
            }
        }
        Self(texts)
    }

    /// Whether the other one says all of this, and perhaps more.
    pub fn is_within(&self, live: &Self) -> bool {
        self.0.iter().all(|text| live.0.contains(text))
    }
}

fn add(texts: &mut Vec<(String, String)>, place: String, value: &Value) {
    if let Some(text) = value.as_str() {
        texts.push((place, text.to_owned()));
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
    fn what_the_cluster_adds_or_writes_otherwise_is_no_difference() {
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
        let told = format!("{:?}", PodTemplate::of(&deployment("hunter2")));
        assert_eq!(told, "PodTemplate(4 texts)");
    }
}

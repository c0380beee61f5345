//! Lists the pods of a workload and reads their statuses.

use astern_ledger::{Namespace, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use crate::error::ask;
use crate::object_meta::{ObjectMeta, null_is_empty};
use crate::{Accept, ClusterError, Request, Right, Transport, Verb};

/// The labels with which controllers identify the template of a pod.
const TEMPLATE_HASH_LABELS: [&str; 2] = ["pod-template-hash", "controller-revision-hash"];

/// Selects the pods of a workload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PodSelector {
    selector: String,
    /// The hash of the newest template, if the workload states it; otherwise that of the newest pod is used.
    newest: Option<String>,
}

impl PodSelector {
    /// Reads the `spec.selector` of a workload; `None` when it is empty.
    pub(crate) fn new(selector: &Value, newest: &str) -> Option<Self> {
        let mut terms = Vec::new();
        for (key, value) in selector["matchLabels"].as_object().into_iter().flatten() {
            terms.push(format!("{key}={}", value.as_str()?));
        }
        for one in selector["matchExpressions"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let key = one["key"].as_str()?;
            let values = one["values"].as_array().into_iter().flatten();
            let values: Vec<&str> = values.filter_map(Value::as_str).collect();
            let values = values.join(",");
            terms.push(match one["operator"].as_str()? {
                "In" => format!("{key} in ({values})"),
                "NotIn" => format!("{key} notin ({values})"),
                "Exists" => key.to_owned(),
                "DoesNotExist" => format!("!{key}"),
                _ => return None,
            });
        }
        (!terms.is_empty()).then(|| Self {
            selector: terms.join(","),
            newest: Some(newest.to_owned()).filter(|newest| !newest.is_empty()),
        })
    }
}

/// The fields of a pod that show why it is not ready.
#[derive(Deserialize)]
pub(crate) struct Pod {
    pub metadata: ObjectMeta,
    #[serde(default)]
    pub status: PodStatus,
}

impl Pod {
    pub(crate) fn is_ready(&self) -> bool {
        let ready = |c: &PodCondition| c.kind == "Ready" && c.status == "True";
        self.status.phase == "Succeeded" || self.status.conditions.iter().any(ready)
    }
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PodStatus {
    pub phase: String,
    pub reason: String,
    pub message: String,
    #[serde(deserialize_with = "null_is_empty")]
    pub conditions: Vec<PodCondition>,
    #[serde(deserialize_with = "null_is_empty")]
    pub init_container_statuses: Vec<Container>,
    #[serde(deserialize_with = "null_is_empty")]
    pub container_statuses: Vec<Container>,
}

#[derive(Deserialize)]
pub(crate) struct PodCondition {
    #[serde(rename = "type")]
    pub kind: String,
    pub status: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub message: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Container {
    pub name: String,
    #[serde(default)]
    pub ready: bool,
    #[serde(default)]
    pub restart_count: u32,
    #[serde(default)]
    pub state: ContainerState,
    #[serde(default)]
    pub last_state: ContainerState,
}

#[derive(Deserialize, Default)]
pub(crate) struct ContainerState {
    pub waiting: Option<Waiting>,
    pub terminated: Option<Terminated>,
}

#[derive(Deserialize)]
pub(crate) struct Waiting {
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub message: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Terminated {
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub exit_code: i32,
}

#[derive(Deserialize)]
struct PodList {
    #[serde(default, deserialize_with = "null_is_empty")]
    items: Vec<Pod>,
}

/// Returns the pods of the newest template that are not being deleted.
pub(crate) async fn newest_pods<T: Transport>(
    transport: &T,
    namespace: &Namespace,
    pods: &PodSelector,
) -> Result<Vec<Pod>, ClusterError> {
    let right = Right {
        verb: Verb::List,
        resource: "pods".into(),
        namespace: Some(namespace.clone()),
    };
    let request = Request::get(format!("api/v1/namespaces/{namespace}/pods"), Accept::Json)
        .needing(right)
        .query("labelSelector", &pods.selector)
        // Served from the API server's cache, without a read from etcd.
        .query("resourceVersion", "0");
    let PodList { items } = ask(transport, &request).await?;
    Ok(newest(items, pods.newest.as_deref()))
}

fn newest(mut pods: Vec<Pod>, template: Option<&str>) -> Vec<Pod> {
    pods.retain(|pod| pod.metadata.deletion_timestamp.is_none());
    let template_of = |pod: &Pod| {
        let labels = &pod.metadata.labels;
        TEMPLATE_HASH_LABELS
            .iter()
            .find_map(|label| labels.get(*label).cloned())
    };
    let newest = match template {
        Some(template) => Some(template.to_owned()),
        None => pods
            .iter()
            // Of pods created within one second, the one that is not ready is newer: the older one remains until it is ready.
            .max_by_key(|pod| {
                let created = pod.metadata.creation_timestamp.map(Timestamp::as_second);
                (created, !pod.is_ready())
            })
            .and_then(template_of),
    };
    if let Some(newest) = newest {
        pods.retain(|pod| template_of(pod).is_none_or(|template| template == newest));
    }
    pods
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_selector_is_written_as_a_query_takes_it() {
        let selector = json!({ "matchLabels": { "app": "shop" }, "matchExpressions": [
            { "key": "part", "operator": "In", "values": ["web", "api"] },
            { "key": "canary", "operator": "DoesNotExist" } ] });
        let pods = PodSelector::new(&selector, "").unwrap();
        assert_eq!(pods.selector, "app=shop,part in (web,api),!canary");
        assert_eq!(PodSelector::new(&json!({}), "x"), None);
    }

    #[test]
    fn pods_of_an_older_template_are_left_out() {
        let pod = |name: &str, hash: &str, second: u32| {
            json!({ "metadata": { "name": name, "labels": { "pod-template-hash": hash },
                "creationTimestamp": format!("2026-11-22T03:04:{second:02}Z") } })
        };
        let mut ending = pod("d", "new", 3);
        ending["metadata"]["deletionTimestamp"] = json!("2026-11-22T03:05:00Z");
        let list = json!({ "items": [pod("a", "old", 1), pod("b", "new", 2), pod("c", "new", 3), ending] });
        let named = |template: Option<&str>| {
            let list: PodList = serde_json::from_value(list.clone()).unwrap();
            let pods = newest(list.items, template);
            let names: Vec<String> = pods.into_iter().map(|pod| pod.metadata.name).collect();
            names.join(" ")
        };
        assert_eq!(named(None), "b c");
        assert_eq!(named(Some("old")), "a");
    }

    #[test]
    fn of_pods_made_in_one_second_the_newest_is_not_ready_yet() {
        let pod = |name: &str, hash: &str, ready: &str| {
            json!({ "metadata": { "name": name, "labels": { "pod-template-hash": hash },
                    "creationTimestamp": "2026-11-22T03:04:01Z" },
                "status": { "conditions": [{ "type": "Ready", "status": ready }] } })
        };
        for [first, second] in [["a", "b"], ["b", "a"]] {
            let list = json!({ "items": [
                pod(first, first, if first == "a" { "False" } else { "True" }),
                pod(second, second, if second == "a" { "False" } else { "True" }) ] });
            let list: PodList = serde_json::from_value(list).unwrap();
            let [found] = &newest(list.items, None)[..] else {
                panic!("one of them is newer");
            };
            assert_eq!(found.metadata.name, "a");
        }
    }
}

//! Lists the pods of a workload and reads their statuses.

use astern_ledger::{Namespace, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use crate::exchange::ask;
use crate::object_meta::null_is_empty;
use crate::pod::Pod;
use crate::{Accept, ClusterError, Request, Right, Transport, Verb};

/// The labels with which controllers identify the template of a pod.
const TEMPLATE_HASH_LABELS: [&str; 2] = ["pod-template-hash", "controller-revision-hash"];

/// Selects the pods of a workload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PodSelector {
    selector: String,
    newest: NewestTemplate,
}

/// How pods of the newest template are known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum NewestTemplate {
    /// By this hash, which the workload states.
    Hash(String),
    /// By the hash of the newest pod.
    OfNewestPod,
    /// No pod of it was created yet: all pods are of older templates.
    WithoutPods,
}

/// The pods of a workload.
#[derive(Default)]
pub(crate) struct WorkloadPods {
    /// Those of the newest template.
    pub newest: Vec<Pod>,
    /// Those of older templates.
    pub older: Vec<Pod>,
    /// Those that are being deleted, of any template.
    pub terminating: Vec<Pod>,
}

impl PodSelector {
    /// Reads the `spec.selector` of a workload; `None` when it is empty.
    pub(crate) fn new(selector: &Value, newest: NewestTemplate) -> Option<Self> {
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
            newest,
        })
    }

    /// Returns the selector as a query takes it.
    pub(crate) fn as_query(&self) -> &str {
        &self.selector
    }
}

#[derive(Deserialize)]
struct PodList {
    #[serde(default, deserialize_with = "null_is_empty")]
    items: Vec<Pod>,
}

/// Returns the pods of a workload.
pub(crate) async fn workload_pods<T: Transport>(
    transport: &T,
    namespace: &Namespace,
    pods: &PodSelector,
) -> Result<WorkloadPods, ClusterError> {
    let items = labelled_pods(transport, namespace, pods).await?;
    Ok(WorkloadPods::new(items, &pods.newest))
}

/// Returns the pods that a selector selects, of any template.
pub(crate) async fn labelled_pods<T: Transport>(
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
    Ok(items)
}

impl WorkloadPods {
    fn new(pods: Vec<Pod>, newest: &NewestTemplate) -> Self {
        let is_terminating = |pod: &Pod| pod.metadata.deletion_timestamp.is_some();
        let (terminating, pods): (Vec<Pod>, Vec<Pod>) = pods.into_iter().partition(is_terminating);
        let newest = match newest {
            NewestTemplate::Hash(hash) => Some(hash.clone()),
            NewestTemplate::WithoutPods => {
                return Self {
                    newest: Vec::new(),
                    older: pods,
                    terminating,
                };
            }
            NewestTemplate::OfNewestPod => pods
                .iter()
                // Of pods created within one second, the one that is not ready is newer: the older one remains until it is ready.
                .max_by_key(|pod| {
                    let created = pod.metadata.creation_timestamp.map(Timestamp::as_second);
                    (created, !pod.is_ready())
                })
                .and_then(template_of),
        };
        // Pods of Jobs have no hash.
        let is_newest = |pod: &Pod| match (&newest, template_of(pod)) {
            (Some(newest), Some(template)) => *newest == template,
            (None, _) | (_, None) => true,
        };
        let (newest, older) = pods.into_iter().partition(is_newest);
        Self {
            newest,
            older,
            terminating,
        }
    }
}

/// Returns the hash of a pod's template.
pub(crate) fn template_of(pod: &Pod) -> Option<String> {
    let labels = &pod.metadata.labels;
    TEMPLATE_HASH_LABELS
        .iter()
        .find_map(|label| labels.get(*label).cloned())
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
        let pods = PodSelector::new(&selector, NewestTemplate::OfNewestPod).unwrap();
        assert_eq!(pods.selector, "app=shop,part in (web,api),!canary");
        assert_eq!(
            PodSelector::new(&json!({}), NewestTemplate::OfNewestPod),
            None
        );
    }

    #[test]
    fn pods_are_told_apart_by_template() {
        let pod = |name: &str, hash: &str, second: u32| {
            json!({ "metadata": { "name": name, "labels": { "pod-template-hash": hash },
                "creationTimestamp": format!("2026-11-22T03:04:{second:02}Z") } })
        };
        let mut ending = pod("d", "new", 3);
        ending["metadata"]["deletionTimestamp"] = json!("2026-11-22T03:05:00Z");
        let list = json!({ "items": [pod("a", "old", 1), pod("b", "new", 2), pod("c", "new", 3), ending] });
        let named = |newest: NewestTemplate| {
            let list: PodList = serde_json::from_value(list.clone()).unwrap();
            let pods = WorkloadPods::new(list.items, &newest);
            [pods.newest, pods.older, pods.terminating].map(|pods| {
                let names: Vec<String> = pods.into_iter().map(|pod| pod.metadata.name).collect();
                names.join(" ")
            })
        };
        assert_eq!(named(NewestTemplate::OfNewestPod), ["b c", "a", "d"]);
        assert_eq!(
            named(NewestTemplate::Hash("old".to_owned())),
            ["a", "b c", "d"]
        );
        assert_eq!(named(NewestTemplate::WithoutPods), ["", "a b c", "d"]);
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
            let pods = WorkloadPods::new(list.items, &NewestTemplate::OfNewestPod);
            let [found] = &pods.newest[..] else {
                panic!("one of them is newer");
            };
            assert_eq!(found.metadata.name, "a");
        }
    }
}

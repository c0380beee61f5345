//! The CustomResourceDefinitions that the cluster has, by metadata only.

use serde::Deserialize;

use crate::exchange::ask;
use crate::object_meta::{ObjectMeta, null_is_empty};
use crate::{Accept, ClusterError, Request, Right, Transport, Verb};

/// The number of definitions in a page of a list.
const PAGE: &str = "500";

/// The labels and annotations that say of which version a definition is: that of Helm's charts, and what operators write.
const VERSIONS: [&str; 3] = [
    "operator.prometheus.io/version",
    "app.kubernetes.io/version",
    "helm.sh/chart",
];

/// A definition that the cluster has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClusterDefinition {
    /// Its name, such as `promotions.shop.example`.
    pub name: String,
    /// The version that its labels or annotations name, of its chart or operator.
    pub version: Option<String>,
}

impl ClusterDefinition {
    /// Returns the API group that it defines.
    pub fn group(&self) -> &str {
        self.name.split_once('.').map_or("", |(_, group)| group)
    }
}

#[derive(Deserialize)]
struct Definitions {
    #[serde(default)]
    metadata: Continue,
    #[serde(default, deserialize_with = "null_is_empty")]
    items: Vec<Definition>,
}

#[derive(Deserialize, Default)]
struct Continue {
    #[serde(default, rename = "continue")]
    from: String,
}

#[derive(Deserialize)]
struct Definition {
    metadata: ObjectMeta,
}

/// Lists the definitions that the cluster has, page by page.
///
/// # Errors
/// [`ClusterError`] when a page is refused.
pub async fn cluster_definitions<T: Transport>(
    transport: &T,
) -> Result<Vec<ClusterDefinition>, ClusterError> {
    let right = Right {
        verb: Verb::List,
        resource: "customresourcedefinitions.apiextensions.k8s.io".into(),
        namespace: None,
    };
    let path = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    let first = Request::get(path, Accept::MetadataList)
        .needing(right)
        .query("limit", PAGE);
    let mut found = Vec::new();
    let mut next = first.clone();
    loop {
        let page: Definitions = ask(transport, &next).await?;
        found.extend(
            page.items
                .into_iter()
                .map(|item| ClusterDefinition::of(item.metadata)),
        );
        if page.metadata.from.is_empty() {
            return Ok(found);
        }
        next = first.clone().query("continue", &page.metadata.from);
    }
}

impl ClusterDefinition {
    fn of(metadata: ObjectMeta) -> Self {
        let texts = [&metadata.annotations, &metadata.labels];
        let version = VERSIONS.iter().find_map(|name| {
            let mut texts = texts.iter();
            texts.find_map(|texts| texts.get(*name).cloned())
        });
        Self {
            version,
            name: metadata.name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_operator_before_that_of_the_chart() {
        let metadata = serde_json::json!({ "name": "prometheuses.monitoring.coreos.com",
            "labels": { "helm.sh/chart": "crds-0.0.0" },
            "annotations": { "operator.prometheus.io/version": "0.72.0" } });
        let found = ClusterDefinition::of(serde_json::from_value(metadata).unwrap());
        assert_eq!(found.group(), "monitoring.coreos.com");
        assert_eq!(found.version.as_deref(), Some("0.72.0"));
    }
}

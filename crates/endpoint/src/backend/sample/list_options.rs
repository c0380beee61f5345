//! The options of a request: selectors, the watch, and whether only metadata is returned.

use std::collections::HashMap;

use axum::extract::Query;
use axum::http::{Request, header};
use serde_json::{Value, json};

use super::selector::Selector;

/// The options of a request.
pub(super) struct ListOptions {
    labels: Selector,
    fields: Selector,
    /// Whether objects are returned as PartialObjectMetadata.
    pub(super) metadata_only: bool,
    /// The resource version after which a watch begins; `None` when the request is not a watch.
    pub(super) watch_from: Option<u64>,
}

impl ListOptions {
    /// Parses the query and the `Accept` header of a request.
    pub(super) fn parse(request: &Request<()>) -> Self {
        let query = Query::<HashMap<String, String>>::try_from_uri(request.uri());
        let query = query.map(|Query(query)| query).unwrap_or_default();
        let get = |key: &str| query.get(key).map(String::as_str).unwrap_or_default();
        let accept = request.headers().get(header::ACCEPT);
        Self {
            labels: Selector::parse(get("labelSelector")),
            fields: Selector::parse(get("fieldSelector")),
            metadata_only: accept
                .and_then(|accept| accept.to_str().ok())
                .is_some_and(|accept| accept.contains("as=PartialObjectMetadata")),
            watch_from: matches!(get("watch"), "true" | "1")
                .then(|| get("resourceVersion").parse().unwrap_or_default()),
        }
    }

    /// Whether the selectors match an object.
    pub(super) fn matches(&self, object: &Value) -> bool {
        self.labels.matches_labels(object) && self.fields.matches_fields(object)
    }

    /// Returns the object in the requested form.
    pub(super) fn convert(&self, object: Value) -> Value {
        if self.metadata_only {
            json!({ "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
                "metadata": object["metadata"] })
        } else {
            object
        }
    }
}

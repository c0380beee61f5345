//! What the sample answers: the same as an API server, to what the page asks.

use std::collections::HashMap;

use axum::body::Body;
use axum::extract::Query;
use axum::http::{Request, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use serde_json::{Value, json};

use super::object_path::ObjectPath;
use super::selector::Selector;
use super::store::{Sample, status};
use super::watch;

/// What is asked for besides the path.
pub(super) struct Asked {
    pub(super) labels: Selector,
    pub(super) fields: Selector,
    /// The metadata is enough.
    pub(super) metadata_only: bool,
    /// A watch is to begin after this version.
    pub(super) since: Option<u64>,
}

impl Sample {
    /// Answers a read.
    pub fn read(&self, request: &Request<()>) -> Response<Body> {
        let path = request.uri().path();
        if path == "/version" {
            return answer(StatusCode::OK, &self.version);
        }
        let asked = Asked::read(request);
        if let Some(resources) = self.resources(path) {
            return answer(StatusCode::OK, &resources);
        }
        let place = ObjectPath::read(path);
        let live = |place: &ObjectPath| {
            place.name.as_ref()?;
            self.live(place, self.objects(place).0.pop())
        };
        if let Some(object) = place.as_ref().and_then(live) {
            return answer(StatusCode::OK, &asked.form(object));
        }
        let Some(place) = place.filter(|place| self.knows(&place.resource)) else {
            let none = status(
                404,
                "NotFound",
                "the server could not find the requested resource",
            );
            return answer(StatusCode::NOT_FOUND, &none);
        };
        if let Some(name) = &place.name {
            let message = format!("{} \"{name}\" not found", place.plural());
            let none = status(404, "NotFound", &message);
            return answer(StatusCode::NOT_FOUND, &none);
        }
        let (mut objects, newest) = self.objects(&place);
        if let Some(since) = asked.since {
            return watch::stream(self, place, asked, since);
        }
        objects.retain(|object| asked.chooses(object));
        // The sample is smaller than any page that is asked for.
        let items: Vec<Value> = objects
            .into_iter()
            .map(|object| asked.form(object))
            .collect();
        let (kind, version) = match asked.metadata_only {
            true => ("PartialObjectMetadataList", "meta.k8s.io/v1"),
            false => ("List", "v1"),
        };
        let list = json!({ "kind": kind, "apiVersion": version,
            "metadata": { "resourceVersion": newest.to_string() }, "items": items });
        answer(StatusCode::OK, &list)
    }
}

impl Asked {
    fn read(request: &Request<()>) -> Self {
        let query = Query::<HashMap<String, String>>::try_from_uri(request.uri());
        let query = query.map(|Query(query)| query).unwrap_or_default();
        let get = |key: &str| query.get(key).map(String::as_str).unwrap_or_default();
        let accept = request.headers().get(header::ACCEPT);
        Self {
            labels: Selector::read(get("labelSelector")),
            fields: Selector::read(get("fieldSelector")),
            metadata_only: accept
                .and_then(|accept| accept.to_str().ok())
                .is_some_and(|accept| accept.contains("as=PartialObjectMetadata")),
            since: matches!(get("watch"), "true" | "1")
                .then(|| get("resourceVersion").parse().unwrap_or_default()),
        }
    }

    /// Whether the object is one that was asked for.
    pub(super) fn chooses(&self, object: &Value) -> bool {
        self.labels.fits_labels(object) && self.fields.fits_fields(object)
    }

    /// The object in the form that was asked for.
    pub(super) fn form(&self, object: Value) -> Value {
        if self.metadata_only {
            json!({ "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
                "metadata": object["metadata"] })
        } else {
            object
        }
    }
}

fn answer(status: StatusCode, body: &Value) -> Response<Body> {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (status, kind, body.to_string()).into_response()
}

//! The responses of the sample to GET requests, in the form of an API server's.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use serde_json::{Value, json};

use super::list_options::ListOptions;
use super::object_path::ObjectPath;
use super::store::{Sample, status};
use super::watch;

impl Sample {
    /// Responds to a GET request.
    pub fn read(&self, request: &Request<()>) -> Response<Body> {
        let path = request.uri().path();
        if path == "/version" {
            return respond(StatusCode::OK, &self.version);
        }
        let options = ListOptions::parse(request);
        if let Some(resources) = self.resources(path) {
            return respond(StatusCode::OK, &resources);
        }
        let path = ObjectPath::parse(path);
        let live = |path: &ObjectPath| {
            path.name.as_ref()?;
            self.live_object(path, self.objects(path).0.pop())
        };
        if let Some(object) = path.as_ref().and_then(live) {
            return respond(StatusCode::OK, &options.convert(object));
        }
        let Some(path) = path.filter(|path| self.has_resource(&path.resource)) else {
            return not_found("the server could not find the requested resource");
        };
        if let Some(name) = &path.name {
            return not_found(&format!("{} \"{name}\" not found", path.plural()));
        }
        match options.watch_from {
            Some(version) => watch::stream(self, path, options, version),
            None => respond(StatusCode::OK, &self.list(&path, &options)),
        }
    }

    /// Returns all objects of a path in one list, because the sample is smaller than any page that is requested.
    fn list(&self, path: &ObjectPath, options: &ListOptions) -> Value {
        let (objects, resource_version) = self.objects(path);
        let items: Vec<Value> = objects
            .into_iter()
            .filter(|object| options.matches(object))
            .map(|object| options.convert(object))
            .collect();
        let (kind, api_version) = match options.metadata_only {
            true => ("PartialObjectMetadataList", "meta.k8s.io/v1"),
            false => ("List", "v1"),
        };
        json!({ "kind": kind, "apiVersion": api_version,
            "metadata": { "resourceVersion": resource_version.to_string() }, "items": items })
    }
}

fn not_found(message: &str) -> Response<Body> {
    respond(StatusCode::NOT_FOUND, &status(404, "NotFound", message))
}

fn respond(status: StatusCode, body: &Value) -> Response<Body> {
    let content_type = [(header::CONTENT_TYPE, "application/json")];
    (status, content_type, body.to_string()).into_response()
}

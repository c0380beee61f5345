//! A fake API server: it reviews tokens, checks impersonation, and has release records, ConfigMaps and Events.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Method, Request, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio::sync::Notify;

/// A request that the server received.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReceivedRequest {
    pub method: Method,
    pub path: String,
    /// The user in `Impersonate-User`.
    pub impersonated: Option<String>,
    /// The names of its headers.
    pub headers: Vec<String>,
}

/// A release record.
#[derive(Clone, Debug)]
struct FakeRecord {
    revision: u32,
    status: &'static str,
    /// The name of the object, where it is not the one of the revision.
    object: Option<&'static str>,
    /// The JSON inside, where it is not that of the revision.
    inside: Option<String>,
    /// `uid` and `resourceVersion`.
    version: (String, String),
}

#[derive(Default, Debug)]
struct State {
    /// The records, by `namespace/release`.
    records: BTreeMap<String, Vec<FakeRecord>>,
    maps: BTreeMap<String, Value>,
    /// Tokens that are no longer valid.
    revoked: Vec<String>,
    events: Vec<Value>,
    requests: Vec<ReceivedRequest>,
    version: u64,
    /// The errors that the next matching requests get.
    injected_errors: Vec<(Method, &'static str, u16)>,
    /// Whether the server receives requests and responds to none.
    is_unresponsive: bool,
    /// The requests that get no response, by method, namespace and end of the path.
    hanging: Vec<(Method, &'static str, &'static str)>,
    /// Whether a request has hung.
    has_hung: bool,
    /// How many requests have no response yet.
    in_flight: usize,
    /// The highest value of `in_flight`.
    max_in_flight: usize,
}

#[derive(Clone, Default, Debug)]
pub struct FakeApiServer {
    state: Arc<Mutex<State>>,
    /// Notified when hanging requests are released, and when the first request hangs.
    hanging_changed: Arc<Notify>,
}

impl FakeApiServer {
    /// Returns a server with two namespaces: `shop` with three releases at revision 4, `search` with one.
    pub fn new() -> Self {
        let api = Self::default();
        for release in ["shop/shop", "shop/sessions", "shop/cache", "search/search"] {
            for revision in 1..=3 {
                api.record(release, revision, "superseded");
            }
            api.record(release, 4, "deployed");
        }
        api
    }

    /// Records a revision of a release.
    pub fn record(&self, release: &str, revision: u32, status: &'static str) {
        self.put_record(release, revision, status, None, None);
    }

    /// Writes another content into the record of a revision.
    pub fn record_inside(&self, release: &str, revision: u32, json: &Value) {
        self.put_record(
            release,
            revision,
            "superseded",
            None,
            Some(json.to_string()),
        );
    }

    /// Adds an object with the labels of a revision and another name.
    pub fn record_elsewhere(&self, release: &str, revision: u32, object: &'static str, json: &str) {
        let inside = Some(json.to_owned());
        self.put_record(release, revision, "superseded", Some(object), inside);
    }

    fn put_record(
        &self,
        release: &str,
        revision: u32,
        status: &'static str,
        object: Option<&'static str>,
        inside: Option<String>,
    ) {
        let mut state = self.state.lock().unwrap();
        state.version += 1;
        let version = state.version;
        let ledger = state.records.entry(release.to_owned()).or_default();
        ledger.retain(|known| (known.revision, known.object) != (revision, object));
        ledger.push(FakeRecord {
            revision,
            status,
            object,
            inside,
            version: (format!("uid-{release}-{revision}"), version.to_string()),
        });
    }

    /// Replaces the record of a revision by another object of the same name.
    pub fn replace_record(&self, release: &str, revision: u32) {
        let mut state = self.state.lock().unwrap();
        let ledger = state.records.get_mut(release).unwrap();
        let record = ledger.iter_mut().find(|known| known.revision == revision);
        record.unwrap().version.0.push_str("-again");
    }

    /// Returns what a page sends that has seen the records of two revisions as they are now.
    pub fn seen(&self, release: &str, target: u32, current: u32) -> Value {
        let state = self.state.lock().unwrap();
        let seen = |revision: u32| {
            let mut ledger = state.records[release].iter();
            let (uid, version) = &ledger.find(|r| r.revision == revision).unwrap().version;
            json!({ "uid": uid, "resource_version": version })
        };
        json!({ "target": seen(target), "current": seen(current) })
    }

    /// Fails the next request of a method whose path has this end, with a status.
    pub fn fail_next(&self, method: Method, end: &'static str, status: u16) {
        self.fail_times(method, end, status, 1);
    }

    /// Fails so many requests of a method whose path has this end, with a status. They may be sent again at once.
    pub fn fail_times(&self, method: Method, end: &'static str, status: u16, times: usize) {
        let mut state = self.state.lock().unwrap();
        let errors = std::iter::repeat_n((method, end, status), times);
        state.injected_errors.extend(errors);
    }

    /// Returns the journal of a namespace, by request id.
    pub fn journal(&self, namespace: &str) -> BTreeMap<String, Value> {
        let state = self.state.lock().unwrap();
        let map = state.maps.get(&format!("{namespace}/astern-journal"));
        let data = map.and_then(|map| map["data"].as_object().cloned());
        let read = |text: &Value| serde_json::from_str(text.as_str().unwrap()).unwrap();
        data.into_iter()
            .flatten()
            .map(|(id, text)| (id, read(&text)))
            .collect()
    }

    /// Replaces the data of the journal of a namespace.
    pub fn set_journal(&self, namespace: &str, data: &Value) {
        let mut state = self.state.lock().unwrap();
        state.version += 1;
        let metadata = json!({ "name": "astern-journal", "namespace": namespace,
            "resourceVersion": state.version.to_string() });
        let map = json!({ "metadata": metadata, "data": data });
        state
            .maps
            .insert(format!("{namespace}/astern-journal"), map);
    }

    /// Makes a token invalid from now on.
    pub fn revoke(&self, token: &str) {
        self.state.lock().unwrap().revoked.push(token.to_owned());
    }

    /// Stores a ConfigMap, as others than astern write it.
    pub fn store_map(&self, namespace: &str, name: &str, mut map: Value) {
        let mut state = self.state.lock().unwrap();
        map["metadata"] = json!({ "name": name, "namespace": namespace, "resourceVersion": "0" });
        state.maps.insert(format!("{namespace}/{name}"), map);
    }

    /// Returns reason and message of each Event.
    pub fn events(&self) -> Vec<(String, String)> {
        let state = self.state.lock().unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let reason_and_message = |event: &Value| (text(&event["reason"]), text(&event["message"]));
        state.events.iter().map(reason_and_message).collect()
    }

    /// Makes requests of a method in a namespace whose path has this end hang until [`FakeApiServer::release`], as they do
    /// while an admission webhook hangs.
    pub fn hang(&self, method: Method, namespace: &'static str, end: &'static str) {
        let mut state = self.state.lock().unwrap();
        state.hanging.push((method, namespace, end));
    }

    /// Responds to every request that hangs.
    pub fn release(&self) {
        self.state.lock().unwrap().hanging.clear();
        self.hanging_changed.notify_waiters();
    }

    /// Waits until a request hangs.
    pub async fn wait_until_hanging(&self) {
        loop {
            let changed = self.hanging_changed.notified();
            if self.state.lock().unwrap().has_hung {
                return;
            }
            changed.await;
        }
    }

    /// Makes every later request hang.
    pub fn stop_responding(&self) {
        self.state.lock().unwrap().is_unresponsive = true;
    }

    /// Returns how many requests were in flight at once, at most.
    pub fn max_in_flight(&self) -> usize {
        self.state.lock().unwrap().max_in_flight
    }

    /// Returns the requests that the server received.
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.state.lock().unwrap().requests.clone()
    }

    /// Handles a request.
    pub async fn handle(
        self,
        request: Request<kube::client::Body>,
    ) -> Result<Response<Body>, Infallible> {
        let (head, body) = request.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let body: Value = serde_json::from_slice(&body).unwrap_or_default();
        let impersonated = head.headers.get("impersonate-user");
        let impersonated = impersonated.map(|user| user.to_str().unwrap().to_owned());
        let query = head.uri.query().unwrap_or_default().to_owned();
        let request = ReceivedRequest {
            method: head.method,
            path: head.uri.path().to_owned(),
            impersonated,
            headers: head.headers.keys().map(ToString::to_string).collect(),
        };
        self.hold(&request).await;
        let (status, answer) = {
            let mut state = self.state.lock().unwrap();
            state.in_flight -= 1;
            state.respond(&request, &query, body)
        };
        let mut response = Response::builder()
            .status(status)
            .header("content-type", "application/json");
        if matches!(status, 429 | 502..=504) {
            response = response.header("retry-after", "0");
        }
        let response = response.body(Body::from(answer.to_string()));
        Ok(response.unwrap())
    }

    /// Counts a request as in flight, and holds it while it is to hang.
    async fn hold(&self, request: &ReceivedRequest) {
        let is_unresponsive = {
            let mut state = self.state.lock().unwrap();
            state.requests.push(request.clone());
            state.in_flight += 1;
            state.max_in_flight = state.max_in_flight.max(state.in_flight);
            state.is_unresponsive
        };
        if is_unresponsive {
            std::future::pending::<()>().await;
        }
        loop {
            let released = self.hanging_changed.notified();
            {
                let mut state = self.state.lock().unwrap();
                if !state.hangs(request) {
                    break;
                }
                if !std::mem::replace(&mut state.has_hung, true) {
                    self.hanging_changed.notify_waiters();
                }
            }
            released.await;
        }
        tokio::task::yield_now().await;
    }
}

type StatusAndBody = (u16, Value);

fn status(code: u16, message: &str) -> StatusAndBody {
    let code_and_message = json!({ "kind": "Status", "code": code, "message": message });
    (code, code_and_message)
}

impl State {
    fn hangs(&self, request: &ReceivedRequest) -> bool {
        let mut hanging = self.hanging.iter();
        hanging.any(|(method, namespace, end)| {
            let namespace = format!("/namespaces/{namespace}/");
            request.method == *method
                && request.path.contains(&namespace)
                && request.path.ends_with(end)
        })
    }

    fn respond(&mut self, request: &ReceivedRequest, query: &str, body: Value) -> StatusAndBody {
        let fault = self
            .injected_errors
            .iter()
            .position(|(method, end, _)| *method == request.method && request.path.ends_with(end));
        if let Some(at) = fault {
            let (_, _, code) = self.injected_errors.remove(at);
            return status(code, "an error that the test injected");
        }
        let Some(user) = &request.impersonated else {
            return match request.path.ends_with("/tokenreviews") {
                true => (201, self.review(&body)),
                false => status(403, "astern's own account may not do that"),
            };
        };
        let parts: Vec<&str> = request.path.split('/').collect();
        let [
            "",
            "api",
            "v1",
            "namespaces",
            namespace,
            resource,
            name @ ..,
        ] = &parts[..]
        else {
            return status(
                403,
                &format!("User \"{user}\" cannot do that in all namespaces"),
            );
        };
        if *user != format!("system:serviceaccount:{namespace}:astern-rollback") {
            return status(403, &format!("User \"{user}\" cannot do that here"));
        }
        match (&request.method, *resource, name) {
            (&Method::GET, "secrets", []) => (200, self.records(namespace, query)),
            (&Method::GET, "configmaps", []) => (200, json!({ "metadata": {}, "items": [] })),
            (&Method::GET, "configmaps", [name]) => {
                match self.maps.get(&format!("{namespace}/{name}")) {
                    Some(map) => (200, map.clone()),
                    None => status(404, "not found"),
                }
            }
            (&Method::POST | &Method::PUT, "configmaps", _) => self.write(namespace, body),
            (&Method::POST, "events", []) => {
                self.events.push(body.clone());
                (201, body)
            }
            _ => status(403, "nobody may do that"),
        }
    }

    fn review(&self, body: &Value) -> Value {
        let token = &body["spec"]["token"];
        match self.revoked.iter().any(|revoked| token == revoked) {
            true => json!({ "status": { "error": "the token has been invalidated" } }),
            false => review(body),
        }
    }

    fn records(&self, namespace: &str, query: &str) -> Value {
        let mut items = Vec::new();
        for (path, ledger) in &self.records {
            let (place, release) = path.split_once('/').unwrap();
            if place != namespace || !query.contains(&format!("name%3D{release}")) {
                continue;
            }
            for FakeRecord {
                revision,
                status,
                object,
                inside,
                version,
            } in ledger
            {
                let name = format!("sh.helm.release.v1.{release}.v{revision}");
                let labels = json!({ "owner": "helm", "name": release, "status": status,
                    "version": revision.to_string() });
                let inside = inside.clone().unwrap_or_else(|| {
                    json!({ "name": release, "version": revision, "namespace": namespace })
                        .to_string()
                });
                items.push(
                    json!({ "metadata": { "name": object.map_or(name, str::to_owned),
                    "namespace": namespace, "labels": labels, "uid": version.0,
                    "resourceVersion": version.1 },
                    "data": { "release": STANDARD.encode(STANDARD.encode(inside)) } }),
                );
            }
        }
        json!({ "metadata": { "resourceVersion": "1" }, "items": items })
    }

    /// Stores a ConfigMap. A resource version that is not the newest is a conflict, as in Kubernetes.
    fn write(&mut self, namespace: &str, mut map: Value) -> StatusAndBody {
        let name = map["metadata"]["name"].as_str().unwrap_or_default();
        let key = format!("{namespace}/{name}");
        let stored = self.maps.get(&key);
        let stored = stored.map(|map| &map["metadata"]["resourceVersion"]);
        let given = Some(&map["metadata"]["resourceVersion"]).filter(|version| version.is_string());
        if stored != given {
            return status(409, "the object has been modified");
        }
        self.version += 1;
        map["metadata"]["resourceVersion"] = self.version.to_string().into();
        self.maps.insert(key, map.clone());
        (200, map)
    }
}

/// Reviews a token `ACCOUNT.AUDIENCE.STATE`, where ACCOUNT is a namespace, or `NAMESPACE_NAME` for another account.
fn review(body: &Value) -> Value {
    let token = body["spec"]["token"].as_str().unwrap();
    let [account, audience, state] = token.split('.').collect::<Vec<_>>()[..] else {
        return json!({ "status": {} });
    };
    let wanted = &body["spec"]["audiences"];
    if state != "valid" || *wanted != json!([audience]) {
        return json!({ "status": { "error": "invalid bearer token" } });
    }
    let (namespace, account) = account
        .split_once('_')
        .unwrap_or((account, "astern-rollback"));
    let extra =
        json!({ "authentication.kubernetes.io/credential-id": [format!("JTI={namespace}")] });
    json!({ "status": { "authenticated": true, "audiences": [audience], "user": {
        "username": format!("system:serviceaccount:{namespace}:{account}"), "extra": extra } } })
}

//! An API server as far as astern's own account and the accounts of namespaces need one: it reviews
//! tokens, judges who acts as whom, and holds ledgers, ConfigMaps and events.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Method, Request, Response};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio::sync::Notify;

/// A request that it got.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    pub method: Method,
    pub path: String,
    /// Whom it was to be judged as.
    pub acted_as: Option<String>,
    /// The names of its headers.
    pub headers: Vec<String>,
}

#[derive(Default, Debug)]
struct State {
    /// Revisions and their statuses, by `namespace/release`.
    ledgers: BTreeMap<String, Vec<(u32, &'static str)>>,
    maps: BTreeMap<String, Value>,
    events: Vec<Value>,
    asked: Vec<Asked>,
    version: u64,
    /// What it answers next instead of what it would.
    faults: Vec<(Method, &'static str, u16)>,
    /// It takes requests and answers none.
    is_silent: bool,
    /// The requests that are not answered, by method, namespace and how the path ends.
    hanging: Vec<(Method, &'static str, &'static str)>,
    /// Whether a request ever hung.
    is_hanging: bool,
    /// How many requests it has in hand.
    in_hand: usize,
    /// The most that it ever had.
    most_in_hand: usize,
}

#[derive(Clone, Default, Debug)]
pub struct Api {
    state: Arc<Mutex<State>>,
    /// Woken when hanging requests are answered, and when a request begins to hang.
    hanging_changed: Arc<Notify>,
}

impl Api {
    /// Two namespaces: `shop` with three releases at revision 4, `search` with one.
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

    /// Puts a revision into a release's ledger.
    pub fn record(&self, release: &str, revision: u32, status: &'static str) {
        let mut state = self.state.lock().unwrap();
        let ledger = state.ledgers.entry(release.to_owned()).or_default();
        ledger.retain(|(known, _)| *known != revision);
        ledger.push((revision, status));
    }

    /// Answers the next request of that method whose path ends so with that status.
    pub fn fail_next(&self, method: Method, end: &'static str, status: u16) {
        self.state
            .lock()
            .unwrap()
            .faults
            .push((method, end, status));
    }

    /// The journal's values in a namespace, by request id.
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

    /// The events' reasons and messages.
    pub fn events(&self) -> Vec<(String, String)> {
        let state = self.state.lock().unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let told = |event: &Value| (text(&event["reason"]), text(&event["message"]));
        state.events.iter().map(told).collect()
    }

    /// Takes requests of that method into that namespace whose path ends so, and answers them after [`Api::release`].
    /// That is how the API server behaves while an admission webhook hangs.
    pub fn hang(&self, method: Method, namespace: &'static str, end: &'static str) {
        let mut state = self.state.lock().unwrap();
        state.hanging.push((method, namespace, end));
    }

    /// Answers every request that hangs.
    pub fn release(&self) {
        self.state.lock().unwrap().hanging.clear();
        self.hanging_changed.notify_waiters();
    }

    /// Waits until a request hangs.
    pub async fn hangs(&self) {
        loop {
            let changed = self.hanging_changed.notified();
            if self.state.lock().unwrap().is_hanging {
                return;
            }
            changed.await;
        }
    }

    /// From now on it takes requests and answers none.
    pub fn fall_silent(&self) {
        self.state.lock().unwrap().is_silent = true;
    }

    /// How many requests it had in hand at once, at most.
    pub fn most_in_hand(&self) -> usize {
        self.state.lock().unwrap().most_in_hand
    }

    /// What it was asked.
    pub fn asked(&self) -> Vec<Asked> {
        self.state.lock().unwrap().asked.clone()
    }

    /// Answers a request.
    pub async fn answer(
        self,
        request: Request<kube::client::Body>,
    ) -> Result<Response<Body>, Infallible> {
        let (head, body) = request.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let body: Value = serde_json::from_slice(&body).unwrap_or_default();
        let acted_as = head.headers.get("impersonate-user");
        let acted_as = acted_as.map(|user| user.to_str().unwrap().to_owned());
        let query = head.uri.query().unwrap_or_default().to_owned();
        let asked = Asked {
            method: head.method,
            path: head.uri.path().to_owned(),
            acted_as,
            headers: head.headers.keys().map(ToString::to_string).collect(),
        };
        self.take_in_hand(&asked).await;
        let (status, answer) = {
            let mut state = self.state.lock().unwrap();
            state.in_hand -= 1;
            state.decide(&asked, &query, body)
        };
        let answer = Response::builder()
            .status(status)
            .header("content-type", "application/json")
            .body(Body::from(answer.to_string()));
        Ok(answer.unwrap())
    }

    /// Lets whoever else asks at the same time come too.
    async fn take_in_hand(&self, asked: &Asked) {
        let is_silent = {
            let mut state = self.state.lock().unwrap();
            state.asked.push(asked.clone());
            state.in_hand += 1;
            state.most_in_hand = state.most_in_hand.max(state.in_hand);
            state.is_silent
        };
        if is_silent {
            std::future::pending::<()>().await;
        }
        loop {
            let released = self.hanging_changed.notified();
            {
                let mut state = self.state.lock().unwrap();
                if !state.hangs(asked) {
                    break;
                }
                if !std::mem::replace(&mut state.is_hanging, true) {
                    self.hanging_changed.notify_waiters();
                }
            }
            released.await;
        }
        tokio::task::yield_now().await;
    }
}

type Decision = (u16, Value);

fn status(code: u16, message: &str) -> Decision {
    let code_and_message = json!({ "kind": "Status", "code": code, "message": message });
    (code, code_and_message)
}

impl State {
    fn hangs(&self, asked: &Asked) -> bool {
        let mut hanging = self.hanging.iter();
        hanging.any(|(method, namespace, end)| {
            let namespace = format!("/namespaces/{namespace}/");
            asked.method == *method && asked.path.contains(&namespace) && asked.path.ends_with(end)
        })
    }

    fn decide(&mut self, asked: &Asked, query: &str, body: Value) -> Decision {
        let fault = self
            .faults
            .iter()
            .position(|(method, end, _)| *method == asked.method && asked.path.ends_with(end));
        if let Some(at) = fault {
            let (_, _, code) = self.faults.remove(at);
            return status(code, "a fault that the test wanted");
        }
        let Some(user) = &asked.acted_as else {
            return match asked.path.ends_with("/tokenreviews") {
                true => (201, review(&body)),
                false => status(403, "astern's own account may not do that"),
            };
        };
        let parts: Vec<&str> = asked.path.split('/').collect();
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
        match (&asked.method, *resource, name) {
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

    fn records(&self, namespace: &str, query: &str) -> Value {
        let mut items = Vec::new();
        for (path, ledger) in &self.ledgers {
            let (place, release) = path.split_once('/').unwrap();
            if place != namespace || !query.contains(&format!("name%3D{release}")) {
                continue;
            }
            for (revision, status) in ledger {
                let name = format!("sh.helm.release.v1.{release}.v{revision}");
                let labels = json!({ "owner": "helm", "name": release, "status": status,
                    "version": revision.to_string() });
                items.push(json!({ "metadata": { "name": name, "namespace": namespace,
                    "labels": labels } }));
            }
        }
        json!({ "metadata": { "resourceVersion": "1" }, "items": items })
    }

    /// As the API server does: a version that is not the newest is a conflict.
    fn write(&mut self, namespace: &str, mut map: Value) -> Decision {
        let name = map["metadata"]["name"].as_str().unwrap_or_default();
        let key = format!("{namespace}/{name}");
        let there = self.maps.get(&key);
        let there = there.map(|map| &map["metadata"]["resourceVersion"]);
        let given = Some(&map["metadata"]["resourceVersion"]).filter(|version| version.is_string());
        if there != given {
            return status(409, "the object has been modified");
        }
        self.version += 1;
        map["metadata"]["resourceVersion"] = self.version.to_string().into();
        self.maps.insert(key, map.clone());
        (200, map)
    }
}

/// A token is `WHO.AUDIENCE.STATE`, where WHO is a namespace, or a namespace and another account.
fn review(body: &Value) -> Value {
    let token = body["spec"]["token"].as_str().unwrap();
    let [who, audience, state] = token.split('.').collect::<Vec<_>>()[..] else {
        return json!({ "status": {} });
    };
    let wanted = &body["spec"]["audiences"];
    if state != "good" || *wanted != json!([audience]) {
        return json!({ "status": { "error": "invalid bearer token" } });
    }
    let (namespace, account) = who.split_once('_').unwrap_or((who, "astern-rollback"));
    let extra = json!({ "authentication.kubernetes.io/credential-id": [format!("JTI={who}")] });
    json!({ "status": { "authenticated": true, "audiences": [audience], "user": {
        "username": format!("system:serviceaccount:{namespace}:{account}"), "extra": extra } } })
}

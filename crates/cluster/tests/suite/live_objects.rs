//! Fetches the live objects of a manifest over a transport that looks up responses by path.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use astern_cluster::{
    Accept, Body, LiveObject, Request, Response, Transport, TransportError, live_objects,
};
use serde_json::{Value, json};

const MANIFEST: &str = "\
---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n\
---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: edge}\n\
---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: gone}\n\
---\napiVersion: v1\nkind: Secret\nmetadata: {name: web}\n\
---\napiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n\
---\napiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: old}\n\
---\napiVersion: apps/v1\nkind: Widget\nmetadata: {name: web}\n\
---\napiVersion: batch/v1\nkind: Job\nmetadata: {generateName: once-}\n\
---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: broken}\n";

/// Looks up responses by path, records the requests, and counts how many are in flight.
#[derive(Default)]
struct PathTransport {
    responses: BTreeMap<&'static str, (u16, Value)>,
    requests: RefCell<Vec<Request>>,
    in_flight: Cell<usize>,
    max_in_flight: Cell<usize>,
}

/// A body with a single chunk.
struct SingleChunk(Option<Vec<u8>>);

impl Body for SingleChunk {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        Ok(self.0.take())
    }
}

impl Transport for PathTransport {
    type Body = SingleChunk;

    async fn send(&self, request: &Request) -> Result<Response<SingleChunk>, TransportError> {
        self.requests.borrow_mut().push(request.clone());
        self.in_flight.set(self.in_flight.get() + 1);
        self.max_in_flight
            .set(self.max_in_flight.get().max(self.in_flight.get()));
        // Yields once, so that other requests start before this one ends.
        let mut first = true;
        std::future::poll_fn(|context| {
            context.waker().wake_by_ref();
            match std::mem::take(&mut first) {
                true => std::task::Poll::Pending,
                false => std::task::Poll::Ready(()),
            }
        })
        .await;
        self.in_flight.set(self.in_flight.get() - 1);
        let not_found = (404, json!({"kind": "Status", "message": "not found"}));
        let (status, json) = self
            .responses
            .get(request.target.as_str())
            .unwrap_or(&not_found);
        Ok(Response {
            status: *status,
            retry_after: None,
            body: SingleChunk(Some(json.to_string().into_bytes())),
        })
    }

    async fn pause(&self, _: std::time::Duration) {}
}

/// The discovery response for an API version with these resources: name, kind and whether they are namespaced.
fn api_resource_list(kinds: &[(&str, &str, bool)]) -> (u16, Value) {
    let resources = kinds.iter().map(
        |(name, kind, namespaced)| json!({"name": name, "kind": kind, "namespaced": namespaced}),
    );
    let resources: Vec<Value> = resources.collect();
    (
        200,
        json!({"kind": "APIResourceList", "resources": resources}),
    )
}

/// A cluster with some of the objects of `MANIFEST`.
fn cluster_transport() -> PathTransport {
    let present = |kind: &str| (200, json!({"kind": kind, "metadata": {"name": "web"}}));
    let forbidden = "secrets \"web\" is forbidden: User \"jane\" cannot get resource";
    let responses = [
        (
            "api/v1",
            api_resource_list(&[
                ("services/status", "Service", true),
                ("services", "Service", true),
                ("configmaps", "ConfigMap", true),
                ("secrets", "Secret", true),
                ("namespaces", "Namespace", false),
            ]),
        ),
        (
            "apis/apps/v1",
            api_resource_list(&[("deployments", "Deployment", true)]),
        ),
        ("apis/batch/v1", api_resource_list(&[("jobs", "Job", true)])),
        (
            "apis/apps/v1/namespaces/shop/deployments/web",
            present("Deployment"),
        ),
        (
            "apis/apps/v1/namespaces/shop/deployments/broken",
            (500, json!({"message": "etcd is gone"})),
        ),
        ("api/v1/namespaces/edge/services/web", present("Service")),
        (
            "api/v1/namespaces/shop/secrets/web",
            (403, json!({"message": forbidden})),
        ),
        ("api/v1/namespaces/team", present("Namespace")),
    ];
    PathTransport {
        responses: responses.into(),
        ..PathTransport::default()
    }
}

#[test]
fn each_object_has_its_own_result() {
    let cluster = cluster_transport();
    let manifest = astern_manifest::parse(MANIFEST);
    let objects: Vec<_> = manifest.objects.iter().collect();
    let progress = RefCell::new(Vec::new());
    let namespace = "shop".parse().unwrap();
    let live = pollster::block_on(live_objects(
        &cluster,
        &namespace,
        &objects,
        |done, total| {
            progress.borrow_mut().push((done, total));
        },
    ));
    let descriptions: Vec<String> = live
        .iter()
        .map(|live| match live {
            LiveObject::Present(object) => format!("present: {}", object["kind"]),
            LiveObject::Missing => "missing".to_owned(),
            LiveObject::Unavailable(reason) => reason.to_string(),
        })
        .collect();
    assert_eq!(
        descriptions,
        [
            "present: \"Deployment\"",
            "present: \"Service\"",
            "missing",
            "jane may not get secrets in namespace shop",
            "present: \"Namespace\"",
            "the cluster serves no PodSecurityPolicy in policy/v1beta1",
            "the cluster serves no Widget in apps/v1",
            "it has no name of its own, so it cannot be found",
            "the API server answered 500: etcd is gone",
        ]
    );
    let progress = progress.into_inner();
    assert_eq!(
        (progress[0], progress[9], progress.len()),
        ((0, 9), (9, 9), 10)
    );
}

#[test]
fn each_api_version_is_requested_once_and_few_requests_are_in_flight() {
    let cluster = cluster_transport();
    let manifest = astern_manifest::parse(MANIFEST);
    let objects: Vec<_> = manifest.objects.iter().collect();
    let namespace = "shop".parse().unwrap();
    pollster::block_on(live_objects(&cluster, &namespace, &objects, |_, _| ()));
    let requests = cluster.requests.borrow();
    let mut targets: Vec<&str> = requests
        .iter()
        .map(|request| request.target.as_str())
        .collect();
    assert_eq!(targets.len(), 4 + 6);
    targets.sort_unstable();
    targets.dedup();
    assert_eq!(targets.len(), 4 + 6);
    assert!(
        requests
            .iter()
            .all(|request| request.accept == Accept::Json)
    );
    assert!(
        (2..=4).contains(&cluster.max_in_flight.get()),
        "{}",
        cluster.max_in_flight.get()
    );
}

#[test]
fn debug_output_of_a_live_object_omits_its_content() {
    let secret = LiveObject::Present(json!({"data": {"password": "hunter2"}}));
    assert!(!format!("{secret:?}").contains("hunter2"));
}

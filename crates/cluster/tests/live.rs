//! Asking for what is in the place of a revision's objects, over a transport that answers by path.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use astern_cluster::{
    Accept, Answer, Body, LiveObject, Request, Transport, TransportError, live_objects,
};
use serde_json::{Value, json};

const MANIFEST: &str = "\
---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n\
---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: edge}\n\
---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: gone}\n\
---\napiVersion: v1\nkind: Secret\nmetadata: {name: web}\n\
---\napiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n\
---\napiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: old}\n\
---\napiVersion: apps/v1\nkind: Carriage\nmetadata: {name: web}\n\
---\napiVersion: batch/v1\nkind: Job\nmetadata: {generateName: once-}\n\
---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: broken}\n";

/// Answers by path, keeps what was asked, and counts what is under way.
#[derive(Default)]
struct Paths {
    answers: BTreeMap<&'static str, (u16, Value)>,
    asked: RefCell<Vec<Request>>,
    under_way: Cell<usize>,
    most: Cell<usize>,
}

struct Whole(Option<Vec<u8>>);

impl Body for Whole {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        Ok(self.0.take())
    }
}

impl Transport for Paths {
    type Body = Whole;

    async fn send(&self, request: &Request) -> Result<Answer<Whole>, TransportError> {
        self.asked.borrow_mut().push(request.clone());
        self.under_way.set(self.under_way.get() + 1);
        self.most.set(self.most.get().max(self.under_way.get()));
        // Another one has its turn, as it has while a network answers.
        let mut first = true;
        std::future::poll_fn(|context| {
            context.waker().wake_by_ref();
            match std::mem::take(&mut first) {
                true => std::task::Poll::Pending,
                false => std::task::Poll::Ready(()),
            }
        })
        .await;
        self.under_way.set(self.under_way.get() - 1);
        let nothing = (404, json!({"kind": "Status", "message": "not found"}));
        let (status, json) = self
            .answers
            .get(request.target.as_str())
            .unwrap_or(&nothing);
        Ok(Answer {
            status: *status,
            body: Whole(Some(json.to_string().into_bytes())),
        })
    }
}

fn resources(kinds: &[(&str, &str, bool)]) -> (u16, Value) {
    let resources = kinds.iter().map(
        |(name, kind, namespaced)| json!({"name": name, "kind": kind, "namespaced": namespaced}),
    );
    let resources: Vec<Value> = resources.collect();
    (
        200,
        json!({"kind": "APIResourceList", "resources": resources}),
    )
}

fn cluster() -> Paths {
    let there = |kind: &str| (200, json!({"kind": kind, "metadata": {"name": "web"}}));
    let forbidden = "secrets \"web\" is forbidden: User \"jane\" cannot get resource";
    let answers = [
        (
            "api/v1",
            resources(&[
                ("services/status", "Service", true),
                ("services", "Service", true),
                ("configmaps", "ConfigMap", true),
                ("secrets", "Secret", true),
                ("namespaces", "Namespace", false),
            ]),
        ),
        (
            "apis/apps/v1",
            resources(&[("deployments", "Deployment", true)]),
        ),
        ("apis/batch/v1", resources(&[("jobs", "Job", true)])),
        (
            "apis/apps/v1/namespaces/shop/deployments/web",
            there("Deployment"),
        ),
        (
            "apis/apps/v1/namespaces/shop/deployments/broken",
            (500, json!({"message": "etcd is gone"})),
        ),
        ("api/v1/namespaces/edge/services/web", there("Service")),
        (
            "api/v1/namespaces/shop/secrets/web",
            (403, json!({"message": forbidden})),
        ),
        ("api/v1/namespaces/team", there("Namespace")),
    ];
    Paths {
        answers: answers.into(),
        ..Paths::default()
    }
}

#[test]
fn each_object_has_its_own_answer() {
    let cluster = cluster();
    let manifest = astern_manifest::parse(MANIFEST);
    let objects: Vec<_> = manifest.objects.iter().collect();
    let progress = RefCell::new(Vec::new());
    let namespace = "shop".parse().unwrap();
    let answers = pollster::block_on(live_objects(&cluster, &namespace, &objects, |done, all| {
        progress.borrow_mut().push((done, all));
    }));
    let told: Vec<String> = answers
        .iter()
        .map(|answer| match answer {
            LiveObject::Present(object) => format!("there: {}", object["kind"]),
            LiveObject::Missing => "missing".to_owned(),
            LiveObject::Unavailable(why) => why.to_string(),
        })
        .collect();
    assert_eq!(
        told,
        [
            "there: \"Deployment\"",
            "there: \"Service\"",
            "missing",
            "jane may not get secrets in namespace shop",
            "there: \"Namespace\"",
            "the cluster serves no PodSecurityPolicy in policy/v1beta1",
            "the cluster serves no Carriage in apps/v1",
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
fn each_version_of_an_api_is_asked_once_and_few_at_a_time() {
    let cluster = cluster();
    let manifest = astern_manifest::parse(MANIFEST);
    let objects: Vec<_> = manifest.objects.iter().collect();
    let namespace = "shop".parse().unwrap();
    pollster::block_on(live_objects(&cluster, &namespace, &objects, |_, _| ()));
    let asked = cluster.asked.borrow();
    let mut targets: Vec<&str> = asked
        .iter()
        .map(|request| request.target.as_str())
        .collect();
    assert_eq!(targets.len(), 4 + 6);
    targets.sort_unstable();
    targets.dedup();
    assert_eq!(targets.len(), 4 + 6);
    assert!(asked.iter().all(|request| request.accept == Accept::Json));
    assert!(
        (2..=4).contains(&cluster.most.get()),
        "{}",
        cluster.most.get()
    );
}

#[test]
fn an_object_is_not_in_anybodys_log() {
    let secret = LiveObject::Present(json!({"data": {"password": "hunter2"}}));
    assert!(!format!("{secret:?}").contains("hunter2"));
}

//! Listing, fetching, watching and finding, over a transport that answers from a script.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::cell::RefCell;
use std::collections::VecDeque;

use astern_cluster::{
    Accept, Answer, Body, ClusterError, Driver, FindError, OtherNamespaces, PayloadError,
    RecordEvent, Request, Scope, Transport, TransportError, astern_services, find_release,
    list_records, payload, watch_records,
};
use astern_ledger::Record;
use serde_json::{Value, json};

/// Answers requests in order, and keeps them.
struct Script {
    answers: RefCell<VecDeque<(u16, Vec<Vec<u8>>)>>,
    asked: RefCell<Vec<Request>>,
}

impl Script {
    fn new(answers: impl IntoIterator<Item = (u16, Value)>) -> Self {
        Self::in_chunks(
            answers
                .into_iter()
                .map(|(status, json)| (status, vec![json.to_string()])),
        )
    }

    fn in_chunks(answers: impl IntoIterator<Item = (u16, Vec<String>)>) -> Self {
        let bytes = |chunks: Vec<String>| chunks.into_iter().map(String::into_bytes).collect();
        let answers = answers
            .into_iter()
            .map(|(status, chunks)| (status, bytes(chunks)));
        Self {
            answers: RefCell::new(answers.collect()),
            asked: RefCell::default(),
        }
    }

    fn targets(&self) -> Vec<String> {
        self.asked
            .borrow()
            .iter()
            .map(|request| request.target.clone())
            .collect()
    }
}

impl Transport for Script {
    type Body = Chunks;

    async fn send(&self, request: &Request) -> Result<Answer<Chunks>, TransportError> {
        self.asked.borrow_mut().push(request.clone());
        let next = self.answers.borrow_mut().pop_front();
        let (status, chunks) = next.ok_or_else(|| TransportError("nobody there".to_owned()))?;
        Ok(Answer {
            status,
            body: Chunks(chunks.into()),
        })
    }
}

#[derive(Debug)]
struct Chunks(VecDeque<Vec<u8>>);

impl Body for Chunks {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        Ok(self.0.pop_front())
    }
}

fn item(namespace: &str, release: &str, revision: &str) -> Value {
    json!({ "metadata": {
        "name": format!("sh.helm.release.v1.{release}.v{revision}"),
        "namespace": namespace,
        "resourceVersion": "77",
        "creationTimestamp": "2026-05-20T14:22:13Z",
        "labels": { "owner": "helm", "name": release, "version": revision, "status": "deployed" },
    } })
}

fn page(items: &[Value], next: &str) -> Value {
    json!({ "metadata": { "resourceVersion": "41", "continue": next }, "items": items })
}

fn in_shop() -> Scope {
    Scope {
        namespace: Some("shop".parse().unwrap()),
        release: None,
    }
}

#[test]
fn a_list_is_read_page_by_page_and_only_its_metadata() {
    let script = Script::new([
        (
            200,
            page(
                &[item("shop", "shop", "1"), item("shop", "shop", "zero")],
                "more",
            ),
        ),
        (200, page(&[item("shop", "shop", "2")], "")),
    ]);
    let mut heard = Vec::new();
    let listed = pollster::block_on(list_records(&script, Driver::Secret, &in_shop(), |found| {
        heard.push(found);
    }))
    .unwrap();
    assert_eq!(heard, [2, 3]);
    assert_eq!(listed.resource_version, "41");
    let good: Vec<u32> = listed
        .records
        .iter()
        .flatten()
        .map(|r| r.revision.get())
        .collect();
    assert_eq!(
        good,
        [1, 2],
        "the broken one is an error among them, not the end"
    );
    assert!(listed.records[1].is_err());
    assert!(
        script
            .asked
            .borrow()
            .iter()
            .all(|request| request.accept == Accept::MetadataList)
    );
    assert_eq!(
        script.targets(),
        [
            "api/v1/namespaces/shop/secrets?labelSelector=owner%3Dhelm\
             &fieldSelector=type%3Dhelm.sh%2Frelease.v1&limit=500",
            "api/v1/namespaces/shop/secrets?labelSelector=owner%3Dhelm\
             &fieldSelector=type%3Dhelm.sh%2Frelease.v1&limit=500&continue=more",
        ]
    );
}

#[test]
fn a_list_that_expires_on_the_way_is_begun_again_once() {
    let whole = page(&[item("shop", "shop", "1")], "");
    let script = Script::new([
        (200, page(&[item("shop", "old", "1")], "more")),
        (410, json!({ "message": "too old" })),
        (200, whole),
    ]);
    let listed =
        pollster::block_on(list_records(&script, Driver::ConfigMap, &in_shop(), |_| ())).unwrap();
    assert_eq!(listed.records.len(), 1);
    let never_ending = Script::new([(410, json!({})), (410, json!({}))]);
    let error = pollster::block_on(list_records(
        &never_ending,
        Driver::Secret,
        &in_shop(),
        |_| (),
    ));
    assert_eq!(error.unwrap_err(), ClusterError::Expired);
}

fn record() -> Record {
    let listed = Script::new([(200, page(&[item("shop", "shop", "1")], ""))]);
    let listed = pollster::block_on(list_records(&listed, Driver::Secret, &in_shop(), |_| ()));
    listed.unwrap().records.remove(0).unwrap()
}

#[test]
fn a_payload_that_is_empty_corrupt_or_gone_says_which() {
    let of = |status, answer| {
        let script = Script::new([(status, answer)]);
        pollster::block_on(payload(&script, &record())).unwrap_err()
    };
    assert!(matches!(
        of(200, json!({ "data": {} })),
        PayloadError::Empty { .. }
    ));
    assert!(matches!(of(200, json!({})), PayloadError::Empty { .. }));
    let corrupt = of(200, json!({ "data": { "release": "aHVudGVyMg==" } }));
    assert!(matches!(corrupt, PayloadError::Corrupt { .. }));
    let odd = of(200, json!({ "data": { "release": ["hunter2"] } }));
    assert!(matches!(
        odd,
        PayloadError::Cluster(ClusterError::Malformed(_))
    ));
    for error in [&corrupt, &odd] {
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
    let gone = of(404, json!({ "message": "secrets \"x\" not found" }));
    assert!(matches!(
        gone,
        PayloadError::Cluster(ClusterError::NotFound(_))
    ));
}

#[test]
fn a_record_that_holds_another_revision_is_refused() {
    let release = json!({ "name": "shop", "version": 92, "namespace": "shop", "manifest": "", "hooks": [],
        "info": { "status": "deployed" }, "chart": {} });
    let release = serde_json::from_value(release).unwrap();
    let stored = astern_ledger::encode(Driver::Secret, &release).unwrap();
    let script = Script::new([(200, json!({ "data": { "release": stored } }))]);
    let error = pollster::block_on(payload(&script, &record())).unwrap_err();
    assert!(matches!(error, PayloadError::Other { .. }), "{error}");
    assert!(
        error.to_string().contains("holds revision 92 of shop"),
        "{error}"
    );
}

#[test]
fn a_watch_is_read_line_by_line_wherever_it_is_cut() {
    let stored = json!({ "type": "MODIFIED", "object": item("shop", "shop", "3") }).to_string();
    let gone = json!({ "type": "DELETED", "object": item("shop", "shop", "1") }).to_string();
    let alive =
        json!({ "type": "BOOKMARK", "object": { "metadata": { "resourceVersion": "99" } } });
    let text = format!("{stored}\n{gone}\n{alive}\n");
    for at in [1, stored.len(), stored.len() + 1, text.len() - 1] {
        let (head, tail) = text.split_at(at);
        let script = Script::in_chunks([(200, vec![head.to_owned(), tail.to_owned()])]);
        let mut watch =
            pollster::block_on(watch_records(&script, Driver::Secret, &in_shop(), "41")).unwrap();
        let mut next = || pollster::block_on(watch.next()).unwrap();
        assert!(matches!(next(), Some(RecordEvent::Stored(Ok(r))) if r.revision.get() == 3));
        assert!(matches!(next(), Some(RecordEvent::Removed(Ok(r))) if r.revision.get() == 1));
        assert!(matches!(next(), Some(RecordEvent::Alive)));
        assert!(next().is_none());
        assert_eq!(watch.resource_version(), "99");
    }
}

#[test]
fn a_watch_that_is_too_old_says_so_in_the_middle() {
    let expired = json!({ "type": "ERROR", "object": { "code": 410, "message": "too old" } });
    let script = Script::in_chunks([(200, vec![format!("{expired}\n")])]);
    let mut watch =
        pollster::block_on(watch_records(&script, Driver::Secret, &in_shop(), "1")).unwrap();
    assert_eq!(
        pollster::block_on(watch.next()).unwrap_err(),
        ClusterError::Expired
    );
}

fn find(answers: impl IntoIterator<Item = (u16, Value)>) -> (Result<u32, FindError>, usize) {
    let script = Script::new(answers);
    let (namespace, release) = ("shop".parse().unwrap(), "shop".parse().unwrap());
    let found = pollster::block_on(find_release(&script, &namespace, &release));
    let asked = script.asked.borrow().len();
    (
        found.map(|found| found.history.current().revision.get()),
        asked,
    )
}

#[test]
fn a_release_costs_one_list() {
    let here = page(&[item("shop", "shop", "2"), item("shop", "shop", "3")], "");
    assert_eq!(find([(200, here)]), (Ok(3), 1));
}

#[test]
fn a_release_in_configmaps_is_found() {
    let answers = [
        (200, page(&[], "")),
        (200, page(&[item("shop", "shop", "5")], "")),
    ];
    assert_eq!(find(answers), (Ok(5), 2));
}

#[test]
fn a_release_that_is_elsewhere_is_said_to_be_there() {
    let elsewhere = page(&[item("prod", "shop", "1"), item("prod", "shop", "2")], "");
    let (result, _) = find([(200, page(&[], "")), (200, page(&[], "")), (200, elsewhere)]);
    let error = result.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no release shop in namespace shop; it is in namespace prod"
    );
    let refused = json!({ "message": "User \"jane\" cannot list" });
    let (result, _) = find([(200, page(&[], "")), (403, json!({})), (403, refused)]);
    let error = result.unwrap_err();
    assert!(
        matches!(
            &error,
            FindError::NotFound {
                elsewhere: OtherNamespaces::Unknown(_),
                ..
            }
        ),
        "{error}"
    );
    assert!(
        error
            .to_string()
            .ends_with("jane may not list secrets in all namespaces"),
        "{error}"
    );
}

#[test]
fn a_release_whose_records_are_all_odd_is_not_called_missing() {
    let odd = page(&[item("shop", "shop", "one")], "");
    let (result, asked) = find([(200, odd), (200, page(&[], ""))]);
    assert_eq!(asked, 2);
    let error = result.unwrap_err().to_string();
    assert!(
        error.contains("its label \"version\" names no revision"),
        "{error}"
    );
}

#[test]
fn a_namespace_that_may_not_be_read_is_not_called_empty() {
    let (result, asked) = find([(403, json!({ "message": "User \"jane\" cannot list" }))]);
    assert_eq!(asked, 1);
    let error = result.unwrap_err().to_string();
    assert_eq!(error, "jane may not list secrets in namespace shop");
}

#[test]
fn asterns_own_service_is_found_by_its_label_or_in_its_usual_place() {
    let list = json!({ "metadata": {}, "items": [
        { "metadata": { "name": "astern", "namespace": "tools" } },
        { "metadata": { "name": "astern", "namespace": "No Namespace" } },
    ] });
    let script = Script::new([(200, list)]);
    let found: Vec<String> = pollster::block_on(astern_services(&script))
        .iter()
        .map(|one| one.path())
        .collect();
    assert_eq!(
        found,
        ["api/v1/namespaces/tools/services/https:astern:443/proxy/"]
    );
    assert_eq!(
        script.targets(),
        ["api/v1/services?labelSelector=app.kubernetes.io%2Fname%3Dastern"]
    );
    let forbidden = json!({ "kind": "Status", "message": "services is forbidden", "code": 403 });
    let found = pollster::block_on(astern_services(&Script::new([(403, forbidden)])));
    assert_eq!(
        found[0].path(),
        "api/v1/namespaces/astern/services/https:astern:443/proxy/"
    );
}

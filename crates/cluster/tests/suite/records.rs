//! Lists, fetches and watches release records, and looks up releases.

use crate::scripted_transport::ScriptedTransport;
use astern_cluster::{
    Accept, ClusterError, Driver, FindError, NextPage, OtherNamespaces, PayloadError, RecordEvent,
    Scope, find_release, list_records, payload, record_page, watch_records,
};
use astern_ledger::{DecodeError, Record};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// The metadata of a release Secret.
fn record_metadata(namespace: &str, release: &str, revision: &str) -> Value {
    json!({ "metadata": {
        "name": format!("sh.helm.release.v1.{release}.v{revision}"),
        "namespace": namespace,
        "resourceVersion": "77",
        "creationTimestamp": "2026-05-20T14:22:13Z",
        "labels": { "owner": "helm", "name": release, "version": revision, "status": "deployed" },
    } })
}

/// A page of a list with this `continue` token.
fn list_page(items: &[Value], continue_token: &str) -> Value {
    json!({ "metadata": { "resourceVersion": "41", "continue": continue_token }, "items": items })
}

/// All records of the namespace `shop`.
fn shop_scope() -> Scope {
    Scope {
        namespace: Some("shop".parse().unwrap()),
        release: None,
    }
}

#[test]
fn records_are_listed_in_pages_and_as_metadata_only() {
    let transport = ScriptedTransport::new([
        (
            200,
            list_page(
                &[
                    record_metadata("shop", "shop", "1"),
                    record_metadata("shop", "shop", "zero"),
                ],
                "more",
            ),
        ),
        (200, list_page(&[record_metadata("shop", "shop", "2")], "")),
    ]);
    let mut counts = Vec::new();
    let listed = pollster::block_on(list_records(
        &transport,
        Driver::Secret,
        &shop_scope(),
        |count| {
            counts.push(count);
        },
    ))
    .unwrap();
    assert_eq!(counts, [2, 3]);
    assert_eq!(listed.resource_version, "41");
    let revisions: Vec<u32> = listed
        .records
        .iter()
        .flatten()
        .map(|r| r.revision.get())
        .collect();
    assert_eq!(
        revisions,
        [1, 2],
        "an invalid record is an error entry and does not end the list"
    );
    assert!(listed.records[1].is_err());
    assert!(
        transport
            .requests()
            .iter()
            .all(|request| request.accept == Accept::MetadataList)
    );
    assert_eq!(
        transport.targets(),
        [
            "api/v1/namespaces/shop/secrets?labelSelector=owner%3Dhelm\
             &fieldSelector=type%3Dhelm.sh%2Frelease.v1&limit=500",
            "api/v1/namespaces/shop/secrets?labelSelector=owner%3Dhelm\
             &fieldSelector=type%3Dhelm.sh%2Frelease.v1&limit=500&continue=more",
        ]
    );
}

/// Helm finds the records of a release by labels alone.
#[test]
fn the_records_of_one_release_are_listed_whatever_their_type() {
    let transport = ScriptedTransport::new([(200, list_page(&[], ""))]);
    let scope = Scope {
        release: Some("shop".parse().unwrap()),
        ..shop_scope()
    };
    pollster::block_on(list_records(&transport, Driver::Secret, &scope, |_| ())).unwrap();
    assert_eq!(
        transport.targets(),
        ["api/v1/namespaces/shop/secrets?labelSelector=owner%3Dhelm%2Cname%3Dshop&limit=500"]
    );
}

#[test]
fn what_records_say_inside_is_read_page_by_page() {
    let encode = |json: &str| STANDARD.encode(STANDARD.encode(json));
    let item = |name: &str, data: Value| json!({ "metadata": { "name": name, "uid": name, "resourceVersion": "7" }, "data": data });
    let first = json!({ "metadata": { "continue": "more" }, "items": [
        item("a", json!({ "release": encode(r#"{"version":3}"#) })),
        item("b", json!({ "release": encode(r#"{"version":3,"Version":9}"#) })),
        item("c", json!({})),
        item("d", Value::Null),
    ] });
    let transport = ScriptedTransport::new([
        (200, first),
        (200, json!({ "metadata": {}, "items": null })),
    ]);
    let (namespace, release) = ("shop".parse().unwrap(), "shop".parse().unwrap());
    let page = |after: Option<&NextPage>| {
        let page = record_page(&transport, Driver::Secret, &namespace, &release, after);
        pollster::block_on(page).unwrap().decode().unwrap()
    };
    let (records, next) = page(None);
    assert_eq!((&*records[0].object, &*records[0].version.uid), ("a", "a"));
    assert_eq!(records[0].identity.as_ref().unwrap().revision(), 3);
    assert!(matches!(
        records[1].identity,
        Err(DecodeError::NotByHelm(_))
    ));
    for empty in &records[2..] {
        assert!(empty.identity.as_ref().unwrap_err().is_skipped_by_helm());
    }
    let (rest, end) = page(next.as_ref());
    assert!(rest.is_empty() && end.is_none());
    assert!(transport.targets()[1].ends_with("&limit=5&continue=more"));
}

#[test]
fn a_list_that_expires_between_pages_is_restarted_once() {
    let complete = list_page(&[record_metadata("shop", "shop", "1")], "");
    let transport = ScriptedTransport::new([
        (
            200,
            list_page(&[record_metadata("shop", "old", "1")], "more"),
        ),
        (410, json!({ "message": "too old" })),
        (200, complete),
    ]);
    let listed = pollster::block_on(list_records(
        &transport,
        Driver::ConfigMap,
        &shop_scope(),
        |_| (),
    ))
    .unwrap();
    assert_eq!(listed.records.len(), 1);
    let always_expired = ScriptedTransport::new([(410, json!({})), (410, json!({}))]);
    let error = pollster::block_on(list_records(
        &always_expired,
        Driver::Secret,
        &shop_scope(),
        |_| (),
    ));
    assert_eq!(error.unwrap_err(), ClusterError::Expired);
}

/// The record of revision 1 of the release `shop`.
fn listed_record() -> Record {
    let transport =
        ScriptedTransport::new([(200, list_page(&[record_metadata("shop", "shop", "1")], ""))]);
    let listed = pollster::block_on(list_records(
        &transport,
        Driver::Secret,
        &shop_scope(),
        |_| (),
    ));
    listed.unwrap().records.remove(0).unwrap()
}

#[test]
fn an_empty_a_corrupt_and_a_missing_payload_are_different_errors() {
    let payload_error = |status, body| {
        let transport = ScriptedTransport::new([(status, body)]);
        pollster::block_on(payload(&transport, &listed_record())).unwrap_err()
    };
    assert!(matches!(
        payload_error(200, json!({ "data": {} })),
        PayloadError::Empty { .. }
    ));
    assert!(matches!(
        payload_error(200, json!({})),
        PayloadError::Empty { .. }
    ));
    let corrupt = payload_error(200, json!({ "data": { "release": "aHVudGVyMg==" } }));
    assert!(matches!(corrupt, PayloadError::Corrupt { .. }));
    let malformed = payload_error(200, json!({ "data": { "release": ["hunter2"] } }));
    assert!(matches!(
        malformed,
        PayloadError::Cluster(ClusterError::Malformed(_))
    ));
    for error in [&corrupt, &malformed] {
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
    let missing = payload_error(404, json!({ "message": "secrets \"x\" not found" }));
    assert!(matches!(
        missing,
        PayloadError::Cluster(ClusterError::NotFound(_))
    ));
}

#[test]
fn a_payload_of_another_revision_is_refused() {
    let release = json!({ "name": "shop", "version": 92, "namespace": "shop", "manifest": "", "hooks": [],
        "info": { "status": "deployed" }, "chart": {} });
    let release = serde_json::from_value(release).unwrap();
    let stored = astern_ledger::encode(Driver::Secret, &release).unwrap();
    let transport = ScriptedTransport::new([(200, json!({ "data": { "release": stored } }))]);
    let error = pollster::block_on(payload(&transport, &listed_record())).unwrap_err();
    assert!(matches!(error, PayloadError::Corrupt { .. }), "{error}");
    assert!(
        error.to_string().contains("inside it is revision 92"),
        "{error}"
    );
}

#[test]
fn watch_events_are_parsed_wherever_chunks_begin() {
    let modified =
        json!({ "type": "MODIFIED", "object": record_metadata("shop", "shop", "3") }).to_string();
    let deleted =
        json!({ "type": "DELETED", "object": record_metadata("shop", "shop", "1") }).to_string();
    let bookmark =
        json!({ "type": "BOOKMARK", "object": { "metadata": { "resourceVersion": "99" } } });
    let text = format!("{modified}\n{deleted}\n{bookmark}\n");
    for index in [1, modified.len(), modified.len() + 1, text.len() - 1] {
        let (head, tail) = text.split_at(index);
        let transport =
            ScriptedTransport::with_chunks([(200, vec![head.to_owned(), tail.to_owned()])]);
        let mut watch = pollster::block_on(watch_records(
            &transport,
            Driver::Secret,
            &shop_scope(),
            "41",
        ))
        .unwrap();
        let mut next = || pollster::block_on(watch.next()).unwrap();
        assert!(matches!(next(), Some(RecordEvent::Stored(Ok(r))) if r.revision.get() == 3));
        assert!(matches!(next(), Some(RecordEvent::Removed(Ok(r))) if r.revision.get() == 1));
        assert!(matches!(next(), Some(RecordEvent::Alive)));
        assert!(next().is_none());
        assert_eq!(watch.resource_version(), "99");
    }
}

#[test]
fn an_expired_watch_is_reported_by_an_error_event() {
    let expired = json!({ "type": "ERROR", "object": { "code": 410, "message": "too old" } });
    let transport = ScriptedTransport::with_chunks([(200, vec![format!("{expired}\n")])]);
    let mut watch = pollster::block_on(watch_records(
        &transport,
        Driver::Secret,
        &shop_scope(),
        "1",
    ))
    .unwrap();
    assert_eq!(
        pollster::block_on(watch.next()).unwrap_err(),
        ClusterError::Expired
    );
}

/// Looks up the release `shop`. Returns its current revision and the number of requests.
fn current_revision(
    responses: impl IntoIterator<Item = (u16, Value)>,
) -> (Result<u32, FindError>, usize) {
    current_revision_of(Driver::Secret, responses)
}

fn current_revision_of(
    preferred: Driver,
    responses: impl IntoIterator<Item = (u16, Value)>,
) -> (Result<u32, FindError>, usize) {
    let transport = ScriptedTransport::new(responses);
    let (namespace, release) = ("shop".parse().unwrap(), "shop".parse().unwrap());
    let result = pollster::block_on(find_release(&transport, preferred, &namespace, &release));
    let requests = transport.requests().len();
    (
        result.map(|found| found.history.current().revision.get()),
        requests,
    )
}

#[test]
fn a_release_is_found_with_one_list_request() {
    let records = list_page(
        &[
            record_metadata("shop", "shop", "2"),
            record_metadata("shop", "shop", "3"),
        ],
        "",
    );
    assert_eq!(current_revision([(200, records)]), (Ok(3), 1));
}

#[test]
fn a_release_in_configmaps_is_found() {
    let responses = [
        (200, list_page(&[], "")),
        (200, list_page(&[record_metadata("shop", "shop", "5")], "")),
    ];
    assert_eq!(current_revision(responses), (Ok(5), 2));
}

#[test]
fn a_release_in_another_namespace_is_reported_with_that_namespace() {
    let elsewhere = list_page(
        &[
            record_metadata("prod", "shop", "1"),
            record_metadata("prod", "shop", "2"),
        ],
        "",
    );
    let (result, _) = current_revision([
        (200, list_page(&[], "")),
        (200, list_page(&[], "")),
        (200, elsewhere),
    ]);
    let error = result.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no release shop in namespace shop; it is in namespace prod"
    );
    let refused = json!({ "message": "User \"jane\" cannot list" });
    let (result, _) =
        current_revision([(200, list_page(&[], "")), (403, json!({})), (403, refused)]);
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
fn a_release_with_only_invalid_records_is_not_reported_as_missing() {
    let invalid = list_page(&[record_metadata("shop", "shop", "one")], "");
    let (result, requests) = current_revision([(200, invalid), (200, list_page(&[], ""))]);
    assert_eq!(requests, 2);
    let error = result.unwrap_err().to_string();
    assert!(
        error.contains("its label \"version\" names no revision"),
        "{error}"
    );
}

#[test]
fn a_namespace_without_permission_is_not_reported_as_empty() {
    let refusal = || (403, json!({ "message": "User \"jane\" cannot list" }));
    let (result, requests) = current_revision([refusal(), refusal()]);
    assert_eq!(
        requests, 2,
        "the objects of both storage drivers are asked for"
    );
    let error = result.unwrap_err().to_string();
    assert_eq!(error, "jane may not list secrets in namespace shop");
}

fn forbidden(resource: &str) -> (u16, Value) {
    let message = format!("{resource} is forbidden: User \"jane\" cannot list resource");
    (
        403,
        json!({ "kind": "Status", "code": 403, "reason": "Forbidden", "message": message }),
    )
}

/// Helm with `HELM_DRIVER=configmap` sees the ConfigMaps alone, so they come first for whoever uses it.
#[test]
fn the_persons_storage_driver_decides_and_the_other_one_is_never_mixed_in() {
    let list = |revision| list_page(&[record_metadata("shop", "shop", revision)], "");
    for (driver, revision) in [(Driver::Secret, "4"), (Driver::ConfigMap, "7")] {
        let (found, requests) = current_revision_of(driver, [(200, list(revision))]);
        assert_eq!((found, requests), (Ok(revision.parse().unwrap()), 1));
    }
}

#[test]
fn who_may_read_the_objects_of_one_storage_driver_sees_its_releases() {
    let list = list_page(&[record_metadata("shop", "shop", "7")], "");
    for (driver, resource) in [
        (Driver::Secret, "secrets"),
        (Driver::ConfigMap, "configmaps"),
    ] {
        let (found, _) = current_revision_of(driver, [forbidden(resource), (200, list.clone())]);
        assert_eq!(found, Ok(7), "{resource}");
        let (found, _) = current_revision_of(driver, [forbidden(resource), forbidden("the other")]);
        let refused = matches!(found, Err(FindError::Cluster(ClusterError::Forbidden(_))));
        assert!(refused, "{found:?}");
    }
}

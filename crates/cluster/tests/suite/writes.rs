//! Writes ConfigMaps and Events.

use crate::scripted_transport::ScriptedTransport;
use astern_cluster::{
    ConfigMap, Driver, Event, EventKind, Method, config_map, write_config_map, write_event,
};
use astern_ledger::{Namespace, Timestamp};
use pollster::block_on;
use serde_json::json;

fn shop() -> Namespace {
    "shop".parse().unwrap()
}

#[test]
fn a_config_map_is_created_once_and_then_replaced_with_its_resource_version() {
    let missing = json!({ "kind": "Status", "message": "not found" });
    let transport = ScriptedTransport::new([(404, missing)]);
    assert_eq!(
        block_on(config_map(&transport, &shop(), "j")).unwrap(),
        None
    );

    let mut map = ConfigMap::new(&shop(), "j", ("a", "b"));
    map.set("k", "v".to_owned());
    let created =
        json!({ "metadata": { "name": "j", "resourceVersion": "7" }, "data": { "k": "v" } });
    let conflict = json!({ "kind": "Status", "message": "the object has been modified" });
    let transport = ScriptedTransport::new([(201, created), (409, conflict)]);
    let map = block_on(write_config_map(&transport, &shop(), &map)).unwrap();
    let (method, target, body) = transport.last_request();
    assert_eq!(method, Method::Post);
    assert_eq!(target, "api/v1/namespaces/shop/configmaps");
    assert_eq!(body["metadata"]["labels"], json!({ "a": "b" }));

    let error = block_on(write_config_map(&transport, &shop(), &map)).unwrap_err();
    assert!(error.is_conflict(), "{error}");
    let (method, target, body) = transport.last_request();
    assert_eq!(method, Method::Put);
    assert_eq!(target, "api/v1/namespaces/shop/configmaps/j");
    assert_eq!(body["metadata"]["resourceVersion"], "7");
}

#[test]
fn an_event_refers_to_the_release_record_and_has_whole_seconds() {
    let transport = ScriptedTransport::new([(201, json!({}))]);
    let event = Event {
        namespace: shop(),
        driver: Driver::Secret,
        record: "sh.helm.release.v1.shop.v4".to_owned(),
        kind: EventKind::Warning,
        reason: "RollbackFailed",
        message: "Not rolled back.".to_owned(),
        at: Timestamp::from_millisecond(1_700_000_000_123),
    };
    block_on(write_event(&transport, &event)).unwrap();
    let (_, target, body) = transport.last_request();
    assert_eq!(target, "api/v1/namespaces/shop/events");
    assert_eq!(body["involvedObject"]["kind"], "Secret");
    assert_eq!(body["type"], "Warning");
    assert_eq!(body["lastTimestamp"], "2023-11-14T22:13:20Z");
}

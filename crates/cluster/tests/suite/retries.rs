//! Reads are sent again after failures that may pass; writes are not.

use std::time::Duration;

use crate::scripted_transport::{Scripted, ScriptedTransport};
use astern_cluster::{
    ClusterError, FindError, Permission, Request, Right, Scope, TemporaryFailure, TransportError,
    Verb, config_map, fetch, find_release, list_records, mint_token, payload, review_access,
    watch_records, write_config_map,
};
use astern_ledger::{Driver, Record};
use futures_util::FutureExt as _;
use pollster::block_on;
use serde_json::{Value, json};

const HTML: &str = "<html><body><h1>502 Bad Gateway</h1></body></html>";

fn ok(json: &Value) -> Scripted {
    status(200, None, &json.to_string())
}

fn status(status: u16, retry_after: Option<u64>, body: &str) -> Scripted {
    Scripted::Response {
        status,
        retry_after: retry_after.map(Duration::from_secs),
        chunks: vec![body.to_owned()],
    }
}

fn throttled() -> Scripted {
    status(
        429,
        Some(1),
        r#"{"kind":"Status","message":"Too many requests","code":429}"#,
    )
}

fn version() -> Request {
    Request::get("version", astern_cluster::Accept::Json)
}

fn no_records() -> Value {
    json!({ "metadata": { "resourceVersion": "1" }, "items": [] })
}

#[test]
fn a_read_survives_every_failure_that_may_pass() {
    let failures = || {
        [
            (throttled(), 1.0),
            (status(502, None, HTML), 0.5),
            (status(503, Some(2), HTML), 2.0),
            (status(504, None, ""), 0.5),
            (Scripted::NoResponse, 0.5),
            (Scripted::Interrupted("{".to_owned()), 0.5),
        ]
    };
    for (failure, pause) in failures() {
        let transport = ScriptedTransport::with_script([failure, ok(&json!({}))]);
        assert_eq!(block_on(fetch(&transport, &version())), Ok(b"{}".to_vec()));
        assert_eq!(transport.pauses(), [pause]);
    }
    // Several in a row.
    let script = failures().into_iter().take(3).map(|(failure, _)| failure);
    let transport = ScriptedTransport::with_script(script.chain([ok(&json!({}))]));
    assert_eq!(block_on(fetch(&transport, &version())), Ok(b"{}".to_vec()));
}

#[test]
fn a_read_that_fails_on_is_given_up_with_the_reason() {
    let transport = ScriptedTransport::with_script((0..20).map(|_| throttled()));
    let error = block_on(fetch(&transport, &version())).unwrap_err();
    let second = Some(Duration::from_secs(1));
    assert_eq!(
        error,
        ClusterError::Throttled {
            retry_after: second
        }
    );
    assert_eq!(transport.requests().len(), 10);

    let transport = ScriptedTransport::with_script((0..20).map(|_| status(502, None, HTML)));
    let error = block_on(fetch(&transport, &version())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the API server, or a proxy before it, answered 502"
    );
    assert_eq!(transport.requests().len(), 4);
}

#[test]
fn an_answer_is_not_asked_for_twice() {
    for answer in [400, 401, 403, 404, 410, 500] {
        let transport = ScriptedTransport::with_script([status(answer, None, "{}")]);
        assert!(block_on(fetch(&transport, &version())).is_err(), "{answer}");
        assert!(transport.pauses().is_empty());
    }
}

#[test]
fn every_page_of_a_list_and_every_payload_is_read_again() {
    let page = json!({ "metadata": { "resourceVersion": "1", "continue": "more" }, "items": [] });
    let script = [ok(&page), throttled(), ok(&no_records())];
    let transport = ScriptedTransport::with_script(script);
    let scope = Scope::default();
    block_on(list_records(&transport, Driver::Secret, &scope, |_| ())).unwrap();
    assert!(transport.targets()[2].ends_with("&continue=more"));

    let record = Record::expected(
        "shop".parse().unwrap(),
        "shop".parse().unwrap(),
        1.try_into().unwrap(),
    );
    let script = [
        throttled(),
        Scripted::Interrupted("{".to_owned()),
        ok(&json!({ "data": {} })),
    ];
    let transport = ScriptedTransport::with_script(script);
    let error = block_on(payload(&transport, &record)).unwrap_err();
    assert!(error.to_string().contains("holds no record"), "{error}");
}

#[test]
fn a_review_changes_nothing_so_it_is_sent_again() {
    let script = [throttled(), ok(&json!({ "status": { "allowed": true } }))];
    let transport = ScriptedTransport::with_script(script);
    let right = Right {
        verb: Verb::Create,
        resource: "secrets".into(),
        namespace: None,
    };
    let permission = block_on(review_access(&transport, &right, None));
    assert_eq!(permission, Ok(Permission::Granted));
}

#[test]
fn a_write_is_sent_once() {
    let namespace = "shop".parse().unwrap();
    for failure in [throttled(), status(502, None, HTML), Scripted::NoResponse] {
        let transport = ScriptedTransport::with_script([failure]);
        let minted = block_on(mint_token(&transport, &namespace, "a", "b", 600));
        assert!(minted.unwrap_err().temporary().is_some());
        assert_eq!(transport.requests().len(), 1);
    }
    let stored = json!({ "metadata": { "name": "j", "resourceVersion": "7" } });
    let transport = ScriptedTransport::with_script([ok(&stored), throttled()]);
    let map = block_on(config_map(&transport, &namespace, "j"))
        .unwrap()
        .unwrap();
    assert!(block_on(write_config_map(&transport, &namespace, &map)).is_err());
    assert_eq!(transport.requests().len(), 2);
}

/// Whoever follows a watch lists again, which is a read of its own.
#[test]
fn a_watch_is_opened_once() {
    let transport = ScriptedTransport::with_script([throttled()]);
    let scope = Scope::default();
    let watch = block_on(watch_records(&transport, Driver::Secret, &scope, "1"));
    assert!(matches!(watch, Err(ClusterError::Throttled { .. })));
}

#[test]
fn a_release_is_not_missing_because_a_list_failed() {
    let script = std::iter::once(ok(&no_records())).chain((0..4).map(|_| Scripted::NoResponse));
    let transport = ScriptedTransport::with_script(script);
    let (namespace, release) = ("shop".parse().unwrap(), "shop".parse().unwrap());
    let error = block_on(find_release(
        &transport,
        Driver::Secret,
        &namespace,
        &release,
    ))
    .unwrap_err();
    let failure = TransportError::NoResponse("connection reset".to_owned());
    assert_eq!(
        error,
        FindError::Cluster(ClusterError::Unreachable(failure))
    );
}

const LIMIT: Duration = Duration::from_secs(30);

/// The transport of these tests waits for no time: silence ends at once where it is limited, and never where it is not.
#[test]
fn a_read_that_is_silent_is_given_up_and_not_sent_again_at_once() {
    for silent in [Scripted::Silence, Scripted::SilenceAfter("{".to_owned())] {
        let transport =
            ScriptedTransport::with_script([silent, ok(&json!({}))]).with_silence_limit(LIMIT);
        assert_eq!(
            block_on(fetch(&transport, &version())),
            Err(ClusterError::Unreachable(TransportError::TimedOut(LIMIT)))
        );
        assert_eq!(transport.requests().len(), 1);
        assert_eq!(transport.notes(), [Some(TemporaryFailure::TimedOut)]);
        assert_eq!(block_on(fetch(&transport, &version())), Ok(b"{}".to_vec()));
        assert_eq!(transport.notes(), [Some(TemporaryFailure::TimedOut), None]);
    }
}

#[test]
fn a_body_that_arrives_in_parts_is_not_silent() {
    let parts = ["{", " ", "}"].map(str::to_owned);
    let transport = ScriptedTransport::with_chunks([(200, parts.into())]).with_silence_limit(LIMIT);
    assert_eq!(block_on(fetch(&transport, &version())), Ok(b"{ }".to_vec()));
    assert_eq!(transport.pauses(), [0.0; 0]);
}

#[test]
fn a_watch_and_a_write_may_be_silent() {
    let silent = Scripted::SilenceAfter(String::new());
    let transport = ScriptedTransport::with_script([silent]).with_silence_limit(LIMIT);
    let scope = Scope::default();
    let mut watch = block_on(watch_records(&transport, Driver::Secret, &scope, "1")).unwrap();
    assert!(watch.next().now_or_never().is_none());
    let transport = ScriptedTransport::with_script([Scripted::Silence]).with_silence_limit(LIMIT);
    let write = Request::post("api/v1/x", "{}".to_owned());
    assert!(fetch(&transport, &write).now_or_never().is_none());
}

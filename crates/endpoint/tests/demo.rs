//! The sample cluster, read by the code that reads a real one.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::time::{Duration, SystemTime};

use astern_cluster::{
    ClusterError, Driver, FindError, FoundRelease, LiveObject, RecordEvent, Scope, Workload,
    WorkloadKind, cluster_id, find_release, list_records, live_objects, payload,
    recorded_workloads, server_version, watch_records, workload,
};
use astern_compare::{Deployed, ExpectedStateBuilder, LiveResponse, Side};
use astern_endpoint::rollback::Engine;
use astern_ledger::{Timestamp, by_release};
use astern_masking::Masking;
use axum::http::StatusCode;
use serde_json::json;

use support::{TestEndpoint, rollback_request, test_endpoint};

/// Finds the sample release.
async fn shop(endpoint: &TestEndpoint) -> FoundRelease {
    let name = "shop";
    let (namespace, release) = (name.parse().unwrap(), name.parse().unwrap());
    let cluster = endpoint.cluster.as_ref();
    let found = find_release(cluster, Driver::Secret, &namespace, &release).await;
    found.unwrap()
}

async fn statuses(endpoint: &TestEndpoint) -> Vec<String> {
    let found = shop(endpoint).await;
    let records = found.history.records().iter();
    records
        .map(|record| format!("{} {}", record.revision, record.status))
        .collect()
}

#[tokio::test]
async fn the_sample_responds_as_an_api_server_does() {
    let endpoint = test_endpoint(Engine::Simulated);
    let cluster = endpoint.cluster.as_ref();
    assert!(
        server_version(cluster)
            .await
            .unwrap()
            .git_version
            .starts_with('v')
    );
    assert_eq!(cluster_id(cluster).await.unwrap().short().len(), 8);
    let listed = list_records(cluster, Driver::Secret, &Scope::default(), |_| ())
        .await
        .unwrap();
    assert!(listed.records.len() >= 10 && listed.records.iter().all(Result::is_ok));
    let missing = find_release(
        cluster,
        Driver::Secret,
        &"default".parse().unwrap(),
        &"shop".parse().unwrap(),
    )
    .await;
    let Err(error @ FindError::NotFound { .. }) = missing else {
        panic!("{missing:?}")
    };
    assert_eq!(
        error.to_string(),
        "no release shop in namespace default; it is in namespace shop"
    );
}

#[tokio::test]
async fn every_workload_of_the_sample_has_a_status() {
    let endpoint = test_endpoint(Engine::Simulated);
    let cluster = endpoint.cluster.as_ref();
    let listed = list_records(cluster, Driver::Secret, &Scope::default(), |_| ())
        .await
        .unwrap();
    for (_, history) in by_release(listed.records.into_iter().flatten()) {
        let release = payload(cluster, history.current()).await.unwrap();
        let recorded = recorded_workloads(&release);
        assert_eq!(recorded.unread, 0);
        for part in recorded.workloads {
            let seen = workload(cluster, &part.workload).await;
            assert!(matches!(seen, Ok(Some(_))), "{part:?}: {seen:?}");
        }
    }
}

#[tokio::test]
async fn the_sample_has_no_drift_from_its_newest_revisions() {
    let endpoint = test_endpoint(Engine::Simulated);
    let cluster = endpoint.cluster.as_ref();
    let listed = list_records(cluster, Driver::Secret, &Scope::default(), |_| ())
        .await
        .unwrap();
    for (_, history) in by_release(listed.records.into_iter().flatten()) {
        let release = payload(cluster, history.current()).await.unwrap();
        let expected = ExpectedStateBuilder::new(&release, Deployed::Same).finish();
        let objects = expected.objects();
        let answers = live_objects(cluster, expected.namespace(), &objects, |_, _| ()).await;
        let answers = answers.into_iter().map(|answer| match answer {
            LiveObject::Present(object) => LiveResponse::Found(object),
            LiveObject::Missing => LiveResponse::NotFound,
            LiveObject::Unavailable(why) => LiveResponse::Unavailable(why.to_string()),
        });
        let answers = answers.collect();
        let masking = Masking::new([7; 16]);
        let drift = expected.compare(answers, Side::To, &masking).finish();
        let revision = release.revision;
        assert_eq!(
            astern_wording::drift_sentence(&drift),
            format!("The cluster matches revision {revision}.")
        );
        assert_eq!(drift.unchanged_hooks, release.hooks.len());
    }
}

#[tokio::test]
async fn the_newest_revision_is_always_14_minutes_old() {
    let endpoint = test_endpoint(Engine::Simulated);
    let cluster = endpoint.cluster.as_ref();
    let found = shop(&endpoint).await;
    let mut later = Timestamp::from(SystemTime::now());
    for record in found.history.records() {
        let release = payload(cluster, record).await.unwrap();
        let deployed = release.info.last_deployed.unwrap().timestamp().unwrap();
        assert_eq!(deployed.as_second(), record.created.unwrap().as_second());
        assert!(
            deployed < later,
            "revision {} is older than the next",
            record.revision
        );
        later = deployed;
    }
    let newest = found.history.current().created.unwrap();
    let now = Timestamp::from(SystemTime::now());
    let minutes = (now.as_second() - newest.as_second()) / 60;
    assert!((14..=15).contains(&minutes), "{minutes}");
}

#[tokio::test(start_paused = true)]
async fn a_rollback_is_simulated_to_its_end() {
    let endpoint = test_endpoint(Engine::Simulated);
    assert_eq!(
        endpoint.get("/astern/v1/session").await.1["mode"],
        json!({ "kind": "demo" })
    );
    let cluster = endpoint.cluster.as_ref();
    let web = Workload {
        kind: WorkloadKind::Deployment,
        namespace: "shop".parse().unwrap(),
        name: "shop-web".to_owned(),
    };
    assert!(!workload(cluster, &web).await.unwrap().unwrap().is_ready());
    let everywhere = Scope::default();
    let listed = list_records(cluster, Driver::Secret, &everywhere, |_| ())
        .await
        .unwrap();
    let version = &listed.resource_version;
    let mut watch = watch_records(cluster, Driver::Secret, &everywhere, version)
        .await
        .unwrap();

    assert_eq!(
        endpoint
            .start_rollback(&rollback_request(1, "shop/shop", 3, 4))
            .await
            .0,
        StatusCode::ACCEPTED
    );
    let events = endpoint.follow(1, 0).await;
    assert_eq!(events[0]["what"]["kind"], "begun");
    let command = "helm rollback --namespace shop --wait --timeout 5m --cleanup-on-fail --history-max 10 -- shop 3";
    assert_eq!(events[0]["what"]["command"], command);
    let last = &events.last().unwrap()["what"];
    assert_eq!(
        *last,
        json!({ "kind": "ended", "outcome": { "result": "done", "revision": 5 } })
    );
    let expected = [
        "5 deployed",
        "4 superseded",
        "3 superseded",
        "2 superseded",
        "1 superseded",
    ];
    assert_eq!(statuses(&endpoint).await, expected);
    assert!(workload(cluster, &web).await.unwrap().unwrap().is_ready());

    let mut seen = Vec::new();
    while seen.len() < 3 {
        if let Some(RecordEvent::Stored(Ok(record))) = watch.next().await.unwrap() {
            seen.push(format!("{} {}", record.revision, record.status));
        }
    }
    assert_eq!(seen, ["5 pending-rollback", "4 superseded", "5 deployed"]);
    // There are no more changes, so the watch sends a bookmark.
    assert_eq!(watch.next().await.unwrap(), Some(RecordEvent::Alive));
}

#[tokio::test]
async fn unknown_objects_and_resources_are_not_found() {
    let endpoint = test_endpoint(Engine::Simulated);
    for path in ["/api/v1/namespaces/shop/secrets/none", "/api/v1/nodes"] {
        let (status, error) = endpoint.get(path).await;
        assert_eq!(
            (status, &error["kind"]),
            (StatusCode::NOT_FOUND, &json!("Status")),
            "{path}"
        );
    }
    let nothing = Workload {
        kind: WorkloadKind::Job,
        namespace: "shop".parse().unwrap(),
        name: "none".to_owned(),
    };
    assert_eq!(
        workload(endpoint.cluster.as_ref(), &nothing).await,
        Ok::<_, ClusterError>(None)
    );
}

#[tokio::test(start_paused = true)]
async fn events_can_be_read_late_and_again() {
    let endpoint = test_endpoint(Engine::Simulated);
    endpoint
        .start_rollback(&rollback_request(1, "shop/shop", 3, 4))
        .await;
    let all = endpoint.follow(1, 0).await;
    assert_eq!(endpoint.follow(1, 0).await, all);
    assert_eq!(endpoint.follow(1, 1).await, all[1..]);
    let past_the_end =
        tokio::time::timeout(Duration::from_secs(60), endpoint.follow(1, 1000)).await;
    assert!(past_the_end.unwrap().is_empty());
    let unknown = endpoint
        .get("/astern/v1/rollbacks/00000000000000000000000000000009")
        .await;
    assert_eq!(
        (unknown.0, &unknown.1["code"]),
        (StatusCode::NOT_FOUND, &json!("not-found"))
    );
}

//! Tests of concurrent rollbacks.

use std::thread;

use end_to_end::{
    Action, Chart, EndpointClient, Failure, HelmVersion, InClusterEndpoint, RollbackRequest,
    Scenario, TestEnvironment, User, eventually,
};
use serde_json::Value;

use super::{never_ready, newest_revision};

/// One of two concurrent requests is accepted; the other is refused, in any order.
#[test]
fn one_of_two_concurrent_requests_is_accepted() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = never_ready(HelmVersion::V3, "two-people-a");
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(
        &environment,
        scenario.helm,
        "two-people",
        &[scenario.namespace],
    )?;
    chart.grant_page_access(User::OnCall)?;
    chart.grant_rollback(User::OnCall, scenario.namespace)?;
    let _endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let clients = [
        EndpointClient::connect(&chart, User::Admin)?,
        EndpointClient::connect(&chart, User::OnCall)?,
    ];
    let mut requests = Vec::new();
    for client in &clients {
        let request = RollbackRequest {
            timeout_seconds: 5,
            ..RollbackRequest::new(scenario.namespace, scenario.release, 2, 1)
        };
        requests.push((client, client.mint(scenario.namespace)?, request));
    }
    let answers = thread::scope(|scope| {
        let threads: Vec<_> = requests
            .iter()
            .map(|(client, token, request)| {
                scope.spawn(move || client.start_rollback(request, Some(token)))
            })
            .collect();
        threads.into_iter().map(join).collect::<Result<Vec<_>, _>>()
    })?;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [202, 409]);
    for ((client, token, request), answer) in requests.iter().zip(&answers) {
        if answer.status == 202 {
            assert_eq!(client.outcome(request, token)?["result"], "failed");
        } else {
            let code = answer.json()?["code"].clone();
            assert!(
                code == "already-running" || code == "current-moved",
                "{code}"
            );
        }
    }
    assert_eq!(
        newest_revision(&environment, &scenario)?,
        (3, "failed".to_owned())
    );
    Ok(())
}

/// A client that is refused because too many rollbacks run retries with the same id, as the page does.
#[test]
fn fifty_releases_are_rolled_back_concurrently() -> Result<(), Failure> {
    const NAMES: [&str; 50] = [
        "r01", "r02", "r03", "r04", "r05", "r06", "r07", "r08", "r09", "r10", "r11", "r12", "r13",
        "r14", "r15", "r16", "r17", "r18", "r19", "r20", "r21", "r22", "r23", "r24", "r25", "r26",
        "r27", "r28", "r29", "r30", "r31", "r32", "r33", "r34", "r35", "r36", "r37", "r38", "r39",
        "r40", "r41", "r42", "r43", "r44", "r45", "r46", "r47", "r48", "r49", "r50",
    ];
    let environment = TestEnvironment::find()?;
    let open = "fifty-a";
    let scenario = |release| Scenario {
        helm: HelmVersion::V4,
        namespace: open,
        release,
        chart: "cache",
        actions: &[Action::Deploy("1.0.0", &[]), Action::Deploy("1.1.0", &[])],
    };
    for release in NAMES {
        scenario(release).run(&environment.access, &environment.charts)?;
    }
    let chart = Chart::install(&environment, HelmVersion::V4, "fifty", &[open])?;
    let _endpoint = InClusterEndpoint::start(&chart, HelmVersion::V4)?;
    let client = EndpointClient::connect(&chart, User::Admin)?;
    let token = client.mint(open)?;
    thread::scope(|scope| {
        let (client, token) = (&client, token.as_str());
        let threads: Vec<_> = NAMES
            .into_iter()
            .map(|release| {
                scope.spawn(move || -> Result<(), Failure> {
                    let request = RollbackRequest {
                        timeout_seconds: 300,
                        ..RollbackRequest::new(open, release, 2, 1)
                    };
                    eventually("a place for the rollback", || {
                        let answer = client.start_rollback(&request, Some(token))?;
                        match answer.status {
                            202 => Ok(Some(())),
                            429 => Ok(None),
                            _ => Err(Failure::new(answer.text)),
                        }
                    })?;
                    let outcome = client.outcome(&request, token)?;
                    assert_eq!(outcome["result"], "done", "{release}: {outcome}");
                    Ok(())
                })
            })
            .collect();
        threads.into_iter().try_for_each(join)
    })?;
    for release in NAMES {
        assert_eq!(
            newest_revision(&environment, &scenario(release))?,
            (3, "deployed".to_owned()),
            "{release}"
        );
    }
    let journal = environment.access.kubectl([
        "get",
        "configmap",
        "astern-journal",
        "--namespace",
        open,
        "--output",
        "json",
    ])?;
    let journal: Value = serde_json::from_str(&journal)?;
    let entries: Vec<Value> = journal["data"]
        .as_object()
        .into_iter()
        .flat_map(|data| data.values())
        .filter_map(|entry| serde_json::from_str(entry.as_str()?).ok())
        .collect();
    assert_eq!(entries.len(), NAMES.len());
    assert!(
        entries
            .iter()
            .all(|entry: &Value| entry["end"]["outcome"]["result"] == "done")
    );
    Ok(())
}

fn join<T>(thread: thread::ScopedJoinHandle<'_, Result<T, Failure>>) -> Result<T, Failure> {
    thread
        .join()
        .unwrap_or_else(|_| Err(Failure::new("a thread panicked")))
}
